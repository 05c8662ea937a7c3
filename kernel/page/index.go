package page

import (
	_ "embed"
	"slices"
)

//go:embed index.html.tmpl
var indexSource string

var index = parse("index", indexSource)

// WriteIndex makes the page at path that lists notebooks, with links to their pages (File), and all results.
func WriteIndex(path string, p Page) error { return write(path, index, p) }

// HasResults tells whether a notebook has any.
func (p Page) HasResults() bool {
	return slices.ContainsFunc(p.Notebooks, func(n Notebook) bool { return len(n.Results) > 0 })
}
