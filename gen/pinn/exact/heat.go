package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Heat is u_t = κ u_xx for t and x in [0, 1], with u = sin(kπx) at t = 0 and u = 0 at both walls.
type Heat struct {
	Kappa float64 // κ; 0 means .1
	Mode  int     // k; 0 means 1
}

var _ Solved = Heat{}

// Problem has variables t and x and the field u.
func (h Heat) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	return pinn.Problem{Vars: "t x", Fields: "u", Exact: h, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 5_000, Residual: func(d pinn.D) *Node {
			return Sub(d.U("t"), MulScalar(d.U("x", "x"), h.kappa()))
		}},
		{Name: "start", On: square.Face("t", 0), N: 100, Residual: func(d pinn.D) *Node {
			return Sub(d.U(), Sin(MulScalar(d.X("x"), h.wave())))
		}},
		{Name: "walls", On: square.Faces("x"), N: 100, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
}

func (h Heat) kappa() float64 { return positive("Heat.Kappa", h.Kappa, 0.1) }
func (h Heat) wave() float64  { return math.Pi * float64(or(h.Mode, 1)) }
func (h Heat) decay() float64 { return h.kappa() * h.wave() * h.wave() }

// At returns u at (t, x): e^(−κ(kπ)²t) sin(kπx).
func (h Heat) At(p []float64) []float64 {
	return []float64{math.Exp(-h.decay()*p[0]) * math.Sin(h.wave()*p[1])}
}

// Graph is At in a graph.
func (h Heat) Graph(x []*Node) []*Node {
	return []*Node{Mul(Exp(MulScalar(x[0], -h.decay())), Sin(MulScalar(x[1], h.wave())))}
}
