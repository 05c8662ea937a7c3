package nb

import (
	"fmt"
	"os"
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
func OK(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		exit(1)
	}
}
