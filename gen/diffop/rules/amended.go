package rules

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"
)

func init() {
	amend(NodeTypePow, pow)
	amend(NodeTypeConvertDType, convertDType)
	amend(NodeTypeScatterSum, scatterSlices)
	amend(NodeTypeComplex, complexParts)
	amend(NodeTypeMul, complexMul)
	amend(NodeTypeDiv, complexDiv)
	amend(NodeTypeExp, complexExp)
}

// pow: GoMLX's b·a^(b−1) is 0·∞ at a = 0 once b has come down to 0, which is what the third derivative
// of PowScalar(x, 2) meets; its log(a)·a^b is −∞·0 there. Both limits are 0. The unused branches get
// harmless arguments, or their NaN would come back through the next derivative.
func pow(_ VJP) VJP {
	return func(node *Node, v []*Node, _ shapes.Shape) []*Node {
		a, b := broadcastTo(node.Inputs()[0], node), broadcastTo(node.Inputs()[1], node)
		zeros, ones := ZerosLike(node), OnesLike(node)
		constant := Equal(b, zeros)
		lowered := Pow(a, Where(constant, ones, MinusOne(b)))
		da := Where(constant, zeros, Mul(v[0], Mul(b, lowered)))
		atZero := Equal(a, zeros)
		db := Where(atZero, zeros, Mul(v[0], Mul(Log(Where(atZero, ones, a)), node)))
		return []*Node{unbroadcast(da, node.Inputs()[0]), unbroadcast(db, node.Inputs()[1])}
	}
}

// convertDType: integers and booleans have no derivative. GoMLX converts the adjoint to them and on,
// so a detour float → int → float returns the adjoint rounded towards zero instead of zero.
func convertDType(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		from, to := node.Inputs()[0].DType(), node.DType()
		if !(from.IsFloat() || from.IsComplex()) || !(to.IsFloat() || to.IsComplex()) {
			return []*Node{nil}
		}
		return theirs(node, v, out)
	}
}

// scatterSlices: GoMLX answers every ScatterSum with a Gather of single rows. The derivative of
// GatherSlices is a ScatterSum of whole slices, which is answered by GatherSlices again.
func scatterSlices(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		indices, updates := node.Inputs()[1], node.Inputs()[2]
		ofSlices := attribute(node, "insertedWindowAxes").Len() == 0 && int(attribute(node, "indexVectorAxis").Int()) == indices.Rank()-1
		if !ofSlices {
			return theirs(node, v, out)
		}
		window := ints(attribute(node, "updateWindowAxes"))
		axes := ints(attribute(node, "scatterAxesToOperandAxes"))
		sizes := make([]int, len(axes))
		for i, axis := range axes {
			sizes[i] = updates.Shape().Dimensions[window[axis]]
		}
		sorted := attribute(node, "indicesAreSorted").Bool()
		return []*Node{v[0], nil, GatherSlices(v[0], axes, indices, sizes, sorted)}
	}
}

// GoMLX's adjoint of z = a + i·b is ∂L/∂a + i·∂L/∂b (its rules for Real, Imag, Complex, Conj and Abs
// agree on that). For a holomorphic w = f(z) the adjoint is then v·conj(f′(z)); GoMLX leaves the
// conjugate out.

// complexParts: GoMLX forgets that Complex broadcasts a scalar part, as its own rule for Real uses it.
func complexParts(_ VJP) VJP {
	return func(node *Node, v []*Node, _ shapes.Shape) []*Node {
		re, im := node.Inputs()[0], node.Inputs()[1]
		return []*Node{unbroadcast(Real(v[0]), re), unbroadcast(Imag(v[0]), im)}
	}
}

func complexMul(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		if !node.DType().IsComplex() {
			return theirs(node, v, out)
		}
		a, b := node.Inputs()[0], node.Inputs()[1]
		return []*Node{unbroadcast(Mul(v[0], Conj(b)), a), unbroadcast(Mul(v[0], Conj(a)), b)}
	}
}

func complexDiv(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		if !node.DType().IsComplex() {
			return theirs(node, v, out)
		}
		a, b := node.Inputs()[0], node.Inputs()[1]
		da := Div(v[0], Conj(b))
		return []*Node{unbroadcast(da, a), unbroadcast(Neg(Mul(da, Conj(node))), b)}
	}
}

func complexExp(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		if !node.DType().IsComplex() {
			return theirs(node, v, out)
		}
		return []*Node{Mul(v[0], Conj(node))}
	}
}
