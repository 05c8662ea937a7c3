package main

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

const int32Type = dtypes.Int32

// get is the value of a parameter that the worker put into the store.
func get(c gen.Ctx, name string) *Node {
	v := c.Scope.GetVariable(name)
	if v == nil {
		exceptions.Panicf("bench: want parameter %q in scope %s of the row's list, found none", name, c.Scope.Scope())
	}
	return v.NodeValue(c.Graph)
}

// dense is x·W + b: [n, in] → [n, out].
func dense(c gen.Ctx, x *Node) *Node {
	return Add(DotProduct(x, get(c, "weights")), ExpandAxes(get(c, "biases"), 0))
}

// mlpParams are those of nets.MLP.
func mlpParams(scope string, widths ...int) []param {
	var p []param
	for i := range len(widths) - 1 {
		p = append(p, layer(fmt.Sprintf("%s/layer_%d", scope, i), widths[i], widths[i+1], spread)...)
	}
	return p
}

// mlp is the regression of batch[1] on batch[0].
func mlp(c gen.Ctx, batch []*Node) *Node {
	net := nets.MLP{Hidden: []int{32, 32}, Out: 1, Activation: act.Tanh}.Build(c.Scope, c.Graph, 2, c.DType())
	return ReduceAllMean(Square(Sub(net(batch[0]), batch[1])))
}

// autoencoder reconstructs its input through 64 numbers.
func autoencoder(c gen.Ctx, batch []*Node) *Node {
	net := nets.MLP{Hidden: []int{256, 64, 256}, Out: 784, Activation: act.ReLU}.Build(c.Scope, c.Graph, 784, c.DType())
	return ReduceAllMean(Square(Sub(net(batch[0]), batch[0])))
}

func convParams() []param {
	p := []param{
		{"/model/conv_0/weights", []int{3, 3, 1, 32}, spread},
		{"/model/conv_0/biases", []int{32}, zeros},
		{"/model/conv_1/weights", []int{3, 3, 32, 64}, spread},
		{"/model/conv_1/biases", []int{64}, zeros},
	}
	return append(append(p, layer("/model/dense_0", 7*7*64, 128, spread)...), layer("/model/dense_1", 128, 10, spread)...)
}

// conv is a classifier of images [b, 784] with classes [b, 1]: two 3×3 convolutions (32, 64 channels, native, channels last), each with
// 2×2 max-pooling and ReLU, then 128 and 10 units. The bias is added after pooling, which is the same and touches a quarter of the pixels.
func conv(c gen.Ctx, batch []*Node) *Node {
	b := batch[0].Shape().Dim(0)
	x := Reshape(batch[0], b, 28, 28, 1)
	for i := range 2 {
		at := c.In(fmt.Sprintf("conv_%d", i))
		x = maxPool(Convolve(x, get(at, "weights")).PadSame().Done())
		x = act.ReLU.Apply(Add(x, ExpandAxes(get(at, "biases"), 0, 1, 2)))
	}
	x = act.ReLU.Apply(dense(c.In("dense_0"), Reshape(x, b, -1)))
	label := Reshape(ConvertDType(batch[1], int32Type), b)
	return crossEntropy(dense(c.In("dense_1"), x), label)
}

// maxPool takes the largest of each 2×2 patch: [b, h, w, c] → [b, h/2, w/2, c].
func maxPool(x *Node) *Node {
	d := x.Shape().Dimensions
	return ReduceMax(Reshape(x, d[0], d[1]/2, 2, d[2]/2, 2, d[3]), 2, 4)
}

// crossEntropy is the mean of -ln softmax(logits)[label]: [n, k] and [n] → scalar.
func crossEntropy(logits, label *Node) *Node {
	s := Sub(logits, StopGradient(ReduceAndKeep(logits, ReduceMax, -1)))
	all := Log(ReduceSum(Exp(s), -1)) // [n]
	picked := ReduceSum(Mul(s, OneHot(label, logits.Shape().Dim(1), logits.DType())), -1)
	return ReduceAllMean(Sub(all, picked))
}
