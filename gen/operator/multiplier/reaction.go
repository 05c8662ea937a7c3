package multiplier

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/pinn"
)

// Reaction is diffusion with a linear reaction and a source, s_t = κ s_xx − r s + u(x) on a circle with s = 0 at t = 0: a mode with the decay
// λ = κ(kω)² + r is (1 − e^(−λt))/λ times the source's.
type Reaction struct {
	Kappa  float64 // κ; 0 means .01
	Rate   float64 // r
	Period float64 // of x, for Problem; 0 means 1
}

var _ operator.Exact = Reaction{}

func (r Reaction) kappa() float64 { return or(r.Kappa, .01) }

// At is s at (t, x).
func (r Reaction) At(u data.Series, p []float64) []float64 {
	return []float64{u.Map(func(f, a, b float64) (float64, float64) {
		m, decay := p[0], r.kappa()*f*f+r.Rate
		if decay != 0 {
			m = -math.Expm1(-decay*p[0]) / decay
		}
		return m * a, m * b
	}).At(p[1])}
}

// Problem has variables t and x and the field s, for a DeepONet with the period of x.
func (r Reaction) Problem() operator.Problem {
	on := box(r.Period)
	return operator.Problem{Vars: "t x", Fields: "s", Of: "x", Conditions: []operator.Condition{
		{Name: "equation", On: on, N: 50, Residual: func(d pinn.D, u *Node) *Node {
			return Sub(Add(d.U("t"), MulScalar(d.U(), r.Rate)), Add(MulScalar(d.U("x", "x"), r.kappa()), u))
		}},
		{Name: "start", On: on.Face("t", 0), N: 20, Residual: func(d pinn.D, _ *Node) *Node { return d.U() }},
	}}
}
