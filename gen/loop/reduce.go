package loop

import (
	"reflect"
	"slices"

	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// go-xla v0.4.0 keeps the function that combines two numbers in a reduction with the function of the graph that reduced
// first, and refuses it to all others, so closures have to do without reductions: sums there are products with ones, and the others a
// tree of halves.

// pairwise are the reductions that a closure can do without: what combines two numbers, and whether combining a
// number with itself gives that number, so that the halves of an odd number may overlap.
var pairwise = map[graph.NodeType]struct {
	op         func(a, b *graph.Node) *graph.Node
	idempotent bool
}{
	graph.NodeTypeReduceSum:        {op: graph.Add},
	graph.NodeTypeReduceProduct:    {op: graph.Mul},
	graph.NodeTypeReduceMax:        {graph.Max, true},
	graph.NodeTypeReduceMin:        {graph.Min, true},
	graph.NodeTypeReduceLogicalAnd: {graph.LogicalAnd, true},
	graph.NodeTypeReduceLogicalOr:  {graph.LogicalOr, true},
	graph.NodeTypeReduceLogicalXor: {op: graph.LogicalXor},
	graph.NodeTypeReduceBitwiseAnd: {graph.BitwiseAnd, true},
	graph.NodeTypeReduceBitwiseOr:  {graph.BitwiseOr, true},
	graph.NodeTypeReduceBitwiseXor: {op: graph.BitwiseXor},
}

// holdsReduction tells operations that reduce in a way that a closure can't do without.
func holdsReduction(n *graph.Node) bool {
	switch n.Type() {
	case graph.NodeTypeArgMinMax, graph.NodeTypeReduceWindow, graph.NodeTypeScatterSum, graph.NodeTypeScatterMax, graph.NodeTypeScatterMin,
		graph.NodeTypeSelectAndScatterMax, graph.NodeTypeSelectAndScatterMin, graph.NodeTypeAllReduce:
		return true
	}
	return false
}

// reduce is the reduction n of x without one.
func reduce(n, x *graph.Node) *graph.Node {
	axes := reducedAxes(n)
	if n.Type() == graph.NodeTypeReduceSum && x.DType().IsFloat() {
		size := make([]int, len(axes))
		all := make([]int, len(axes))
		for i, a := range axes {
			size[i], all[i] = x.Shape().Dimensions[a], i
		}
		one := graph.Const(x.Graph(), shapes.CastAsDType(1, x.DType())) // no cached scalar: it would stay outside
		return graph.DotGeneral(x, axes, nil, graph.BroadcastToDims(one, size...), all, nil)
	}
	return halve(n, reducedLast(x, axes), n.Shape().Dimensions)
}

// reducedLast makes the reduced axes one, at the end.
func reducedLast(x *graph.Node, axes []int) *graph.Node {
	var order, size []int
	for a := range x.Rank() {
		if !slices.Contains(axes, a) {
			order, size = append(order, a), append(size, x.Shape().Dimensions[a])
		}
	}
	rest := 1
	for _, d := range size {
		rest *= d
	}
	if x.Rank() > 1 {
		x = graph.TransposeAllAxes(x, append(order, axes...)...)
	}
	return graph.Reshape(x, append(size, x.Shape().Size()/rest)...)
}

// halve combines the two halves of the last axis until one number is left.
func halve(n, x *graph.Node, dims []int) *graph.Node {
	p := pairwise[n.Type()]
	for m := x.Shape().Dim(-1); m > 1; m = x.Shape().Dim(-1) {
		h := m / 2
		if p.idempotent {
			h = (m + 1) / 2
		}
		y := p.op(part(x, 0, h), part(x, m-h, m))
		if m%2 == 1 && !p.idempotent { // the number in the middle is left over
			y = graph.Concatenate([]*graph.Node{y, part(x, h, h+1)}, -1)
		}
		x = y
	}
	return graph.Reshape(x, dims...)
}

func part(x *graph.Node, from, to int) *graph.Node {
	return graph.SliceAxis(x, x.Rank()-1, graph.AxisRange(from, to))
}

// reducedAxes reads the axes of a reduction from a field that GoMLX does not export.
func reducedAxes(n *graph.Node) []int {
	inputs := reflect.ValueOf(n).Elem().FieldByName("inputs")
	if !inputs.IsValid() || !inputs.Elem().Elem().FieldByName("axes").IsValid() {
		exceptions.Panicf("loop: GoMLX's %s node keeps its axes elsewhere now; adapt loop.reducedAxes", n.Type())
	}
	field := inputs.Elem().Elem().FieldByName("axes")
	axes := make([]int, field.Len())
	for i := range axes {
		axes[i] = int(field.Index(i).Int())
	}
	if len(axes) == 0 { // GoMLX's shorthand
		for a := range n.Inputs()[0].Rank() {
			axes = append(axes, a)
		}
	}
	return axes
}
