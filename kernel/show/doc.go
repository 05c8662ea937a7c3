// Package show says how a value looks in a notebook: as plain text always, and as HTML or a picture where that reads better.
//
//	show.Bundle(m)   // map[string]any{"text/plain": …, "text/html": …}
//
// In this order: what the value itself says by a method MimeBundle() map[string]any; what was registered for its type ([Register]); errors,
// plots (what has gonum's WriterTo), matrices (what has Dims and At), tables (slices of structs), and then any Go value in Go's notation,
// without the names of types where they say nothing. Long values are cut: what is left out is counted.
//
// The package imports the standard library alone, so that a cell that shows a number links nothing else.
//
// [Value] and [Result] show the last expression of a cell as its execute_result.
package show
