package rules

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gomlx/compute/shapes"
)

func init() { add(NodeTypeSort, sorted) }

// sorted: y = P·x with a permutation P that is locally constant, so dx = Pᵀ·v. P is found from the
// values: element i went where the equal value stands, among equal ones in their order. It takes n²
// comparisons and numbers for n elements along the axis.
func sorted(node *Node, v []*Node, _ shapes.Shape) []*Node {
	if len(node.Inputs()) != 1 {
		exceptions.Panicf("diffop/rules: Sort of %d tensors together has no derivative rule; sort keys under StopGradient with an Iota and pick by OneHot × Einsum",
			len(node.Inputs()))
	}
	axis, last := int(attribute(node, "axis").Int()), node.Rank()-1
	if axis < 0 {
		axis += node.Rank()
	}
	x, y := Transpose(node.Inputs()[0], axis, last), Transpose(node, axis, last) // [… , n]
	same := LogicalAnd(Equal(InsertAxes(x, -1), InsertAxes(y, -2)),
		Equal(InsertAxes(earlierEqual(x), -1), InsertAxes(earlierEqual(y), -2))) // [… , from, to]
	p := StopGradient(ConvertDType(same, v[0].DType()))
	dx := ReduceSum(Mul(p, InsertAxes(Transpose(v[0], axis, last), -2)), -1)
	return []*Node{Transpose(dx, axis, last)}
}

// earlierEqual counts, for each element along the last axis, the equal ones before it.
func earlierEqual(x *Node) *Node {
	n := x.Shape().Dimensions[x.Rank()-1]
	equal := ConvertDType(Equal(InsertAxes(x, -1), InsertAxes(x, -2)), x.DType()) // [… , i, j]
	before := ConvertDType(ShapedLowerTriangular(x.Graph(), n, n, -1), x.DType()) // j < i
	return ReduceSum(Mul(equal, BroadcastToShape(ExpandLeftToRank(before, equal.Rank()), equal.Shape())), -1)
}
