package multiplier

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Antiderivative is s′ = u on [0, Length] with s(0) = 0, the first example of Lu et al. 2021 and of Wang et al. 2021.
type Antiderivative struct {
	Length float64 // for Problem; 0 means 1
}

var _ operator.Exact = Antiderivative{}

// At is ∫₀ˣ u.
func (Antiderivative) At(u data.Series, x []float64) []float64 { return []float64{u.Integral(x[0])} }

// Problem has the variable x and the field s.
func (a Antiderivative) Problem() operator.Problem {
	on := geom.Rect{{0, or(a.Length, 1)}}
	return operator.Problem{Vars: "x", Fields: "s", Of: "x", Conditions: []operator.Condition{
		{Name: "equation", On: on, N: 20, Residual: func(d pinn.D, u *Node) *Node { return Sub(d.U("x"), u) }},
		{Name: "start", On: on.Face("x", 0), N: 1, Residual: func(d pinn.D, _ *Node) *Node { return d.U() }},
	}}
}
