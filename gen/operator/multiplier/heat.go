package multiplier

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/pinn"
)

// Heat is s_t = κ s_xx on a circle with s = u at t = 0: each mode decays by e^(−κ(kω)²t).
type Heat struct {
	Kappa  float64 // κ; 0 means .01
	Period float64 // of x, for Problem; 0 means 1
}

var _ operator.Exact = Heat{}

func (h Heat) kappa() float64 { return or(h.Kappa, .01) }

// At is s at (t, x).
func (h Heat) At(u data.Series, p []float64) []float64 {
	return []float64{u.Map(func(f, a, b float64) (float64, float64) {
		m := h.Factor(f, p[0])
		return m * a, m * b
	}).At(p[1])}
}

// Factor is what a mode of the given frequency kω is multiplied by until t.
func (h Heat) Factor(frequency, t float64) float64 {
	return math.Exp(-h.kappa() * frequency * frequency * t)
}

// Problem has variables t and x and the field s, for a DeepONet with the period of x.
func (h Heat) Problem() operator.Problem {
	on := box(h.Period)
	return operator.Problem{Vars: "t x", Fields: "s", Of: "x", Conditions: []operator.Condition{
		{Name: "equation", On: on, N: 50, Residual: func(d pinn.D, _ *Node) *Node {
			return Sub(d.U("t"), MulScalar(d.U("x", "x"), h.kappa()))
		}},
		{Name: "start", On: on.Face("t", 0), N: 20, Weight: 10, Residual: func(d pinn.D, u *Node) *Node { return Sub(d.U(), u) }},
	}}
}
