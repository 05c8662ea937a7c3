package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// KleinGordon is u_tt − u_xx + γ u³ = f for t and x in [0, 1], f and all data such that u = x cos ωt + (xt)³ (Wang, Teng, Perdikaris,
// SIAM J. Sci. Comput. 43, 2021, section 4.2: γ = 1, ω = 5π).
type KleinGordon struct {
	Gamma float64 // γ; 0 means 1
	Omega float64 // ω; 0 means 5π
}

var _ Solved = KleinGordon{}

// Problem has variables t and x and the field u. The equation and the speed at the start are divided by ω.
func (k KleinGordon) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	w := k.omega()
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: k, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			r := Add(Sub(d.U("t", "t"), d.U("x", "x")), MulScalar(PowScalar(d.U(), 3), k.gamma()))
			return DivScalar(Sub(r, k.force(d.X("t"), d.X("x"))), w)
		}},
		{Name: "speed", On: square.Face("t", 0), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			return DivScalar(d.U("t"), w)
		}},
	}}
	p.Conditions = append(p.Conditions, given(p, k, "start", square.Face("t", 0), 200, "u")...)
	p.Conditions = append(p.Conditions, given(p, k, "walls", square.Faces("x"), 200, "u")...)
	return p
}

func (k KleinGordon) gamma() float64 { return or(k.Gamma, 1) }
func (k KleinGordon) omega() float64 { return positive("KleinGordon.Omega", k.Omega, 5*math.Pi) }

// force is f = −ω² x cos ωt + 6x³t − 6xt³ + γ u³.
func (k KleinGordon) force(t, x *Node) *Node {
	w := k.omega()
	cos := MulScalar(Mul(x, Cos(MulScalar(t, w))), -w*w)
	cubic := MulScalar(Mul(Mul(x, t), Sub(Square(x), Square(t))), 6)
	return Add(Add(cos, cubic), MulScalar(PowScalar(k.Graph([]*Node{t, x})[0], 3), k.gamma()))
}

// At returns u at (t, x): x cos ωt + (xt)³.
func (k KleinGordon) At(p []float64) []float64 {
	xt := p[0] * p[1]
	return []float64{p[1]*math.Cos(k.omega()*p[0]) + xt*xt*xt}
}

// Graph is At in a graph.
func (k KleinGordon) Graph(x []*Node) []*Node {
	return []*Node{Add(Mul(x[1], Cos(MulScalar(x[0], k.omega()))), PowScalar(Mul(x[0], x[1]), 3))}
}
