package release_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// said are changes as lines; those that break work begin with "!".
func said(changes []release.Change) (lines []string) {
	for _, c := range changes {
		mark := " "
		if c.Breaks {
			mark = "!"
		}
		lines = append(lines, fmt.Sprintf("%s%s: %s", mark, c.ID, c.What))
	}
	return lines
}

func TestCompare(t *testing.T) {
	edit := func(cell int, old, new string) func(*nbformat.Notebook) {
		return func(nb *nbformat.Notebook) {
			if !strings.Contains(nb.Cells[cell].Source, old) {
				t.Fatalf("cell %d has no %q", cell, old)
			}
			nb.Cells[cell].Source = strings.Replace(nb.Cells[cell].Source, old, new, 1)
		}
	}
	put := func(cell int, c nbformat.Cell) func(*nbformat.Notebook) {
		return func(nb *nbformat.Notebook) { nb.Cells[cell] = c }
	}
	settings := func(tree map[string]any) func(*nbformat.Notebook) {
		return func(nb *nbformat.Notebook) { nb.Metadata["gensci"] = tree }
	}
	generic := strings.Replace(squareSource, "func Square(", "type S[T any] []T\n\nfunc (s *S[T]) Square(", 1)
	for _, c := range []struct {
		change func(*nbformat.Notebook)
		want   []string
	}{
		{func(*nbformat.Notebook) {}, nil},
		// what students don't see
		{edit(3, "y := x * x", "y := x*x + 0"), nil},
		{edit(4, "Square(-3), 9.0", "Square(-4), 16.0"), nil},
		{edit(7, "the idea", "the good idea"), nil},
		// texts
		{edit(0, "A sheet.", "A good sheet."), []string{" title: The text of \"title\" (Squares) has changed."}},
		{edit(3, "returns x²", "returns the square"), []string{" square: The text of \"square\" (The square) has changed."}},
		{edit(4, "Square(2), 4.0", "Square(3), 9.0"), []string{" square-test: The visible part of the test \"square-test\" (The square) has changed."}},
		{settings(map[string]any{"title": "New"}), []string{" : The sheet is now called \"New\"."}},
		{settings(map[string]any{"imports": []any{"sort"}}), []string{" : Solutions may now import sort."}},
		// signatures
		{edit(3, "(x float64) float64", "(x, y float64) float64"), []string{"!square: Square is now func Square(x, y float64) float64; it was func Square(x float64) float64."}},
		{edit(3, "func Square", "type N int\n\nfunc (n *N) Square"), []string{
			"!square: \"square\" (The square) now has N: type N int.",
			"!square: \"square\" (The square) now has N.Square: func (n *N) Square(x float64) float64.",
			" square: \"square\" (The square) no longer has Square.",
		}},
		{put(3, solution("square", generic)), []string{
			"!square: \"square\" (The square) now has S: type S[T any] []T.",
			"!square: \"square\" (The square) now has S.Square: func (s *S[T]) Square(x float64) float64.",
			" square: \"square\" (The square) no longer has Square.",
		}},
		{edit(1, "X, Y float64", "X, Y, Z float64"), []string{"!types: Point is now type Point struct{ X, Y, Z float64 }; it was type Point struct{ X, Y float64 }."}},
		{edit(1, "type Point", "type Pair"), []string{" types: \"types\" (Squares) now has Pair: type Pair struct{ X, Y float64 }.", "!types: \"types\" (Squares) no longer has Point."}},
		// points
		{put(4, test("square-test", "3", squareTest)), []string{" square-test: \"square-test\" (The square) now gives 3 points; it gave 2.5."}},
		{put(6, manual("plot", "2", nbformat.Code, sample().Cells[6].Source)), []string{" plot: \"plot\" (The square) is no longer a bonus."}},
		// kinds
		{put(5, manual("why", "1", nbformat.Code, "nb.Show(1)")), []string{"!why: \"why\" (The square) is now a manual cell of type code; it was a manual cell of type markdown."}},
		// cells
		{func(nb *nbformat.Notebook) { nb.Cells = append(nb.Cells, task("more", "2", "## More")) }, []string{" more: \"more\" (More) is new and gives 2 points."}},
		{func(nb *nbformat.Notebook) {
			nb.Cells = append(nb.Cells, solution("cube", strings.ReplaceAll(squareSource, "Square", "Cube")))
		}, []string{" cube: \"cube\" (Derive) is new and asks for Cube."}},
		{func(nb *nbformat.Notebook) { nb.Cells = nb.Cells[:7] }, []string{"!derive: \"derive\" (Derive) is no longer there, and with it 3 points."}},
		{func(nb *nbformat.Notebook) { nb.Cells = slices.Delete(nb.Cells, 3, 4) }, []string{"!square: \"square\" (The square) is no longer there."}},
		{func(nb *nbformat.Notebook) { nb.Cells = slices.Delete(nb.Cells, 4, 5) }, []string{" square-test: \"square-test\" (The square) is no longer there, and with it 2.5 points."}},
		{func(nb *nbformat.Notebook) { nb.Cells[3], nb.Cells[5] = nb.Cells[5], nb.Cells[3] }, []string{" : The order of the cells has changed."}},
	} {
		nb := sample()
		c.change(nb)
		if got := said(release.Compare(read(t, sample()), read(t, nb))); !reflect.DeepEqual(got, c.want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// Taking an import away breaks what students wrote with it.
func TestCompareImports(t *testing.T) {
	with := sample()
	with.Metadata["gensci"] = map[string]any{"imports": []any{"sort"}}
	got := said(release.Compare(read(t, with), read(t, sample())))
	if want := []string{"!: Solutions may no longer import sort."}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

// Constants that count change with the lines above them.
func TestCompareConstants(t *testing.T) {
	code := func(source string) *release.Sheet { return read(t, master(given("a", nbformat.Code, source))) }
	got := said(release.Compare(code("const (\n\tA = iota\n\tB\n)"), code("const (\n\tA = iota + 1\n\tB\n)")))
	if len(got) != 2 || !strings.HasPrefix(got[0], "!a: A is now const") || !strings.HasPrefix(got[1], "!a: B is now const ( A = iota + 1 B )") {
		t.Errorf("got %q", got)
	}
}
