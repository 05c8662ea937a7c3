package plots

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/plotter"
)

// grid is a table of values at the midpoints of n × n cells of a rectangle.
type grid struct {
	n      int
	lo, hi [2]float64
	z      []float64 // value (column i, row j) at i·n + j
}

var _ plotter.GridXYZ = grid{}

func (g grid) Dims() (c, r int)   { return g.n, g.n }
func (g grid) X(c int) float64    { return g.at(0, c) }
func (g grid) Y(r int) float64    { return g.at(1, r) }
func (g grid) Z(c, r int) float64 { return g.z[c*g.n+r] }

func (g grid) at(axis, i int) float64 {
	return g.lo[axis] + (g.hi[axis]-g.lo[axis])*(float64(i)+0.5)/float64(g.n)
}

// points are the midpoints in the order of z, [n², 2].
func (g grid) points() *mat.Dense {
	x := mat.NewDense(g.n*g.n, 2, nil)
	for i := range g.n {
		for j := range g.n {
			x.SetRow(i*g.n+j, []float64{g.X(i), g.Y(j)})
		}
	}
	return x
}

// with is the same grid with other values.
func (g grid) with(z []float64) grid {
	g.z = z
	return g
}

// panel is a heat map of the grid with these colours.
func (g grid) panel(title, x, y string, m palette.ColorMap, withBar bool) *panel {
	p := newPanel(title, x, y)
	heat := plotter.NewHeatMap(g, m.Palette(255))
	heat.Min, heat.Max, heat.Rasterized = m.Min(), m.Max(), true
	heat.Underflow, heat.Overflow = heat.Palette.Colors()[0], heat.Palette.Colors()[254] // rounding at the ends
	p.Add(heat)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = g.lo[0], g.hi[0], g.lo[1], g.hi[1]
	p.X.Padding, p.Y.Padding = 0, 0
	if withBar {
		p.bar = newBar(p, m)
	}
	return p
}

// finite is an error if values are missing or not finite.
func finite(values []float64) error {
	if len(values) == 0 {
		return errors.New("there are no values")
	}
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return errors.New("there are NaN or infinite values: nothing to draw")
		}
	}
	return nil
}

func extent(values []float64) (lo, hi float64) { return floats.Min(values), floats.Max(values) }
