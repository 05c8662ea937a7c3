package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// Exact is a solution that is known, such as exact.Burgers{}: the fields at a point.
type Exact interface {
	At(x []float64) []float64
}

// Against draws the first field of a solution of two variables beside its error, white where there is none. The error's title gives it
// relative to the exact solution, in the L2 norm over the cells of the map.
func Against(s Field, e Exact) *Figure {
	if e == nil {
		return failed("Against", errors.New("there is no exact solution: give one, or use Map"))
	}
	g, u, err := onGrid(s)
	if err != nil {
		return failed("Against", err)
	}
	x := g.points()
	want := make([]float64, g.n*g.n)
	for i := range want {
		v := e.At(x.RawRowView(i))
		if len(v) != len(s.Fields()) {
			return failed("Against", fmt.Errorf("the exact solution gives %d values, the fields are %v", len(v), s.Fields()))
		}
		want[i] = v[0]
	}
	if err := valued(want); err != nil {
		return failed("Against", fmt.Errorf("the exact solution: %w", err))
	}
	vars, got := s.Vars(), mat.Col(nil, 0, u)
	left := g.panel("network", vars[0], vars[1], got, mark.ScaleOf("", got))
	return row(left, g.wrong(s.Fields()[0], vars[0], vars[1], got, want))
}

// Compare draws a function of the plane beside the exact one and its error, white where there is none, over the rectangle from lo to hi.
func Compare(u, exact func(x, y float64) float64, lo, hi [2]float64) *Figure {
	g, err := gridOver(u != nil && exact != nil, lo, hi)
	if err != nil {
		return failed("Compare", err)
	}
	got, want := g.values(u), g.values(exact)
	if err := errors.Join(valued(got), valued(want)); err != nil {
		return failed("Compare", err)
	}
	s := mark.ScaleOf("", got, want)
	left, middle := g.panel("u", "x", "y", got, s), g.panel("exact", "x", "y", want, s)
	left.bar, middle.y.bare = false, true
	right := g.wrong("u", "x", "y", got, want)
	right.y.bare = true
	return row(left, middle, right)
}

// wrong is the panel of an error.
func (g grid) wrong(name, x, y string, got, want []float64) *panel {
	diff, square, norm := make([]float64, len(got)), 0.0, 0.0
	for i := range diff {
		diff[i] = got[i] - want[i]
		if finite(diff[i]) {
			square, norm = square+diff[i]*diff[i], norm+want[i]*want[i]
		}
	}
	title := fmt.Sprintf("%s − exact, relative error %s", name, theme.Number(math.Sqrt(square/norm), 2))
	if norm == 0 {
		title = fmt.Sprintf("%s − exact", name)
	}
	s := mark.ScaleOf("", diff)
	s.Hi = math.Max(math.Abs(s.Lo), math.Abs(s.Hi))
	s.Lo, s.Plain = -s.Hi, false
	return g.panel(title, x, y, diff, s)
}
