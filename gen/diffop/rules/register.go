package rules

import . "github.com/gomlx/gomlx/core/graph"

var (
	added   = map[NodeType]bool{} // rules that GoMLX lacks and that are ours
	amended = map[NodeType]VJP{}  // GoMLX's rules behind our amendments
)

// add registers rule for nodes of type t unless GoMLX has one of its own.
func add(t NodeType, rule VJP) {
	if _, has := VJPRegistration[t]; has {
		return
	}
	VJPRegistration[t] = rule
	added[t] = true
}

// amend replaces GoMLX's rule for t by ours(theirs).
func amend(t NodeType, ours func(theirs VJP) VJP) {
	theirs, has := VJPRegistration[t]
	if !has {
		return
	}
	VJPRegistration[t] = ours(theirs)
	amended[t] = theirs
}

// unbroadcast sums v down to the shape of input: the transpose of the implicit broadcasting of scalars
// and of axes of size 1.
func unbroadcast(v, input *Node) *Node {
	if v.Shape().Equal(input.Shape()) {
		return v
	}
	if input.IsScalar() {
		return ReduceAllSum(v)
	}
	var axes []int
	for axis, dim := range input.Shape().Dimensions {
		if dim == 1 && v.Shape().Dimensions[axis] != 1 {
			axes = append(axes, axis)
		}
	}
	return ReduceAndKeep(v, ReduceSum, axes...)
}
