// Package result is the record behind a row of results in a notebook: what was found, and the exact value it should be.
//
// nb.Result writes such records into a cell's output, beside what one sees; kernel.Results reads them back from executed notebooks, for
// the table of `gensci demo`.
package result
