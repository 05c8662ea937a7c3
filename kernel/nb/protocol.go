package nb

import (
	"fmt"
	"os"

	"github.com/gensci/gensci/kernel/display"
)

// Keys in a display's data by which the kernel knows other messages (package front).
const (
	resultKey = "application/vnd.gensci.result"
	clearKey  = "application/vnd.gensci.clear-output"
)

// ExecuteResult shows v, as [Show] does, as the cell's result (execute_result), with the cell's number.
func ExecuteResult(v any) {
	b := render(v)
	if display.InNotebook() {
		b[resultKey] = ""
	}
	put(b)
}

// ClearOutput removes what the cell has shown so far.
func ClearOutput() { clearOutput("now") }

// ClearBeforeNext removes it when the next output comes, so that pictures in a row don't flicker.
func ClearBeforeNext() { clearOutput("wait") }

func clearOutput(when string) {
	if display.InNotebook() {
		display.Send("", bundle{clearKey: when})
	}
}

// Replace shows v in place of what was shown under the same id, in whichever cell; at first it just shows it. Outside a notebook it prints.
func Replace(id string, v any) {
	if !display.InNotebook() {
		fmt.Fprintln(os.Stdout, render(v)[textPlain])
		return
	}
	display.Send(id, render(v))
}
