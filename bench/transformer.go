package main

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers/activation"

	"github.com/gensci/gensci/gen"
)

// Sizes of the transformer.
const (
	vocabulary = 64
	steps      = 64 // tokens per sequence
	width      = 64
	heads      = 4
	blocks     = 2
)

// transformerParams are in the order of peers/work.py.
func transformerParams() []param {
	p := []param{{"/model/token", []int{vocabulary, width}, spread}, {"/model/place", []int{steps, width}, spread}}
	for i := range blocks {
		at := fmt.Sprintf("/model/block_%d", i)
		p = append(p, normParams(at+"/norm_0")...)
		p = append(p, layer(at+"/qkv", width, 3*width, spread)...)
		p = append(p, layer(at+"/out", width, width, spread)...)
		p = append(p, normParams(at+"/norm_1")...)
		p = append(p, layer(at+"/up", width, 4*width, spread)...)
		p = append(p, layer(at+"/down", 4*width, width, spread)...)
	}
	return append(append(p, normParams("/model/norm")...), layer("/model/logits", width, vocabulary, spread)...)
}

func normParams(at string) []param {
	return []param{{at + "/scale", []int{width}, ones}, {at + "/shift", []int{width}, zeros}}
}

// transformer is a decoder with two blocks (normalization first, causal attention, GELU) that predicts the next token;
// batch: [b, steps+1] of tokens. Activations are [b·steps, width], the layout in which XLA's CPU compiler is fastest.
func transformer(c gen.Ctx, batch []*Node) *Node {
	token := ConvertDType(batch[0], int32Type)
	b := token.Shape().Dim(0)
	in := Reshape(Slice(token, AxisRange(), AxisRange(0, steps)), b*steps)
	next := Reshape(Slice(token, AxisRange(), AxisRangeToEnd(1)), b*steps)
	x := DotProduct(OneHot(in, vocabulary, c.DType()), get(c, "token"))                      // [b·t, d]
	x = Reshape(Add(Reshape(x, b, steps, width), ExpandAxes(get(c, "place"), 0)), -1, width) // [b·t, d]
	for i := range blocks {
		at := c.In(fmt.Sprintf("block_%d", i))
		x = Add(x, attend(at, layerNorm(at.In("norm_0"), x)))
		h := activation.GeluApproximate(dense(at.In("up"), layerNorm(at.In("norm_1"), x))) // [b·t, 4d]
		x = Add(x, dense(at.In("down"), h))
	}
	return crossEntropy(dense(c.In("logits"), layerNorm(c.In("norm"), x)), next)
}

// attend is causal self-attention with all heads as one batch axis: [b·t, d] → [b·t, d].
func attend(c gen.Ctx, x *Node) *Node {
	b, size := x.Shape().Dim(0)/steps, width/heads
	all := dense(c.In("qkv"), x) // [b·t, 3d]
	part := func(i int) *Node {
		y := Slice(all, AxisRange(), AxisRange(i*width, (i+1)*width))
		return Reshape(TransposeAllAxes(Reshape(y, b, steps, heads, size), 0, 2, 1, 3), b*heads, steps, size)
	}
	q, k, v := MulScalar(part(0), 1/math.Sqrt(float64(size))), part(1), part(2)
	s := DotGeneral(q, []int{2}, []int{0}, k, []int{2}, []int{0}) // [b·h, t, t]
	s = Add(s, ExpandAxes(future(c), 0))
	e := Exp(Sub(s, StopGradient(ReduceAndKeep(s, ReduceMax, -1))))
	e = Mul(e, Inverse(ReduceAndKeep(e, ReduceSum, -1)))
	y := DotGeneral(e, []int{2}, []int{0}, v, []int{1}, []int{0}) // [b·h, t, c]
	y = TransposeAllAxes(Reshape(y, b, heads, steps, size), 0, 2, 1, 3)
	return dense(c.In("out"), Reshape(y, b*steps, width))
}

// future is -10⁹ where the column is later than the row, else 0: [t, t].
func future(c gen.Ctx) *Node {
	m := make([][]float64, steps)
	for i := range m {
		m[i] = make([]float64, steps)
		for j := i + 1; j < steps; j++ {
			m[i][j] = -1e9
		}
	}
	return ConstAsDType(c.Graph, c.DType(), m)
}

// layerNorm normalizes the last axis (Ba, Kiros, Hinton 2016): [n, d] → [n, d].
func layerNorm(c gen.Ctx, x *Node) *Node {
	x = Sub(x, ReduceAndKeep(x, ReduceMean, -1))
	x = Mul(x, Rsqrt(AddScalar(ReduceAndKeep(Square(x), ReduceMean, -1), 1e-5)))
	return Add(Mul(x, ExpandAxes(get(c, "scale"), 0)), ExpandAxes(get(c, "shift"), 0))
}
