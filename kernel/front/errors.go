package front

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
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
		return &cellError{"compile error", places[0].Error(), strings.Split(strings.TrimRight(places.Render(), "\n"), "\n")}
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
	if e, ok := p.Panic(r.Stderr); ok && r.Code == panicCode {
		trace := strings.Split(strings.TrimRight(e.Render(), "\n"), "\n")
		return &cellError{"panic", firstLine(e.Message), append(trace, lastWords(r.Stderr)...)}
	}
	how := fmt.Sprintf("exit status %d", r.Code)
	if r.Signal != 0 {
		how = "signal: " + r.Signal.String()
	}
	if words := lastLine(r.Stderr); words != "" {
		how = words + " (" + how + ")"
	}
	return &cellError{"exit", how, []string{how}}
}

// panicCode is the exit status of a Go program that panics.
const panicCode = 2

// lastWords are the stack traces, to be shown below the place of a panic.
func lastWords(stderr string) []string {
	at := strings.LastIndex(stderr, "\ngoroutine ")
	if first := strings.Index(stderr, "\n\ngoroutine "); first >= 0 {
		at = first + 1
	}
	if at < 0 {
		return nil
	}
	return append([]string{""}, strings.Split(strings.TrimSpace(stderr[at:]), "\n")...)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
