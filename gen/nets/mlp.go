package nets

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/nets/act"
)

// MLP is the multi-layer perceptron: hidden layers with a nonlinearity, then a linear layer.
type MLP struct {
	Hidden     []int // sizes of the hidden layers; none gives a linear map
	Out        int   // size of the output
	Activation act.Func
	ZeroLast   bool // the last layer starts at zero, so that the network starts as the zero function
}

// Build binds the variables "layer_0" … of a network with in inputs.
func (m MLP) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) Net {
	var layers []Net
	for i, h := range m.Hidden {
		layers = append(layers, linear(scope.In("layer_%d", i), g, in, h, dtype, m.bound(in, h)))
		in = h
	}
	last := glorot(in, m.Out)
	if m.ZeroLast {
		last = 0
	}
	out := linear(scope.In("layer_%d", len(m.Hidden)), g, in, m.Out, dtype, last)
	return func(x *Node) *Node {
		for _, l := range layers {
			x = m.Activation.Apply(l(x))
		}
		return out(x)
	}
}

// bound is He's for nonlinearities that pass half of the signal and Glorot's for odd ones.
func (m MLP) bound(in, out int) float64 {
	switch m.Activation {
	case act.Tanh, act.Sine, act.Identity:
		return glorot(in, out)
	}
	return he(in)
}
