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
		bound, bias := m.bounds(in, h)
		layers = append(layers, linear(scope.In("layer_%d", i), g, in, h, dtype, bound, bias))
		in = h
	}
	last := glorot(in, m.Out)
	if m.ZeroLast {
		last = 0
	}
	out := linear(scope.In("layer_%d", len(m.Hidden)), g, in, m.Out, dtype, last, 0)
	return func(x *Node) *Node {
		for _, l := range layers {
			x = m.Activation.Apply(l(x))
		}
		return out(x)
	}
}

// bounds are those of the initial weights and biases of a hidden layer: Glorot's and 0 for odd nonlinearities, He's
// for those that pass half of the signal. The latter have their kink where x·w + b = 0: with zero biases all units of a
// network with one input would bend at the same place.
func (m MLP) bounds(in, out int) (weights, biases float64) {
	switch m.Activation {
	case act.Tanh, act.Sine, act.Identity:
		return glorot(in, out), 0
	}
	return he(in), he(in)
}
