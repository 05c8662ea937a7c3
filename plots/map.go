package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
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
		v := g.with(mat.Col(nil, f, u))
		panels = append(panels, v.panel(fmt.Sprintf("%s(%s, %s)", name, vars[0], vars[1]), vars[0], vars[1], colors(extent(v.z)), true))
	}
	return figure(panelWidth+40, panelHeight, panels...)
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
	g := grid{n: cells, lo: [2]float64(lo), hi: [2]float64(hi)}
	u, err := s.At(g.points())
	if err == nil {
		err = finite(u.RawMatrix().Data)
	}
	return g, u, err
}

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
	lowest, highest := math.Inf(1), math.Inf(-1)
	for i, v := range values {
		p, err := slice(s, fixed, v, i == 0)
		if err != nil {
			return failed("Slices", err)
		}
		lowest, highest = math.Min(lowest, p.Y.Min), math.Max(highest, p.Y.Max)
		panels = append(panels, p)
	}
	for _, p := range panels {
		p.Y.Min, p.Y.Max = lowest, highest
	}
	panels[len(panels)-1].legend()
	return figure(max(panelWidth-60*vg.Length(min(len(panels)-1, 2)), 0), panelHeight-40, panels...)
}

// slice is the panel of one value of variable number fixed.
func slice(s Field, fixed int, value float64, first bool) (*panel, error) {
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
	if err := finite(u.RawMatrix().Data); err != nil {
		return nil, err
	}
	p := newPanel(fmt.Sprintf("%s = %g", s.Vars()[fixed], value), s.Vars()[free], "")
	p.grid()
	p.add("network", curve(along(x, free, func(i int) float64 { return u.At(i, 0) }), 0))
	if e, ok := s.(exactAt); ok && e.ExactAt(x.RawRowView(0)) != nil {
		l := curve(along(x, free, func(i int) float64 { return e.ExactAt(x.RawRowView(i))[0] }), 1)
		l.Dashes = []vg.Length{vg.Points(5), vg.Points(4)}
		p.add("exact", l)
	}
	if first {
		p.Y.Label.Text = s.Fields()[0]
	}
	return p, nil
}

// along are points of a curve over column c of x.
func along(x *mat.Dense, c int, y func(i int) float64) plotter.XYs {
	n, _ := x.Dims()
	xy := make(plotter.XYs, n)
	for i := range xy {
		xy[i] = plotter.XY{X: x.At(i, c), Y: y(i)}
	}
	return xy
}
