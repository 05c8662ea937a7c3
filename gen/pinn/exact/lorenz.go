package exact

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Lorenz is x′ = 10 (y − x), y′ = x (28 − z) − y, z′ = xy − 8z/3 for t in [0, End] with x = y = z = 1 at the start (Lorenz, J. Atmos.
// Sci. 20, 1963). It is chaotic: errors grow by e^(.9t).
type Lorenz struct {
	End float64 // 0 means 20, where rounding has moved the reference by 1e-9; at most 30, where it is 1e-5
}

var _ Reference = Lorenz{}

const lorenzLimit = 30

// Problem has the variable t and the fields x, y and z. Equations are divided by 10.
func (l Lorenz) Problem() pinn.Problem {
	box := geom.Rect{{0, l.end()}}
	p := pinn.Problem{Vars: "t", Fields: "x y z", Exact: l}
	for _, e := range []struct {
		field string
		rate  func(x, y, z *Node) *Node
	}{
		{"x", func(x, y, z *Node) *Node { return MulScalar(Sub(y, x), 10) }},
		{"y", func(x, y, z *Node) *Node { return Sub(Mul(x, AddScalar(Neg(z), 28)), y) }},
		{"z", func(x, y, z *Node) *Node { return Sub(Mul(x, y), MulScalar(z, 8./3)) }},
	} {
		p.Conditions = append(p.Conditions,
			pinn.Condition{Name: "equation " + e.field, On: box, N: 2_000, Residual: func(d pinn.D) *Node {
				rate := e.rate(d.Field("x"), d.Field("y"), d.Field("z"))
				return DivScalar(Sub(d.Field(e.field, "t"), rate), 10)
			}},
			pinn.Condition{Name: "start " + e.field, On: box.Face("t", 0), N: 1, Weight: dataWeight, Residual: func(d pinn.D) *Node {
				return AddScalar(d.Field(e.field), -1)
			}})
	}
	return p
}

func (l Lorenz) end() float64 {
	if !(l.End >= 0 && l.End <= lorenzLimit) {
		exceptions.Panicf("exact.Lorenz: want End in (0, %d], since rounding decides later on, got %g", lorenzLimit, l.End)
	}
	return or(l.End, 20)
}

var lorenzes memo[Lorenz, *orbit]

// At returns x, y, z at t, by Taylor series.
func (l Lorenz) At(p []float64) []float64 {
	return lorenzes.get(l, func() *orbit { return l.solve([]float64{1, 1, 1}) }).At(p[0])
}

func (l Lorenz) solve(start []float64) *orbit {
	return taylor(func(c [][]float64, k int) []float64 {
		x, y, z := c[0], c[1], c[2]
		return []float64{10 * (y[k] - x[k]), 28*x[k] - cauchy(x, z, k) - y[k], cauchy(x, y, k) - 8./3*z[k]}
	}, start, l.end())
}
