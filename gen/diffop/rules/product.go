package rules

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"
)

func init() { add(NodeTypeReduceProduct, reduceProduct) }

// reduceProduct: ∂(∏ xⱼ)/∂xᵢ = ∏_{j≠i} xⱼ. Dividing the product by xᵢ fails at zeros, so the products
// are taken pairwise, as a tree of depth log₂ n, and the tree is run backwards: no division, O(n).
func reduceProduct(node *Node, v []*Node, _ shapes.Shape) []*Node {
	x := node.Inputs()[0]
	perm, kept, reduced := splitAxes(x, intsOr(attribute(node, "axes"), 0, 0))
	moved := x.Shape().Clone()
	for to, from := range perm {
		moved.Dimensions[to] = x.Shape().Dimensions[from]
	}
	flat := Reshape(TransposeAllAxes(x, perm...), kept, reduced) // [kept, reduced]
	d := productTree(flat, Reshape(v[0], kept, 1))
	inverse := make([]int, len(perm))
	for to, from := range perm {
		inverse[from] = to
	}
	return []*Node{TransposeAllAxes(Reshape(d, moved.Dimensions...), inverse...)}
}

// splitAxes returns a permutation that moves the reduced axes (all, if none is given) to the end, and
// the sizes of the two parts.
func splitAxes(x *Node, axes []int) (perm []int, kept, reduced int) {
	isReduced := make([]bool, x.Rank())
	for _, axis := range axes {
		isReduced[axis] = true
	}
	kept, reduced = 1, 1
	var last []int
	for axis, dim := range x.Shape().Dimensions {
		if isReduced[axis] || len(axes) == 0 {
			last = append(last, axis)
			reduced *= dim
		} else {
			perm = append(perm, axis)
			kept *= dim
		}
	}
	return append(perm, last...), kept, reduced
}

// productTree returns v·∏_{j≠i} xⱼ for x [m, n] and v [m, 1].
func productTree(x, v *Node) *Node {
	n := x.Shape().Dimensions[1]
	if n == 1 {
		return v
	}
	h := n / 2
	a, b := Slice(x, AxisRange(), AxisRange(0, h)), Slice(x, AxisRange(), AxisRange(h, 2*h))
	pairs := Mul(a, b)
	if n%2 == 1 {
		pairs = Concatenate([]*Node{pairs, Slice(x, AxisRange(), AxisRange(n-1))}, 1)
	}
	d := productTree(pairs, v) // [m, h] or [m, h+1]
	dPairs := Slice(d, AxisRange(), AxisRange(0, h))
	parts := []*Node{Mul(dPairs, b), Mul(dPairs, a)}
	if n%2 == 1 {
		parts = append(parts, Slice(d, AxisRange(), AxisRange(h)))
	}
	return Concatenate(parts, 1)
}
