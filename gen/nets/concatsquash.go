package nets

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/nets/act"
)

// ConcatSquash is an MLP whose layers are switched by a time t,
//
//	y = (x·W + b) · σ(g·t + c) + h·t,
//
// the field of a continuous flow. Its Jacobian times vectors comes along in the same sweep, which costs a product per
// vector and needs no second derivatives where the result is differentiated by the weights.
//
// Reference: Grathwohl et al., FFJORD, ICLR 2019, appendix B.1.
type ConcatSquash struct {
	Hidden     []int // sizes of the hidden layers
	Out        int   // size of the output
	Activation act.Func
	ZeroLast   bool // the last layer starts at zero, so that the field starts as zero
}

// ConcatSquashNet is a ConcatSquash bound to its variables.
type ConcatSquashNet struct {
	in         int
	activation act.Func
	layers     []squashed
}

// squashed is one layer.
type squashed struct{ w, b, gate, gateBias, shift *Node } // [in, out], [out] …

// Build binds the variables "layer_0" … for rows of in coordinates.
func (m ConcatSquash) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) ConcatSquashNet {
	n := ConcatSquashNet{in: in, activation: m.Activation}
	sizes := append(append([]int(nil), m.Hidden...), m.Out)
	for i, out := range sizes {
		bound, bias := MLP{Activation: m.Activation}.bounds(in, out)
		if last := i == len(sizes)-1; last {
			bound, bias = glorot(in, out), 0
			if m.ZeroLast {
				bound = 0
			}
		}
		s := scope.In("layer_%d", i)
		bind := func(name string, limit float64, dims ...int) *Node {
			return variable(s, name, dtype, dims, uniform(limit)).NodeValue(g)
		}
		n.layers = append(n.layers, squashed{
			w: bind("weights", bound, in, out), b: bind("biases", bias, out),
			gate: bind("gate", 1, out), gateBias: bind("gate_bias", 0, out), shift: bind("shift", bound, out),
		})
		in = out
	}
	return n
}

// At is the value at time t, a scalar: x [batch, in] → [batch, out].
func (n ConcatSquashNet) At(t, x *Node) *Node {
	y, _ := n.Tangents(t, x, nil)
	return y
}

// Tangents is the value and the Jacobian times vectors: x [batch, in] and v [k, batch, in] → [batch, out], [k, batch, out].
// Without vectors, v is nil and so is jv.
func (n ConcatSquashNet) Tangents(t, x, v *Node) (y, jv *Node) {
	wantRows("nets.ConcatSquash", x, n.in)
	h := ExpandAxes(x, 0) // the value, then the tangents: [1 + k, b, in]
	if v != nil {
		if v.Rank() != 3 || v.Shape().Dim(1) != x.Shape().Dim(0) || v.Shape().Dim(2) != n.in {
			exceptions.Panicf("nets.ConcatSquash: want tangents [k, %d, %d], got %s", x.Shape().Dim(0), n.in, v.Shape())
		}
		h = Concatenate([]*Node{h, v}, 0)
	}
	for i, l := range n.layers {
		if i > 0 {
			h = n.activate(h)
		}
		h = l.apply(t, h)
	}
	if v == nil {
		return Squeeze(h, 0), nil
	}
	return Squeeze(Slice(h, AxisElem(0)), 0), Slice(h, AxisRangeToEnd(1))
}

// apply is the layer on the value h₀ and, without its constant terms, on the tangents: [1+k, b, in] → [1+k, b, out].
func (l squashed) apply(t, h *Node) *Node {
	gate := Sigmoid(Add(Mul(l.gate, t), l.gateBias))                                // [out]
	z := DotGeneral(h, []int{2}, nil, Mul(l.w, ExpandAxes(gate, 0)), []int{0}, nil) // (x·W)·gate
	constant := ExpandAxes(Add(Mul(l.b, gate), Mul(l.shift, t)), 0, 1)
	value := Add(Slice(z, AxisElem(0)), constant)
	if h.Shape().Dim(0) == 1 {
		return value
	}
	return Concatenate([]*Node{value, Slice(z, AxisRangeToEnd(1))}, 0)
}

// activate is a(h₀), and the tangents times a′(h₀).
func (n ConcatSquashNet) activate(h *Node) *Node {
	value := Slice(h, AxisElem(0))
	a := n.activation.Apply(value)
	if h.Shape().Dim(0) == 1 {
		return a
	}
	var slope *Node
	if n.activation == act.Tanh {
		slope = OneMinus(Square(a))
	} else {
		slope = Gradient(ReduceAllSum(a), value)[0]
	}
	return Concatenate([]*Node{a, Mul(Slice(h, AxisRangeToEnd(1)), slope)}, 0)
}
