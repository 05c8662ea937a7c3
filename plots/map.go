package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// Field is the solution of a differential equation, such as *pinn.Solution.
type Field interface {
	Vars() []string
	Fields() []string
	Box() (lo, hi []float64)
	At(points *mat.Dense) (*mat.Dense, error) // [n, variables] → [n, fields]
}

// Map draws a solution of two variables over its box, the first variable to the right, one panel for each field.
func Map(s Field) *Figure {
	g, u, err := onGrid(s)
	if err != nil {
		return failed("Map", err)
	}
	vars := s.Vars()
	var panels []*panel
	for f, name := range s.Fields() {
		z := mat.Col(nil, f, u)
		title := fmt.Sprintf("%s(%s, %s)", name, vars[0], vars[1])
		panels = append(panels, g.panel(title, vars[0], vars[1], z, mark.ScaleOf("", z)))
	}
	return row(panels...)
}

// onGrid evaluates a solution of two variables at the midpoints of cells.
func onGrid(s Field) (grid, *mat.Dense, error) {
	if s == nil {
		return grid{}, nil, errors.New("there is no solution: give one that was solved")
	}
	if vars := s.Vars(); len(vars) != 2 {
		return grid{}, nil, fmt.Errorf("a map needs a solution of 2 variables, this one has %v: use Slices", vars)
	}
	lo, hi := s.Box()
	g := grid{cells, [2]float64(lo), [2]float64(hi)}
	u, err := s.At(g.points())
	if err == nil {
		err = valued(u.RawMatrix().Data)
	}
	return g, u, err
}
