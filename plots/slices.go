package plots

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// exactAt is a solution that knows the exact one; nil where it does not.
type exactAt interface {
	ExactAt(x []float64) []float64
}

// slicePoints is the number of points along a slice.
const slicePoints = 201

// Slices draws the first field of a solution of two variables as curves over the other variable, one panel for each value
// of the given one, with the exact solution dashed where the solution knows it.
func Slices(s Field, variable string, values ...float64) *Figure {
	if s == nil {
		return failed("Slices", errors.New("there is no solution: give one that was solved"))
	}
	vars := s.Vars()
	fixed := slices.Index(vars, variable)
	switch {
	case len(vars) != 2:
		return failed("Slices", fmt.Errorf("want a solution of 2 variables, this one has %v", vars))
	case fixed < 0:
		return failed("Slices", fmt.Errorf("there is no variable %q: the variables are %v", variable, vars))
	case len(values) == 0:
		return failed("Slices", fmt.Errorf("want at least one value of %s", variable))
	}
	var panels []*panel
	for _, v := range values {
		p, err := slice(s, fixed, v)
		if err != nil {
			return failed("Slices", err)
		}
		panels = append(panels, p)
	}
	return row(panels...).SharedAxes()
}

// slice is the panel of one value of variable number fixed.
func slice(s Field, fixed int, value float64) (*panel, error) {
	lo, hi := s.Box()
	free := 1 - fixed
	x := mat.NewDense(slicePoints, 2, nil)
	for i := range slicePoints {
		x.Set(i, fixed, value)
		x.Set(i, free, lo[free]+(hi[free]-lo[free])*float64(i)/(slicePoints-1))
	}
	u, err := s.At(x)
	if err != nil {
		return nil, err
	}
	if err := valued(u.RawMatrix().Data); err != nil {
		return nil, err
	}
	p := newPanel(vg.Point{X: square.X, Y: 190}, s.Vars()[free], s.Fields()[0])
	p.title = fmt.Sprintf("%s = %g", s.Vars()[fixed], value)
	p.add(&mark.Line{Series: mark.Series{Name: "network"}, X: mat.Col(nil, free, x), Y: mat.Col(nil, 0, u)})
	if e, ok := s.(exactAt); ok && e.ExactAt(x.RawRowView(0)) != nil {
		exact := &mark.Line{Series: mark.Series{Name: "exact", Color: 1, Dashed: true}, X: mat.Col(nil, free, x)}
		for i := range slicePoints {
			exact.Y = append(exact.Y, e.ExactAt(x.RawRowView(i))[0])
		}
		p.add(exact)
	}
	return p, nil
}
