package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Exact is a solution that is known, such as exact.Burgers{}: the fields at a point.
type Exact interface {
	At(x []float64) []float64
}

// Against draws the first field of a solution of two variables beside its absolute error, whose title says the relative
// error in the L2 norm over the cells of the map.
func Against(s Field, e Exact) *Figure {
	if e == nil {
		return failed("Against", errors.New("there is no exact solution: give one, or use Map"))
	}
	g, u, err := onGrid(s)
	if err != nil {
		return failed("Against", err)
	}
	x := g.points()
	want, wrong := make([]float64, len(u.RawMatrix().Data)/len(s.Fields())), make([]float64, cells*cells)
	for i := range want {
		v := e.At(x.RawRowView(i))
		if len(v) != len(s.Fields()) {
			return failed("Against", fmt.Errorf("the exact solution gives %d values, the fields are %v", len(v), s.Fields()))
		}
		want[i], wrong[i] = v[0], math.Abs(v[0]-u.At(i, 0))
	}
	if err := finite(want); err != nil {
		return failed("Against", errors.New("the exact solution: "+err.Error()))
	}
	value := g.with(mat.Col(nil, 0, u))
	vars, name := s.Vars(), s.Fields()[0]
	left := value.panel("network", vars[0], vars[1], colors(extent(value.z)), true)
	title := fmt.Sprintf("|%s − exact|, relative %.1e", name, floats.Norm(wrong, 2)/floats.Norm(want, 2))
	right := g.with(wrong).panel(title, vars[0], "", sequential(0, floats.Max(wrong)), true)
	return figure(panelWidth-20, panelHeight, left, right)
}
