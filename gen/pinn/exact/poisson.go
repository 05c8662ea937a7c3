package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Poisson is −Δu = 2(kπ)² sin(kπx) sin(kπy) on the unit square with u = 0 on its boundary.
type Poisson struct {
	Mode int // k; 0 means 1
}

var _ Solved = Poisson{}

// Problem has variables x and y and the field u. The equation is divided by 2(kπ)², so that its residual is of the
// size of u and neither condition drowns the other.
func (p Poisson) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	return pinn.Problem{Vars: "x y", Fields: "u", Exact: p, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 5_000, Residual: func(d pinn.D) *Node {
			laplace := Add(d.U("x", "x"), d.U("y", "y"))
			return Add(DivScalar(laplace, 2*p.wave()*p.wave()), p.Graph([]*Node{d.X("x"), d.X("y")})[0])
		}},
		{Name: "boundary", On: square.Faces(), N: 200, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
}

func (p Poisson) wave() float64 { return math.Pi * float64(or(p.Mode, 1)) }

// At returns u at (x, y): sin(kπx) sin(kπy).
func (p Poisson) At(x []float64) []float64 {
	return []float64{math.Sin(p.wave()*x[0]) * math.Sin(p.wave()*x[1])}
}

// Graph is At in a graph.
func (p Poisson) Graph(x []*Node) []*Node {
	return []*Node{Mul(Sin(MulScalar(x[0], p.wave())), Sin(MulScalar(x[1], p.wave())))}
}
