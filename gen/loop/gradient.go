package loop

import (
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// WithGradient returns y, whose derivative by inputs is what backward says and not what the graph says, so y may come
// out of a loop. backward gets the inputs and v = ∂loss/∂y, of the shape of y, and returns ∂loss/∂input for each
// input, of its shape; nil means none. The inputs and y are real numbers of one type. Whatever y depends on besides gets no gradient.
//
// GoMLX lets one node of one input have a derivative of its own. So the inputs are packed into one vector behind as many zeros as y
// has entries, and those zeros are added to y: v arrives where they were, and inputs' gradients leave where they lie.
func WithGradient(y *graph.Node, inputs []*graph.Node, backward func(inputs []*graph.Node, v *graph.Node) []*graph.Node) *graph.Node {
	if len(inputs) == 0 {
		return graph.StopGradient(y)
	}
	n := y.Shape().Size()
	parts := []*graph.Node{graph.Zeros(y.Graph(), flat(y).Shape())}
	for i, in := range inputs {
		if in.DType() != y.DType() {
			exceptions.Panicf("loop.WithGradient: want inputs of the type of y, %s, got %s for input %d", y.DType(), in.DType(), i)
		}
		parts = append(parts, flat(in))
	}
	packed := graph.IdentityWithCustomGradient(graph.Concatenate(parts, 0), func(x, v *graph.Node) *graph.Node {
		seed := graph.Reshape(graph.Slice(v, graph.AxisRange(0, n)), y.Shape().Dimensions...)
		grads := backward(unpack(x, n, inputs), seed)
		if len(grads) != len(inputs) {
			exceptions.Panicf("loop.WithGradient: want a gradient for each of %d inputs, got %d", len(inputs), len(grads))
		}
		out := []*graph.Node{graph.ZerosLike(graph.Slice(v, graph.AxisRange(0, n)))}
		for i, g := range grads {
			out = append(out, packedGradient(g, inputs[i]))
		}
		return graph.Concatenate(out, 0)
	})
	zeros := graph.Reshape(graph.Slice(packed, graph.AxisRange(0, n)), y.Shape().Dimensions...)
	return graph.Add(graph.StopGradient(y), zeros)
}

func flat(x *graph.Node) *graph.Node { return graph.Reshape(x, x.Shape().Size()) }

func packedGradient(g, input *graph.Node) *graph.Node {
	if g == nil {
		return flat(graph.ZerosLike(input))
	}
	if !g.Shape().Equal(input.Shape()) {
		exceptions.Panicf("loop.WithGradient: want a gradient of the shape of the input, %s, got %s", input.Shape(), g.Shape())
	}
	return flat(g)
}

// unpack reads the inputs from the packed vector x, in which they begin at offset.
func unpack(x *graph.Node, offset int, inputs []*graph.Node) []*graph.Node {
	out := make([]*graph.Node, len(inputs))
	for i, in := range inputs {
		size := in.Shape().Size()
		out[i] = graph.Reshape(graph.Slice(x, graph.AxisRange(offset, offset+size)), in.Shape().Dimensions...)
		offset += size
	}
	return out
}
