package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Planar is y = x + û·tanh(wᵀx + b), where û is U with its part along W changed so that wᵀû > −1,
//
//	û = u + (m(wᵀu) − wᵀu)·w/‖w‖²,  m(a) = −1 + softplus(a),
//
// which makes the map invertible: ln det = ln(1 + wᵀû·tanh′(wᵀx + b)). U and W are [dim], B is [1]; with a first axis
// [batch] (or 1) every row has its own. Inverse takes a search for one number, wᵀx.
//
// Reference: Rezende and Mohamed, Variational inference with normalizing flows, ICML 2015, eq. 10-12 and appendix A.1.
type Planar struct{ U, W, B *Node }

var _ Bijector = Planar{}

// Forward is closed.
func (p Planar) Forward(x *Node) (y, logDet *Node) {
	u, w, b, wu := p.settled(x)
	h := Tanh(Add(along(w, x), b)) // [batch, 1]
	slope := Mul(wu, OneMinus(Square(h)))
	return Add(x, Mul(u, h)), Squeeze(Log1p(slope), -1)
}

// Inverse finds a = wᵀx from wᵀy = a + wᵀû·tanh(a + b), whose right side increases, and then x = y − û·tanh(a + b).
func (p Planar) Inverse(y *Node) (x, logDet *Node) {
	u, w, b, wu := p.settled(y)
	a, logSlope := bentInverse(along(w, y), wu, OnesLike(wu), b)
	return Sub(y, Mul(u, Tanh(Add(a, b)))), Squeeze(logSlope, -1)
}

// settled gives û, w and b rows, and wᵀû [batch or 1, 1].
func (p Planar) settled(x *Node) (u, w, b, wu *Node) {
	wantRows("Planar", x, p.U.Shape().Dim(-1))
	u, w, b = broadcast(p.U, x), broadcast(p.W, x), rowsOf(p.B)
	free := along(w, u)
	wu = AddScalar(Softplus(free), -1)
	size := AddScalar(ReduceAndKeep(Square(w), ReduceSum, -1), 1e-12) // w = 0 is no division by zero; wᵀû stays above −1
	return Add(u, Mul(Div(Sub(wu, free), size), w)), w, b, wu
}

// along is wᵀx of every row: [b, d] twice → [b, 1].
func along(w, x *Node) *Node { return ReduceAndKeep(Mul(w, x), ReduceSum, -1) }

// rowsOf gives parameters [k] a first axis of 1; [batch, k] stays.
func rowsOf(p *Node) *Node {
	if p.Rank() == 1 {
		return ExpandAxes(p, 0)
	}
	return p
}

// bent is the map of the line y = x + r·tanh(s·x + c) with r·s > −1, θ = (r, s, c).
func bent(x, theta *Node) (y, logSlope *Node) {
	r, s, c := parameter(theta, 0), parameter(theta, 1), parameter(theta, 2)
	h := Tanh(Add(Mul(s, x), c))
	return Add(x, Mul(r, h)), Log1p(Mul(Mul(r, s), OneMinus(Square(h))))
}

// bentInverse inverts bent for y [batch, 1] and its parameters [batch or 1, 1]; tanh moves a point by at most |r|.
func bentInverse(y, r, s, c *Node) (x, logSlope *Node) {
	one := func(p *Node) *Node { return BroadcastToShape(p, y.Shape()) }
	reach := MulScalar(Abs(one(r)), 1+math.Exp2(-20))   // rounding must not put the root outside
	theta := Stack([]*Node{one(r), one(s), one(c)}, -1) // [b, 1, 3]
	return bracketed(bent, y, theta, Sub(y, reach), Add(y, reach))
}
