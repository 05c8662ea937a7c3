package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// ErrorMap draws how far a solution of two variables is from the exact one over its box, one panel for each field; white is no error. Titles
// give the error relative to the exact solution, in the L2 norm over the cells of the map. Where the exact solution is NaN, such as outside of a
// domain that is no rectangle, there is a hole.
func ErrorMap(s Field, e Exact) *Figure {
	if e == nil {
		return failed("ErrorMap", errors.New("there is no exact solution: give one, or use Map"))
	}
	g, u, err := onGrid(s)
	if err != nil {
		return failed("ErrorMap", err)
	}
	x, fields, vars := g.points(), s.Fields(), s.Vars()
	want := mat.NewDense(g.n*g.n, len(fields), nil)
	for i := range g.n * g.n {
		v := e.At(x.RawRowView(i))
		if len(v) != len(fields) {
			return failed("ErrorMap", fmt.Errorf("the exact solution gives %d values, the fields are %v", len(v), fields))
		}
		want.SetRow(i, v)
	}
	var panels []*panel
	for f, name := range fields {
		exact := mat.Col(nil, f, want)
		if err = valued(exact); err != nil {
			return failed("ErrorMap", fmt.Errorf("the exact solution of %s: %w", name, err))
		}
		panels = append(panels, g.wrong(name, vars[0], vars[1], mat.Col(nil, f, u), exact))
	}
	return row(panels...)
}
