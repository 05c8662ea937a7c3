package nb

import (
	"fmt"
	"os"

	"github.com/janpfeifer/gonb/gonbui"
)

// Keys in a display's data by which the kernel knows other messages (package front).
const (
	resultKey = "application/vnd.gensci.result"
	clearKey  = "application/vnd.gensci.clear-output"
)

// ExecuteResult shows v, as [Show] does, as the cell's result (execute_result), with the cell's number.
func ExecuteResult(v any) {
	b := render(v)
	if gonbui.IsNotebook {
		b[resultKey] = ""
	}
	display(b)
}

// ClearOutput removes what the cell has shown so far.
func ClearOutput() { clearOutput("now") }

// ClearBeforeNext removes it when the next output comes, so that pictures in a row don't flicker.
func ClearBeforeNext() { clearOutput("wait") }

func clearOutput(when string) {
	if gonbui.IsNotebook {
		send(bundle{clearKey: when}, "")
	}
}

// Replace shows v in place of what was shown under the same id, in whichever cell; at first it just shows it. Outside a notebook it prints.
func Replace(id string, v any) {
	if !gonbui.IsNotebook {
		fmt.Fprintln(os.Stdout, render(v)["text/plain"])
		return
	}
	send(render(v), id)
}
