package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Breather is Schrödinger's equation i h_t + ½ h_xx + |h|²h = 0 with h = 2 sech x at t = 0 on the whole line, for t in [0, π/2], x in [-5, 5]:
// two solitons of one speed, whose sum beats (Satsuma and Yajima, Suppl. Prog. Theor. Phys. 55, 1974). The test of Raissi et
// al. is this with periodic walls, which differs where |h| is small.
type Breather struct{}

var _ Solved = Breather{}

// Problem has variables t and x and the fields u and v, h = u + iv, both given at the start and at the walls.
func (b Breather) Problem() pinn.Problem {
	box := geom.Rect{{0, math.Pi / 2}, {-5, 5}}
	p := pinn.Problem{Vars: "t x", Fields: "u v", Exact: b, Conditions: schrodinger(box)}
	p.Conditions = append(p.Conditions, given(p, b, "start", box.Face("t", 0), 200, "u", "v")...)
	p.Conditions = append(p.Conditions, given(p, b, "walls", box.Faces("x"), 200, "u", "v")...)
	return p
}

// schrodinger are the real and imaginary parts of i h_t + ½ h_xx + |h|²h = 0.
func schrodinger(on geom.Domain) []pinn.Condition {
	part := func(d pinn.D, moving, other string, sign float64) *Node {
		size := Add(Square(d.Field("u")), Square(d.Field("v")))
		r := Add(MulScalar(d.Field(other, "x", "x"), 0.5), Mul(size, d.Field(other)))
		return Add(MulScalar(d.Field(moving, "t"), sign), r)
	}
	return []pinn.Condition{
		{Name: "real part", On: on, N: 10_000, Residual: func(d pinn.D) *Node { return part(d, "v", "u", -1) }},
		{Name: "imaginary part", On: on, N: 10_000, Residual: func(d pinn.D) *Node { return part(d, "u", "v", 1) }},
	}
}

// At returns u, v at (t, x): h = 4 e^(it/2) (cosh 3x + 3 e^(4it) cosh x) / (cosh 4x + 4 cosh 2x + 3 cos 4t).
func (b Breather) At(p []float64) []float64 {
	t, x := p[0], p[1]
	s, c := math.Sincos(t / 2)
	s9, c9 := math.Sincos(9 * t / 2)
	slow, fast := math.Cosh(3*x), 3*math.Cosh(x)
	den := (math.Cosh(4*x) + 4*math.Cosh(2*x) + 3*math.Cos(4*t)) / 4
	return []float64{(slow*c + fast*c9) / den, (slow*s + fast*s9) / den}
}

// Graph is At in a graph.
func (b Breather) Graph(c []*Node) []*Node {
	t, x := c[0], c[1]
	cosh := func(k float64) *Node {
		return MulScalar(Add(Exp(MulScalar(x, k)), Exp(MulScalar(x, -k))), 0.5)
	}
	slow, fast := cosh(3), MulScalar(cosh(1), 3)
	den := MulScalar(Add(Add(cosh(4), MulScalar(cosh(2), 4)), MulScalar(Cos(MulScalar(t, 4)), 3)), 0.25)
	wave := func(f func(*Node) *Node) *Node {
		return Div(Add(Mul(slow, f(MulScalar(t, 0.5))), Mul(fast, f(MulScalar(t, 4.5)))), den)
	}
	return []*Node{wave(Cos), wave(Sin)}
}
