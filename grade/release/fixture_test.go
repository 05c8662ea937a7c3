package release_test

import (
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// The cells of masters in tests, by kind.

func given(id, cellType, source string) nbformat.Cell {
	return nbformat.Cell{Type: cellType, ID: id, Source: source, Metadata: map[string]any{}}
}

func graded(m nbgrader.Meta, cellType, source string) nbformat.Cell {
	c := given("cell-"+m.ID, cellType, source)
	m.Put(&c)
	return c
}

func solution(id, source string) nbformat.Cell {
	return graded(nbgrader.Meta{ID: id, Solution: true}, nbformat.Code, source)
}

func test(id, p, source string) nbformat.Cell {
	return graded(nbgrader.Meta{ID: id, Grade: true, Locked: true, Points: points.Must(p)}, nbformat.Code, source)
}

func manual(id, p, cellType, source string) nbformat.Cell {
	return graded(nbgrader.Meta{ID: id, Grade: true, Solution: true, Points: points.Must(p)}, cellType, source)
}

func task(id, p, source string) nbformat.Cell {
	return graded(nbgrader.Meta{ID: id, Task: true, Locked: true, Points: points.Must(p)}, nbformat.Markdown, source)
}

// set returns the cell with a key of metadata.gensci.
func set(c nbformat.Cell, key string, value any) nbformat.Cell {
	tree := map[string]any{key: value}
	if old, has := c.Metadata["gensci"].(map[string]any); has {
		for k, v := range old {
			tree[k] = v
		}
	}
	c.Metadata["gensci"] = tree
	return c
}

// master is a notebook with the metadata of the project's notebooks.
func master(cells ...nbformat.Cell) *nbformat.Notebook {
	return &nbformat.Notebook{
		Metadata: map[string]any{
			"kernelspec":    map[string]any{"display_name": "Go (gensci)", "language": "go", "name": "gensci"},
			"language_info": map[string]any{"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
		},
		Cells: cells,
	}
}

const (
	squareSource = "// Square returns x².\nfunc Square(x float64) float64 {\n\t// BEGIN SOLUTION\n\ty := x * x\n\treturn y\n\t// END SOLUTION\n}"
	squareTest   = "nb.Check(func(t *sheet.T) {\n\tt.Equal(Square(2), 4.0)\n\t// BEGIN HIDDEN TESTS\n\tt.Equal(Square(-3), 9.0)\n\t// END HIDDEN TESTS\n})"
	deriveTask   = "## Derive\n\nDerive the formula.\n\n<!-- BEGIN MARK SCHEME -->\nOne point for the idea.\n<!-- END MARK SCHEME -->"
)

// sample is a master with a cell of each kind.
func sample() *nbformat.Notebook {
	return master(
		given("title", nbformat.Markdown, "# Squares\n\nA sheet."),
		given("types", nbformat.Code, "type Point struct{ X, Y float64 }"),
		given("text", nbformat.Markdown, "## The square\n\nWrite it."),
		solution("square", squareSource),
		test("square-test", "2.5", squareTest),
		manual("why", "1", nbformat.Markdown, "Because squares are never negative."),
		set(manual("plot", "2", nbformat.Code, "xs := []float64{1, 2}\n// BEGIN SOLUTION\nnb.Show(Square(xs[0]))\n// END SOLUTION"), "bonus", true),
		task("derive", "3", deriveTask),
	)
}

// read reads a master that must be right.
func read(t testing.TB, nb *nbformat.Notebook) *release.Sheet {
	t.Helper()
	s, err := release.Read(nb, "01-squares")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// viaFile is the notebook as it comes back from its file.
func viaFile(t testing.TB, nb *nbformat.Notebook) *nbformat.Notebook {
	t.Helper()
	text, err := nb.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, err := nbformat.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return back
}
