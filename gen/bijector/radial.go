package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Radial moves points towards a centre or away from it,
//
//	y = x + β̂·(x − x₀)/(α + r),  r = ‖x − x₀‖,  α = softplus(A),  β̂ = −α + softplus(B) > −α,
//
// which is invertible, by the root of a quadratic. Center is [dim], A and B are [1]; with a first axis [batch] (or 1)
// every row has its own.
//
// Reference: Rezende and Mohamed, Variational inference with normalizing flows, ICML 2015, eq. 14 and appendix A.2.
type Radial struct{ Center, A, B *Node }

var _ Bijector = Radial{}

// Forward has the log-determinant (d − 1)·ln(1 + β̂/(α + r)) + ln(1 + β̂·α/(α + r)²).
func (p Radial) Forward(x *Node) (y, logDet *Node) {
	wantRows("Radial", x, p.Center.Shape().Dim(-1))
	center, alpha, total := p.settled(x)
	away := Sub(x, center)
	r := length(away)
	stretch := Div(Add(total, r), Add(alpha, r)) // 1 + β̂/(α + r)
	return Add(center, Mul(away, stretch)), p.logDet(r, alpha, total, x.Shape().Dim(1))
}

// Inverse solves r·(total + r)/(α + r) = ‖y − x₀‖ for r.
func (p Radial) Inverse(y *Node) (x, logDet *Node) {
	wantRows("Radial", y, p.Center.Shape().Dim(-1))
	center, alpha, total := p.settled(y)
	away := Sub(y, center)
	s := length(away)
	// r² + p·r − s·α = 0 with p = α + β̂ − s; the positive root, without cancellation on either side of p = 0.
	linear := Sub(total, s)
	product := Mul(s, alpha)
	root := Sqrt(Add(Square(linear), MulScalar(product, 4)))
	sum := Add(Abs(linear), root)
	r := Where(GreaterThan(linear, ZerosLike(linear)), Div(MulScalar(product, 2), sum), MulScalar(sum, 0.5))
	shrink := Div(Add(alpha, r), Add(total, r))
	return Add(center, Mul(away, shrink)), Neg(p.logDet(r, alpha, total, y.Shape().Dim(1)))
}

func (p Radial) logDet(r, alpha, total *Node, dim int) *Node {
	near := Add(alpha, r)
	tangential := Log(Div(Add(total, r), near))
	// 1 + β̂·α/(α + r)² with β̂ = total − α, as a sum of positive terms over (α + r)².
	radial := Log(Div(Add(Mul(r, Add(r, MulScalar(alpha, 2))), Mul(alpha, total)), Square(near)))
	return Squeeze(Add(MulScalar(tangential, float64(dim-1)), radial), -1)
}

// settled gives the centre of every row, and α and α + β̂ [batch or 1, 1].
func (p Radial) settled(x *Node) (center, alpha, total *Node) {
	return broadcast(p.Center, x), Softplus(rowsOf(p.A)), Softplus(rowsOf(p.B))
}

// length is ‖x‖ of every row, [b, d] → [b, 1]; the root of a tiny number has a derivative at 0.
func length(x *Node) *Node {
	return Sqrt(AddScalar(ReduceAndKeep(Square(x), ReduceSum, -1), 1e-24))
}
