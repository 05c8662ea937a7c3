package nb

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/show"
)

// stdin is read by Input alone, since it may read ahead.
var stdin = sync.OnceValue(func() *bufio.Reader { return bufio.NewReader(os.Stdin) })

// Input asks the user for a line. Where there is nobody to answer, as in gensci run, it ends the cell with an error.
//
//	name := nb.Input("Who are you? ")
func Input(prompt string) string {
	if show.InNotebook() {
		display.Send("", map[string]any{display.InputKey: prompt})
	} else {
		fmt.Print(prompt)
	}
	line, err := stdin().ReadString('\n')
	if err != nil && line == "" {
		fail(errors.New("nb.Input: nobody is there to answer \"" + prompt + "\""))
	}
	return strings.TrimRight(line, "\r\n")
}
