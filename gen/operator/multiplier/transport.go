package multiplier

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/pinn"
)

// Transport is advection with a source, s_t + c s_x = u(x) on a circle with s = 0 at t = 0: the source summed up along the way, s = 1/c ∫ u from
// x − ct to x.
type Transport struct {
	Speed  float64 // c; 0 means ½: with 1, what is left at t = 1 after a whole period is the mean of u alone
	Period float64 // of x, for Problem; 0 means 1
}

var _ operator.Exact = Transport{}

func (t Transport) speed() float64 { return or(t.Speed, .5) }

// At is s at (t, x).
func (t Transport) At(u data.Series, p []float64) []float64 {
	return []float64{(u.Integral(p[1]) - u.Integral(p[1]-t.speed()*p[0])) / t.speed()}
}

// Problem has variables t and x and the field s, for a DeepONet with the period of x.
func (t Transport) Problem() operator.Problem {
	on := box(t.Period)
	return operator.Problem{Vars: "t x", Fields: "s", Of: "x", Conditions: []operator.Condition{
		{Name: "equation", On: on, N: 50, Residual: func(d pinn.D, u *Node) *Node {
			return Sub(Add(d.U("t"), MulScalar(d.U("x"), t.speed())), u)
		}},
		{Name: "start", On: on.Face("t", 0), N: 20, Residual: func(d pinn.D, _ *Node) *Node { return d.U() }},
	}}
}
