package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Affine is y = x·exp(LogScale) + Shift, elementwise. Shift and LogScale are [dim], or [batch, dim] where every row
// has its own.
type Affine struct{ Shift, LogScale *Node }

var _ Bijector = Affine{}

// Forward has the log-determinant Σᵢ LogScaleᵢ.
func (a Affine) Forward(x *Node) (y, logDet *Node) {
	wantRows("Affine", x, a.Shift.Shape().Dim(-1))
	s := broadcast(a.LogScale, x)
	return Add(Mul(x, Exp(s)), broadcast(a.Shift, x)), ReduceSum(s, -1)
}

// Inverse has the log-determinant -Σᵢ LogScaleᵢ.
func (a Affine) Inverse(y *Node) (x, logDet *Node) {
	wantRows("Affine", y, a.Shift.Shape().Dim(-1))
	s := broadcast(a.LogScale, y)
	return Mul(Sub(y, broadcast(a.Shift, y)), Exp(Neg(s))), Neg(ReduceSum(s, -1))
}

// broadcast gives [dim] parameters the shape of x [batch, dim].
func broadcast(p, x *Node) *Node {
	if p.Rank() == 1 {
		p = ExpandAxes(p, 0)
	}
	return BroadcastToShape(p, x.Shape())
}
