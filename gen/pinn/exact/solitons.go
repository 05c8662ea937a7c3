package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Solitons is the equation of Korteweg and de Vries u_t + 6uu_x + u_xxx = 0 for t in [-1, 1], x in [-10, 10]: two waves of heights k²/2
// and speeds k², of which the higher one overtakes the other at t = 0 (Hirota, Phys. Rev. Lett. 27, 1971).
type Solitons struct {
	K1, K2 float64 // inverse widths, different; 0 mean 2 and 1
}

var _ Solved = Solitons{}

// Problem has variables t and x and the field u. Values are given at the start and at both walls.
func (s Solitons) Problem() pinn.Problem {
	box := geom.Rect{{-1, 1}, {-10, 10}}
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: s, Conditions: []pinn.Condition{
		{Name: "equation", On: box, N: 10_000, Residual: func(d pinn.D) *Node {
			return Add(Add(d.U("t"), MulScalar(Mul(d.U(), d.U("x")), 6)), d.U("x", "x", "x"))
		}},
	}}
	p.Conditions = append(p.Conditions, given(p, s, "start", box.Face("t", -1), 400, "u")...)
	p.Conditions = append(p.Conditions, given(p, s, "walls", box.Faces("x"), 200, "u")...)
	return p
}

func (s Solitons) k() (k1, k2 float64) {
	k1, k2 = positive("Solitons.K1", s.K1, 2), positive("Solitons.K2", s.K2, 1)
	if k1 == k2 {
		exceptions.Panicf("exact.Solitons: want two waves of different K1 and K2, got %g twice", k1)
	}
	return k1, k2
}

// At returns u at (t, x): 2 ∂²/∂x² ln F with F = 1 + e₁ + e₂ + A e₁e₂, e_i = exp(k_i x − k_i³ t), √A = (k₁ − k₂)/(k₁ + k₂), moved so that
// the meeting is symmetric (both exponents less ln A/2). FF″ − F′² is written as a sum of positive terms, so nothing cancels.
func (s Solitons) At(p []float64) []float64 {
	k1, k2 := s.k()
	a := (k1 - k2) / (k1 + k2)
	e1, e2 := math.Exp(k1*p[1]-k1*k1*k1*p[0])/math.Abs(a), math.Exp(k2*p[1]-k2*k2*k2*p[0])/math.Abs(a)
	f := 1 + e1 + e2 + a*a*e1*e2
	n := k1*k1*e1*(1+a*a*e2*e2) + k2*k2*e2*(1+a*a*e1*e1) + 2*(k1-k2)*(k1-k2)*e1*e2
	return []float64{2 * n / (f * f)}
}

// Graph is At in a graph.
func (s Solitons) Graph(x []*Node) []*Node {
	k1, k2 := s.k()
	a := (k1 - k2) / (k1 + k2)
	e := func(k float64) *Node {
		return DivScalar(Exp(Sub(MulScalar(x[1], k), MulScalar(x[0], k*k*k))), math.Abs(a))
	}
	e1, e2 := e(k1), e(k2)
	f := OnePlus(Add(Add(e1, e2), MulScalar(Mul(e1, e2), a*a)))
	term := func(e, other *Node, k float64) *Node {
		return MulScalar(Mul(e, OnePlus(MulScalar(Square(other), a*a))), k*k)
	}
	n := Add(Add(term(e1, e2, k1), term(e2, e1, k2)), MulScalar(Mul(e1, e2), 2*(k1-k2)*(k1-k2)))
	return []*Node{MulScalar(Div(n, Square(f)), 2)}
}
