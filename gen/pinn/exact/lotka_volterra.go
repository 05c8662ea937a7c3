package exact

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// LotkaVolterra is x′ = αx − βxy, y′ = δxy − γy for t in [0, End] with x = y = 1 at the start: prey and predators (Lotka, Elements of
// Physical Biology, 1925; Volterra, Nature 118, 1926). Time is in units of the rates.
type LotkaVolterra struct {
	Alpha, Beta, Gamma, Delta float64 // 0 mean 1.5, 1, 3 and 1
	End                       float64 // 0 means 10, three rounds
}

var _ Reference = LotkaVolterra{}

// Problem has the variable t and the fields x and y.
func (l LotkaVolterra) Problem() pinn.Problem {
	box := geom.Rect{{0, l.end()}}
	alpha, beta, gamma, delta := l.rates()
	one := func(field string) func(d pinn.D) *Node {
		return func(d pinn.D) *Node { return AddScalar(d.Field(field), -1) }
	}
	rate := func(field string, grow, meet float64) func(d pinn.D) *Node {
		return func(d pinn.D) *Node {
			xy := Mul(d.Field("x"), d.Field("y"))
			return Sub(d.Field(field, "t"), Add(MulScalar(d.Field(field), grow), MulScalar(xy, meet)))
		}
	}
	return pinn.Problem{Vars: "t", Fields: "x y", Exact: l, Conditions: []pinn.Condition{
		{Name: "prey", On: box, N: 500, Residual: rate("x", alpha, -beta)},
		{Name: "predators", On: box, N: 500, Residual: rate("y", -gamma, delta)},
		{Name: "start x", On: box.Face("t", 0), N: 1, Weight: dataWeight, Residual: one("x")},
		{Name: "start y", On: box.Face("t", 0), N: 1, Weight: dataWeight, Residual: one("y")},
	}}
}

func (l LotkaVolterra) rates() (alpha, beta, gamma, delta float64) {
	return positive("LotkaVolterra.Alpha", l.Alpha, 1.5), positive("LotkaVolterra.Beta", l.Beta, 1),
		positive("LotkaVolterra.Gamma", l.Gamma, 3), positive("LotkaVolterra.Delta", l.Delta, 1)
}

func (l LotkaVolterra) end() float64 { return positive("LotkaVolterra.End", l.End, 10) }

var lotkaVolterras memo[LotkaVolterra, *orbit]

// At returns x, y at t, by Taylor series.
func (l LotkaVolterra) At(p []float64) []float64 {
	return lotkaVolterras.get(l, func() *orbit {
		alpha, beta, gamma, delta := l.rates()
		return taylor(func(c [][]float64, k int) []float64 {
			xy := cauchy(c[0], c[1], k)
			return []float64{alpha*c[0][k] - beta*xy, delta*xy - gamma*c[1][k]}
		}, []float64{1, 1}, l.end())
	}).At(p[0])
}
