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
	if v != nil && (v.Rank() != 3 || v.Shape().Dim(1) != x.Shape().Dim(0) || v.Shape().Dim(2) != n.in) {
		exceptions.Panicf("nets.ConcatSquash: want tangents [k, %d, %d], got %s", x.Shape().Dim(0), n.in, v.Shape())
	}
	for i, l := range n.layers {
		if i > 0 {
			x, v = n.activate(x, v)
		}
		x, v = l.apply(t, x, v)
	}
	return x, v
}

// apply is the layer, (x·W)·gate as x·(W·gate), on the value and, without its constant terms, on the tangents. They go apart: in one array,
// every layer would copy both, and their gradients too.
func (l squashed) apply(t, x, v *Node) (y, jv *Node) {
	gate := Sigmoid(Add(Mul(l.gate, t), l.gateBias)) // [out]
	w := Mul(l.w, ExpandAxes(gate, 0))
	if v == nil {
		y = inBlocks(x, w)
	} else {
		d := v.Shape().Dimensions
		y = DotProduct(x, w)
		jv = Reshape(DotProduct(Reshape(v, d[0]*d[1], d[2]), w), d[0], d[1], -1)
	}
	return Add(y, ExpandAxes(Add(Mul(l.b, gate), Mul(l.shift, t)), 0)), jv
}

// XLA's CPU runtime shares a product among threads from more than about blockSize multiplications on. A block of fewer rows than leastRows is
// worth no product of its own.
const (
	blockSize = 1 << 19
	leastRows = 64
)

// inBlocks is x·w, [batch, in] and [in, out], in equal blocks of rows that are small enough for one thread: where a solver evaluates a
// small network hundreds of times in a loop, threads cost more than they bring (3 × 64 hidden, batch 1000: .47 ms of processor time an
// evaluation, .29 in blocks).
func inBlocks(x, w *Node) *Node {
	rows, in, out := x.Shape().Dim(0), x.Shape().Dim(1), w.Shape().Dim(1)
	most := blockSize / (in * out)
	n := (rows + most - 1) / max(most, 1)
	for most >= leastRows && rows/n >= leastRows && rows%n != 0 {
		n++
	}
	if n < 2 || most < leastRows || rows/n < leastRows {
		return DotProduct(x, w)
	}
	blocks := BroadcastToDims(ExpandAxes(w, 0), n, in, out)
	return Reshape(DotGeneral(Reshape(x, n, rows/n, in), []int{2}, []int{0}, blocks, []int{1}, []int{0}), rows, out)
}

// activate is a(x), and the tangents times a′(x).
func (n ConcatSquashNet) activate(x, v *Node) (a, jv *Node) {
	if v == nil {
		return n.activation.Apply(x), nil
	}
	a, slope := n.withSlope(x)
	return a, Mul(v, ExpandAxes(slope, 0))
}

// withSlope is a(x) and a′(x), for the usual activations by what both share.
func (n ConcatSquashNet) withSlope(x *Node) (a, slope *Node) {
	switch n.activation {
	case act.Tanh:
		a = Tanh(x)
		return a, OneMinus(Square(a))
	case act.SiLU: // x·σ and σ + x·σ·(1-σ)
		s := MulScalar(AddScalar(Tanh(MulScalar(x, 0.5)), 1), 0.5)
		a = Mul(x, s)
		return a, Add(s, Mul(a, OneMinus(s)))
	}
	a = n.activation.Apply(x)
	return a, Gradient(ReduceAllSum(a), x)[0]
}
