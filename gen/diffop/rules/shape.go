package rules

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"
)

func init() {
	add(NodeTypePad, pad)
	add(NodeTypeReverse, reverse)
}

// pad: the adjoint of x is what stands in v where x stood; the fill value collects the rest.
// GoMLX's rule for Slice answers with a Pad, so without this one nothing that slices, splits or
// concatenates has higher derivatives.
func pad(node *Node, v []*Node, _ shapes.Shape) []*Node {
	x, fill := node.Inputs()[0], node.Inputs()[1]
	config := readPad(node)
	back := make([]PadAxis, x.Rank())
	for axis, c := range config {
		back[axis] = PadAxis{Start: -c.Start, End: -c.End}
	}
	dx := padOrCrop(v[0], back)
	strided := make([]SliceAxisSpec, x.Rank())
	for axis, c := range config {
		strided[axis] = AxisRange().Stride(c.Interior + 1)
	}
	dx = Slice(dx, strided...)
	isFill := node.CloneWithInputs(ZerosLike(x), OnesLike(fill))
	return []*Node{dx, ReduceAllSum(Mul(v[0], isFill))}
}

func readPad(node *Node) []PadAxis {
	config := make([]PadAxis, node.Rank())
	list := attribute(node, "axesConfig")
	for axis := range list.Len() {
		c := list.Index(axis)
		config[axis] = PadAxis{
			Start:    int(c.FieldByName("Start").Int()),
			End:      int(c.FieldByName("End").Int()),
			Interior: int(c.FieldByName("Interior").Int()),
		}
	}
	return config
}

// padOrCrop pads x with zeros (interior ones first), and crops it where Start or End is negative.
// The pure Go engine has no negative Pad.
func padOrCrop(x *Node, config []PadAxis) *Node {
	grow := make([]PadAxis, len(config))
	keep := make([]SliceAxisSpec, len(config))
	grows, crops := false, false
	for axis, c := range config {
		grow[axis] = PadAxis{Start: max(c.Start, 0), End: max(c.End, 0), Interior: c.Interior}
		grows = grows || grow[axis] != PadAxis{}
		dim := x.Shape().Dimensions[axis]
		size := dim + (dim-1)*c.Interior + grow[axis].Start + grow[axis].End
		keep[axis] = AxisRange(max(-c.Start, 0), size-max(-c.End, 0))
		crops = crops || c.Start < 0 || c.End < 0
	}
	if grows {
		x = Pad(x, ScalarZero(x.Graph(), x.DType()), grow...)
	}
	if crops {
		x = Slice(x, keep...)
	}
	return x
}

// reverse is its own transpose.
func reverse(node *Node, v []*Node, _ shapes.Shape) []*Node {
	return []*Node{node.CloneWithInputs(v[0])}
}
