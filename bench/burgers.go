package main

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

func burgersParams() []param { return mlpParams("/model", 2, 20, 20, 20, 20, 20, 20, 20, 20, 1) }

func burgersNet(c gen.Ctx) nets.Net {
	hidden := []int{20, 20, 20, 20, 20, 20, 20, 20}
	return nets.MLP{Hidden: hidden, Out: 1, Activation: act.Tanh}.Build(c.Scope, c.Graph, 2, c.DType())
}

// burgers is the mean square of u_t + u·u_x - ν·u_xx at points (t, x), [n, 2]; derivatives by nested gradients (diffop).
func burgers(c gen.Ctx, batch []*Node) *Node {
	at := diffop.Columns(batch[0])
	t, x := at[0], at[1]
	u := burgersNet(c)(Concatenate([]*Node{t, x}, -1))
	ux := diffop.Partial(u, x)
	return burgersLoss(u, diffop.Partial(u, t), ux, diffop.Partial(ux, x))
}

func burgersLoss(u, ut, ux, uxx *Node) *Node {
	return ReduceAllMean(Square(Sub(Add(ut, Mul(u, ux)), MulScalar(uxx, viscosity))))
}

// burgersJet is the same with the Taylor coefficients u, u_t, u_x, u_xx of every layer written by hand (forward mode):
// for y = tanh(a), y' = (1-y²)·a' and y_xx = (1-y²)·a_xx - 2y(1-y²)·a_x². The four are one tensor [4, n, width].
func burgersJet(c gen.Ctx, batch []*Node) *Node {
	n := batch[0].Shape().Dim(0)
	var jet *Node // [4, n, width]
	for i := range 8 {
		at := c.In(fmt.Sprintf("layer_%d", i))
		w, b := get(at, "weights"), ExpandAxes(get(at, "biases"), 0)
		if i == 0 {
			row := func(k int) *Node { return BroadcastToDims(Slice(w, AxisElem(k)), n, 20) }
			a := Add(DotProduct(batch[0], w), b)
			jet = tanhJet(a, row(0), row(1), ZerosLike(a))
			continue
		}
		a := mix(jet, w)
		jet = tanhJet(Add(coefficient(a, 0), b), coefficient(a, 1), coefficient(a, 2), coefficient(a, 3))
	}
	at := c.In("layer_8")
	a := mix(jet, get(at, "weights"))
	u := Add(coefficient(a, 0), ExpandAxes(get(at, "biases"), 0))
	return burgersLoss(u, coefficient(a, 1), coefficient(a, 2), coefficient(a, 3))
}

// mix multiplies all coefficients in one product: [4, n, in] · [in, out] → [4, n, out].
func mix(jet, w *Node) *Node {
	n := jet.Shape().Dim(1)
	return Reshape(DotProduct(Reshape(jet, 4*n, -1), w), 4, n, -1)
}

// coefficient is [4, n, width] → [n, width].
func coefficient(jet *Node, k int) *Node { return Squeeze(Slice(jet, AxisElem(k)), 0) }

func tanhJet(a, at, ax, axx *Node) *Node {
	y := Tanh(a)
	d := OneMinus(Square(y))
	curve := Sub(Mul(d, axx), MulScalar(Mul(Mul(y, d), Square(ax)), 2))
	return Stack([]*Node{y, Mul(d, at), Mul(d, ax), curve}, 0)
}
