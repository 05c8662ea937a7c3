package exact

import (
	"math/cmplx"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Laplace is Δu = 0 on the unit disk with u = cos(kφ) on its edge, φ the angle.
type Laplace struct {
	Mode int // k; 0 means 3
}

var _ Solved = Laplace{}

// Problem has variables x and y and the field u.
func (l Laplace) Problem() pinn.Problem {
	disk := geom.Disk{}
	return pinn.Problem{Vars: "x y", Fields: "u", Exact: l, Conditions: []pinn.Condition{
		{Name: "equation", On: disk, N: 5_000, Weight: 0.01, Residual: func(d pinn.D) *Node {
			return Add(d.U("x", "x"), d.U("y", "y"))
		}},
		{Name: "edge", On: disk.Edge(), N: 200, Residual: func(d pinn.D) *Node {
			return Sub(d.U(), l.Graph([]*Node{d.X("x"), d.X("y")})[0])
		}},
	}}
}

// At returns u at (x, y): Re (x + iy)^k.
func (l Laplace) At(p []float64) []float64 {
	return []float64{real(cmplx.Pow(complex(p[0], p[1]), complex(float64(or(l.Mode, 3)), 0)))}
}

// Graph is At in a graph, by multiplying k times.
func (l Laplace) Graph(x []*Node) []*Node {
	re, im := x[0], x[1]
	for range or(l.Mode, 3) - 1 {
		re, im = Sub(Mul(re, x[0]), Mul(im, x[1])), Add(Mul(re, x[1]), Mul(im, x[0]))
	}
	return []*Node{re}
}
