package nb

import (
	"errors"
	"fmt"
	"os"
	"regexp"
)

// exit ends the program; tests replace it.
var exit = os.Exit

// Must returns the value of a call that could also have failed, and ends the cell with the error's sentence if it did:
//
//	m := nb.Must(fit.Density(flow.RealNVP{}, source, fit.Options{}))
//
// It is meant for cells; in packages, errors are returned.
func Must[T any](value T, err error) T {
	OK(err)
	return value
}

// OK is Must for calls that return nothing but an error:
//
//	nb.OK(m.Save(dir))
//
// If the error has a stack, as those of GoMLX have, the line of the cell follows in which it was made: that of the graph, not of the call.
func OK(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		if at := made(err); at != "" {
			fmt.Fprintln(os.Stderr, "    "+at)
		}
		exit(1)
	}
}

// made is the innermost line of a cell in the stack of an error or of one that it wraps, "cell 3, line 7".
func made(err error) string {
	inCell := regexp.MustCompile(`(?m)^\s+(?:\S*[/\\])?cell\[(\d+)\]:(\d+)$`)
	for ; err != nil; err = errors.Unwrap(err) {
		if m := inCell.FindStringSubmatch(fmt.Sprintf("%+v", err)); m != nil {
			return fmt.Sprintf("cell %s, line %s", m[1], m[2])
		}
	}
	return ""
}
