package nets

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/nets/act"
)

// Conv is a convolution network that keeps the size of images: its first and last layers see Kernel × Kernel pixels,
// those between one pixel alone, as the couplings of Glow have it (Kingma and Dhariwal 2018, appendix A). Outside of the
// image is zero.
type Conv struct {
	Hidden     []int // channels of the hidden layers; none gives one linear convolution
	Out        int   // channels of the output
	Kernel     int   // side of the first and last kernels, odd; 0 means 3
	Activation act.Func
	ZeroLast   bool // the last layer starts at zero, so that the network starts as the zero function
}

// Build binds the variables "layer_0" … of a network for images with in channels:
// [batch, height, width, in] → [batch, height, width, Out].
func (c Conv) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) Net {
	size := or(c.Kernel, 3)
	sizes := append(append([]int(nil), c.Hidden...), c.Out)
	if size < 1 || size%2 == 0 || in < 1 || slices.Min(sizes) < 1 {
		exceptions.Panicf("nets.Conv: want an odd Kernel and at least 1 channel in every layer, got %d, and %d → %v", size, in, sizes)
	}
	layers := make([]Net, len(sizes))
	for i, out := range sizes {
		k := 1
		if i == 0 || i == len(sizes)-1 {
			k = size
		}
		bound, bias := MLP{Activation: c.Activation}.bounds(in*k*k, out*k*k)
		if i == len(sizes)-1 {
			bound, bias = glorot(in*k*k, out*k*k), 0
			if c.ZeroLast {
				bound = 0
			}
		}
		layers[i] = convolution(scope.In("layer_%d", i), g, k, in, out, dtype, bound, bias)
		in = out
	}
	return func(x *Node) *Node {
		for _, layer := range layers[:len(layers)-1] {
			x = c.Activation.Apply(layer(x))
		}
		return layers[len(layers)-1](x)
	}
}

// convolution binds "weights" [k, k, in, out] and "biases" [out], at first uniform in ±bound and ±bias.
func convolution(scope *model.Scope, g *Graph, k, in, out int, dtype dtypes.DType, bound, bias float64) Net {
	w := variable(scope, "weights", dtype, []int{k, k, in, out}, uniform(bound)).NodeValue(g)
	b := variable(scope, "biases", dtype, []int{out}, uniform(bias)).NodeValue(g)
	return func(x *Node) *Node {
		if x.Rank() != 4 || x.Shape().Dim(3) != in {
			exceptions.Panicf("nets.Conv: want x [batch, height, width, %d], got %s", in, x.Shape())
		}
		n, height, width := x.Shape().Dim(0), x.Shape().Dim(1), x.Shape().Dim(2)
		var y *Node
		if k == 1 { // every pixel is a row
			y = DotProduct(Reshape(x, n*height*width, in), Reshape(w, in, out))
		} else {
			y = Reshape(Convolve(x, w).PadSame().Done(), n*height*width, out)
		}
		return Reshape(Add(y, ExpandAxes(b, 0)), n, height, width, out)
	}
}
