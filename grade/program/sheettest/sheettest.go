// Package sheettest makes sheets of short texts, for tests of what grades them.
package sheettest

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// Read reads a master from a text with a line "== KIND ID [POINTS]" before each cell; KIND is given, solution, test or manual (markdown).
func Read(t testing.TB, text string) *release.Sheet {
	t.Helper()
	sheet, err := release.Read(Notebook(text), "01-test")
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// Notebook is the notebook of such a text.
func Notebook(text string) *nbformat.Notebook {
	nb := &nbformat.Notebook{Metadata: map[string]any{
		"kernelspec":    map[string]any{"display_name": "Go (gensci)", "language": "go", "name": "gensci"},
		"language_info": map[string]any{"name": "go"},
	}}
	for _, part := range strings.Split("\n"+text, "\n== ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		nb.Cells = append(nb.Cells, cell(strings.Fields(head), strings.TrimSuffix(body, "\n")))
	}
	return nb
}

func cell(head []string, source string) nbformat.Cell {
	m := nbgrader.Meta{ID: head[1]}
	c := nbformat.Cell{Type: nbformat.Code, ID: "cell-" + head[1], Source: source, Metadata: map[string]any{}}
	if len(head) > 2 {
		m.Points = points.Must(head[2])
	}
	switch head[0] {
	case "given":
		m.Locked = true
	case "solution":
		m.Solution = true
	case "test":
		m.Grade, m.Locked = true, true
	case "manual":
		m.Grade, m.Solution, c.Type = true, true, nbformat.Markdown
	}
	m.Put(&c)
	return c
}
