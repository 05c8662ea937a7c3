package plots

import (
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// cells is the number of cells of a map in each direction.
const cells = 160

// grid is the midpoints of n × n cells of a rectangle.
type grid struct {
	n      int
	lo, hi [2]float64
}

func (g grid) at(axis, i int) float64 {
	return g.lo[axis] + (g.hi[axis]-g.lo[axis])*(float64(i)+0.5)/float64(g.n)
}

// points are the midpoints [n², 2], that of column i and row j at i·n + j.
func (g grid) points() *mat.Dense {
	x := mat.NewDense(g.n*g.n, 2, nil)
	for i := range g.n {
		for j := range g.n {
			x.SetRow(i*g.n+j, []float64{g.at(0, i), g.at(1, j)})
		}
	}
	return x
}

// values are those of a function at the midpoints.
func (g grid) values(f func(x, y float64) float64) []float64 {
	z := make([]float64, g.n*g.n)
	for i := range g.n {
		for j := range g.n {
			z[i*g.n+j] = f(g.at(0, i), g.at(1, j))
		}
	}
	return z
}

func (g grid) box() mark.Box { return mark.Box{X0: g.lo[0], X1: g.hi[0], Y0: g.lo[1], Y1: g.hi[1]} }

// panel is a map of values at the midpoints.
func (g grid) panel(title, x, y string, z []float64, s *mark.Scale) *panel {
	p := newPanel(square, x, y)
	p.title = title
	return p.add(&mark.Cells{Box: g.box(), Cols: g.n, Rows: g.n, Z: z, Scale: s, Smooth: true}).colored(s)
}

// table is a function at n × n points from lo to hi, corners included.
func table(f func(x, y float64) float64, lo, hi [2]float64, n int) mark.Table {
	var t mark.Table
	for i := range n {
		part := float64(i) / float64(n-1)
		t.X, t.Y = append(t.X, lo[0]+part*(hi[0]-lo[0])), append(t.Y, lo[1]+part*(hi[1]-lo[1]))
	}
	for _, x := range t.X {
		for _, y := range t.Y {
			t.Z = append(t.Z, f(x, y))
		}
	}
	return t
}
