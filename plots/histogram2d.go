package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// Histogram2D draws the density of the first two columns of tables [n, ≥ 2], counted in cells: one panel for each, with the same axes
// and colours.
func Histogram2D(tables ...*mat.Dense) *Figure {
	clouds, err := clouds(tables)
	if err != nil {
		return failed("Histogram2D", err)
	}
	reach, fewest, missing, all := mark.Empty(), math.MaxInt, 0, 0
	for _, c := range clouds {
		reach = reach.Union(c.Extent())
		fewest = min(fewest, len(c.X))
	}
	if mark.Flat(reach.X0, reach.X1) || mark.Flat(reach.Y0, reach.Y1) {
		return failed("Histogram2D", errors.New("all points lie on one line along an axis: use Histogram"))
	}
	g := grid{int(math.Min(math.Max(math.Sqrt(float64(fewest))/1.6, 12), 80)), [2]float64{reach.X0, reach.Y0}, [2]float64{reach.X1, reach.Y1}}
	s := mark.ScaleOf("density", []float64{0})
	var panels []*panel
	for _, c := range clouds {
		z, n := g.count(c.X, c.Y)
		s = s.Union(mark.ScaleOf("density", []float64{0}, z))
		p := g.panel("", "x₁", "x₂", z, s)
		panels = append(panels, p)
		missing, all = missing+len(c.X)-n, all+len(c.X)
	}
	for _, p := range panels {
		m := p.marks[0].(*mark.Cells)
		m.Smooth, m.Scale, p.scale = false, s, s
	}
	f := row(panels...).SharedAxes().SharedColors()
	if missing > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d points are NaN or infinite: left out.", missing, all))
	}
	return f
}

// count is the density of points in the cells, and how many points there are.
func (g grid) count(x, y []float64) (z []float64, n int) {
	z = make([]float64, g.n*g.n)
	w, h := g.hi[0]-g.lo[0], g.hi[1]-g.lo[1]
	for k := range x {
		u, v := (x[k]-g.lo[0])/w*float64(g.n), (y[k]-g.lo[1])/h*float64(g.n)
		if !(u >= 0 && v >= 0 && u <= float64(g.n) && v <= float64(g.n)) {
			continue
		}
		z[min(int(u), g.n-1)*g.n+min(int(v), g.n-1)]++
		n++
	}
	for i := range z {
		z[i] *= float64(g.n*g.n) / (w * h * math.Max(float64(n), 1))
	}
	return z, n
}
