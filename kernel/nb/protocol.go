package nb

import (
	"fmt"
	"os"

	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/show"
)

// clearKey is the key in a display's data by which the kernel knows that it removes what was shown (package front).
const clearKey = "application/vnd.gensci.clear-output"

// ExecuteResult shows v, as [Show] does, as the cell's result (execute_result), with the cell's number.
func ExecuteResult(v any) { show.Value(v) }

// ClearOutput removes what the cell has shown so far.
func ClearOutput() { clearOutput("now") }

// ClearBeforeNext removes it when the next output comes, so that pictures in a row don't flicker.
func ClearBeforeNext() { clearOutput("wait") }

func clearOutput(when string) {
	if display.InNotebook() {
		display.Send("", map[string]any{clearKey: when})
	}
}

// Replace shows v in place of what was shown under the same id, in whichever cell; at first it just shows it. Outside a notebook it prints.
func Replace(id string, v any) {
	b := show.Bundle(v)
	if !show.InNotebook() {
		fmt.Fprintln(os.Stdout, b[show.Text])
		return
	}
	show.Update(id, b)
}
