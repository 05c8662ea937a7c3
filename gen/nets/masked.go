package nets

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/nets/act"
)

// Masked is a MADE: an MLP with weights masked so that the outputs of a coordinate depend only on the coordinates
// before it in an order, and on the context.
//
// Reference: Germain et al., MADE: Masked Autoencoder for Distribution Estimation, ICML 2015, eq. 12-13.
type Masked struct {
	Hidden     []int // sizes of the hidden layers
	Per        int   // outputs of each coordinate; 0 means 1
	Order      []int // coordinates from first to last; nil means 0, 1, …
	Context    int   // size of the context that every output sees; 0 for none
	Activation act.Func
	ZeroLast   bool // the last layer starts at zero, so that the network starts as the zero function
}

// MaskedNet is a Masked bound to its variables: x [batch, dim] and context [batch, Context] (nil for none) → [batch, dim, Per].
type MaskedNet func(x, context *Node) *Node

// Build binds the variables "layer_0" … for rows of dim coordinates.
func (m Masked) Build(scope *model.Scope, g *Graph, dim int, dtype dtypes.DType) MaskedNet {
	per := or(m.Per, 1)
	degrees := m.inputs(dim)
	var layers []Net
	for i, h := range m.Hidden {
		next := m.hidden(dim, h)
		bound, bias := MLP{Activation: m.Activation}.bounds(len(degrees), h)
		layers = append(layers, maskedLinear(scope.In("layer_%d", i), g, dtype, connect(degrees, next, false), bound, bias))
		degrees = next
	}
	last := glorot(len(degrees), dim*per)
	if m.ZeroLast {
		last = 0
	}
	out := maskedLinear(scope.In("layer_%d", len(m.Hidden)), g, dtype, connect(degrees, m.outputs(dim, per), true), last, 0)
	return func(x, context *Node) *Node {
		wantRows("nets.Masked", x, dim)
		if m.Context > 0 {
			if context == nil {
				exceptions.Panicf("nets.Masked: want a context [batch, %d], got none", m.Context)
			}
			x = Concatenate([]*Node{x, context}, -1)
		}
		for _, l := range layers {
			x = m.Activation.Apply(l(x))
		}
		return Reshape(out(x), -1, dim, per) // [b, dim·per] → [b, dim, per]
	}
}

// inputs are the degrees of the inputs: the place of each coordinate in the order, from 1, and 0 for the context.
func (m Masked) inputs(dim int) []int {
	d := make([]int, dim, dim+m.Context)
	if m.Order != nil && len(m.Order) != dim {
		exceptions.Panicf("nets.Masked: want an order of %d coordinates, got %v", dim, m.Order)
	}
	for place := range dim {
		at := place
		if m.Order != nil {
			at = m.Order[place]
		}
		if at < 0 || at >= dim || d[at] != 0 {
			exceptions.Panicf("nets.Masked: want each of 0 … %d once in the order, got %v", dim-1, m.Order)
		}
		d[at] = place + 1
	}
	return append(d, make([]int, m.Context)...)
}

// hidden are the degrees of a hidden layer, in turn those that some output can use: 0 only sees the context.
func (m Masked) hidden(dim, size int) []int {
	low := 1
	if m.Context > 0 || dim == 1 {
		low = 0
	}
	d := make([]int, size)
	for i := range d {
		d[i] = low + i%max(dim-low, 1)
	}
	return d
}

// outputs are the degrees of the outputs, per for each coordinate.
func (m Masked) outputs(dim, per int) []int {
	in := m.inputs(dim)
	var d []int
	for _, place := range in[:dim] {
		for range per {
			d = append(d, place)
		}
	}
	return d
}

// connect is 1 where a unit may see another: one of at most its own degree, for outputs of a smaller one.
func connect(from, to []int, strict bool) [][]float64 {
	mask := make([][]float64, len(from))
	for i := range mask {
		mask[i] = make([]float64, len(to))
		for j := range to {
			if from[i] < to[j] || (!strict && from[i] == to[j]) {
				mask[i][j] = 1
			}
		}
	}
	return mask
}

// maskedLinear is linear with weights that are zero where the mask is.
func maskedLinear(scope *model.Scope, g *Graph, dtype dtypes.DType, mask [][]float64, bound, bias float64) Net {
	in, out := len(mask), len(mask[0])
	w := variable(scope, "weights", dtype, []int{in, out}, uniform(bound)).NodeValue(g)
	b := variable(scope, "biases", dtype, []int{out}, uniform(bias)).NodeValue(g)
	w = Mul(w, ConstAsDType(g, dtype, mask))
	return func(x *Node) *Node {
		wantRows("nets.Masked", x, in)
		return Add(DotProduct(x, w), ExpandAxes(b, 0)) // [b, in] → [b, out]
	}
}
