package nb

import "github.com/gensci/gensci/kernel/show"

// fail ends the program; tests replace it.
var fail = show.Fail

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
// Values of variables are kept as they are then.
func OK(err error) {
	if err != nil {
		fail(err)
	}
}
