package rules

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"
)

func init() {
	add(NodeTypeExpm1, expm1)
	add(NodeTypeRsqrt, rsqrt)
	add(NodeTypeAtan2, atan2)
	add(NodeTypeRem, rem)
	add(NodeTypeClamp, clamp)
	add(NodeTypeIdentity, identity)
	// Piecewise constant: the derivative is zero wherever it exists.
	add(NodeTypeFloor, zero)
	add(NodeTypeCeil, zero)
	add(NodeTypeRound, zero)
	add(NodeTypeSign, zero)
}

// zero passes nothing on; nil stands for a zero adjoint.
func zero(node *Node, _ []*Node, _ shapes.Shape) []*Node {
	return make([]*Node, len(node.Inputs()))
}

func identity(_ *Node, v []*Node, _ shapes.Shape) []*Node { return []*Node{v[0]} }

// expm1: d(eˣ − 1) = eˣ dx. Not (node + 1), whose relative error is large for x ≪ 0.
func expm1(node *Node, v []*Node, _ shapes.Shape) []*Node {
	return []*Node{Mul(v[0], Exp(node.Inputs()[0]))}
}

// rsqrt: d x^(−1/2) = −1/2 x^(−3/2) dx.
func rsqrt(node *Node, v []*Node, _ shapes.Shape) []*Node {
	cube := Mul(node, Mul(node, node))
	return []*Node{Mul(v[0], MulScalar(cube, -0.5))}
}

// atan2: d atan2(y, x) = (x dy − y dx)/(x² + y²). Undefined at the origin (NaN).
func atan2(node *Node, v []*Node, _ shapes.Shape) []*Node {
	y, x := node.Inputs()[0], node.Inputs()[1]
	scaled := Div(v[0], Add(Mul(x, x), Mul(y, y)))
	return []*Node{unbroadcast(Mul(scaled, x), y), unbroadcast(Neg(Mul(scaled, y)), x)}
}

// rem: a rem b = a − b·n with n = trunc(a/b) piecewise constant. (a − rem)/b is n up to rounding.
func rem(node *Node, v []*Node, _ shapes.Shape) []*Node {
	a, b := node.Inputs()[0], node.Inputs()[1]
	n := StopGradient(Round(Div(Sub(a, node), b)))
	return []*Node{unbroadcast(v[0], a), unbroadcast(Neg(Mul(v[0], n)), b)}
}

// clamp(lo, x, hi) passes v to whichever of the three is the value; to x at the bounds themselves.
func clamp(node *Node, v []*Node, _ shapes.Shape) []*Node {
	lo, x, hi := node.Inputs()[0], node.Inputs()[1], node.Inputs()[2]
	none := ZerosLike(v[0])
	below := LessThan(x, broadcastTo(lo, x))
	above := GreaterThan(x, broadcastTo(hi, x))
	return []*Node{
		unbroadcast(Where(below, v[0], none), lo),
		Where(LogicalOr(below, above), none, v[0]),
		unbroadcast(Where(above, v[0], none), hi),
	}
}

func broadcastTo(x, like *Node) *Node {
	if x.Shape().Equal(like.Shape()) {
		return x
	}
	return BroadcastToShape(x, like.Shape())
}
