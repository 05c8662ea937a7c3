package nb

import "github.com/gensci/gensci/kernel/show"

// Show shows values, each by itself, as the last expression of a cell shows (package show): plots, matrices and slices of structs as tables, errors in red,
// models with their parameters, all else in Go's notation. What is long is cut, and says how long it is. A figure that could not be made ends
// the cell with the sentence that says why.
func Show(values ...any) {
	for _, v := range values {
		if err := show.Broken(v); err != nil {
			fail(err)
			return
		}
		show.Put(show.Bundle(v))
	}
}

// Table shows a table. Numbers are written with four significant digits and right-aligned; header may be nil; short rows are filled up.
func Table(header []string, rows [][]any) { show.Put(show.Table(header, rows)) }
