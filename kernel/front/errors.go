package front

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/hint"
	"github.com/gensci/gensci/kernel/run"
)

var errInterrupted = errors.New("the cell was interrupted")

// cellError is an error as clients show it.
type cellError struct {
	name, value string
	traceback   []string
}

func (e *cellError) Error() string { return e.name + ": " + e.value }

// errorOf makes any error one that can be shown.
func errorOf(err error) *cellError {
	var shown *cellError
	var places cell.Errors
	switch {
	case errors.As(err, &shown):
		return shown
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return &cellError{"interrupted", errInterrupted.Error(), []string{errInterrupted.Error()}}
	case errors.As(err, &places) && len(places) > 0:
		return &cellError{"compile error", places[0].Error(), lines(places.Render())}
	}
	return &cellError{"error", err.Error(), strings.Split(err.Error(), "\n")}
}

// ended is what went wrong in a program, or nil. Its last words are the runtime's, or the program's own.
func ended(p *cell.Program, r run.Result) error {
	if r.Interrupted {
		return errInterrupted
	}
	if r.Code == 0 {
		return nil
	}
	said := p.Renumber(r.Stderr)
	if t, ok := hint.ReadPanic(said); ok && r.Code == panicCode {
		return &cellError{"panic", firstLine(t.Full), lines(t.Render(p.Line))}
	}
	how := fmt.Sprintf("exit status %d", r.Code)
	if r.Signal != 0 {
		how = "signal: " + r.Signal.String()
	}
	t := hint.ReadError(said)
	return &cellError{"exit", with(t.Full, how), lines(with(t.Message, how) + strings.TrimPrefix(t.Render(p.Line), t.Message))}
}

// ended is what went wrong in a program. If it has said itself why it ended (package show), its exit status says nothing more.
func (o *output) ended(p *cell.Program, r run.Result) error {
	if o.failed == "" || r.Interrupted || r.Code == 0 {
		return ended(p, r)
	}
	t := hint.ReadError(p.Renumber(o.failed))
	return &cellError{"error", strings.TrimPrefix(t.Full, "error: "), lines(t.Render(p.Line))}
}

// with is what a program said, and how it ended.
func with(words, how string) string {
	if words == "" {
		return how
	}
	return words + " (" + how + ")"
}

// panicCode is the exit status of a Go program that panics.
const panicCode = 2

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
