package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Advection is u_t + β u_x = 0 for t in [0, 1], x in [0, 2π], with u = sin x at t = 0 (Krishnapriyan et al., NeurIPS 2021, section 3.1,
// where x is periodic; here u is given where it flows in, at x = 0, which has the same solution). Plain networks fail from
// β = 10 on; 30 and 50 are the usual tests.
type Advection struct {
	Beta float64 // β > 0; 0 means 1
}

var _ Solved = Advection{}

// Problem has variables t and x and the field u. The equation is divided by 1 + β.
func (a Advection) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 2 * math.Pi}}
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: a, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			return DivScalar(Add(d.U("t"), MulScalar(d.U("x"), a.beta())), 1+a.beta())
		}},
	}}
	p.Conditions = append(p.Conditions, given(p, a, "start", square.Face("t", 0), 200, "u")...)
	p.Conditions = append(p.Conditions, given(p, a, "inflow", square.Face("x", 0), 200, "u")...)
	return p
}

func (a Advection) beta() float64 { return positive("Advection.Beta", a.Beta, 1) }

// At returns u at (t, x): sin(x − βt).
func (a Advection) At(p []float64) []float64 { return []float64{math.Sin(p[1] - a.beta()*p[0])} }

// Graph is At in a graph.
func (a Advection) Graph(x []*Node) []*Node {
	return []*Node{Sin(Sub(x[1], MulScalar(x[0], a.beta())))}
}
