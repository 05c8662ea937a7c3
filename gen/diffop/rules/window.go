package rules

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

func init() { amend(NodeTypeReduceWindow, windowSum) }

// windowSum: a sum over windows is a convolution with ones; its adjoint spreads v by the stride, pads it
// by the window and sums again. GoMLX's rule crops by a negative Pad, which ends the process on the
// pure Go engine (CumSum is such a sum). Maxima and minima, and dilated windows, stay with GoMLX.
func windowSum(theirs VJP) VJP {
	return func(node *Node, v []*Node, out shapes.Shape) []*Node {
		x := node.Inputs()[0]
		isSum := compute.ReduceOpType(attribute(node, "reductionType").Int()) == compute.ReduceOpSum
		if !isSum || attribute(node, "inputDilations").Len() > 0 || attribute(node, "windowDilations").Len() > 0 {
			return theirs(node, v, out)
		}
		window := ints(attribute(node, "windowDimensions"))
		strides := intsOr(attribute(node, "strides"), x.Rank(), 1)
		config := make([]PadAxis, x.Rank())
		for axis, p := range pairsOr0(attribute(node, "paddings"), x.Rank()) {
			nx, ny := x.Shape().Dimensions[axis], node.Shape().Dimensions[axis]
			front := window[axis] - 1 - p[0]
			config[axis] = PadAxis{
				Start:    front,
				End:      nx + window[axis] - 1 - span(ny, strides[axis]) - front,
				Interior: strides[axis] - 1,
			}
		}
		ones := intsOr(attribute(node, "inputDilations"), x.Rank(), 1)
		return []*Node{BackendReduceWindow(padOrCrop(v[0], config), compute.ReduceOpSum, window, ones, nil, nil, nil)}
	}
}
