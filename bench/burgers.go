package main

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

func burgersParams() []param { return mlpParams("/model", 2, 20, 20, 20, 20, 20, 20, 20, 20, 1) }

// burgers is the mean square of u_t + u·u_x - ν·u_xx at points (t, x), [n, 2], as package pinn computes it for its users (Taylor mode).
// The domain only tells how inputs are scaled: not at all.
var burgers = mustLoss(pinn.Problem{Vars: "t x", Fields: "u", Conditions: []pinn.Condition{{
	Name: "equation", On: geom.Rect{{-1, 1}, {-1, 1}}, N: 1,
	Residual: func(d pinn.D) *Node {
		return Sub(Add(d.U("t"), Mul(d.U(), d.U("x"))), MulScalar(d.U("x", "x"), viscosity))
	},
}}})

func mustLoss(p pinn.Problem) fit.Objective {
	loss, err := pinn.Solver{}.Loss(p)
	if err != nil {
		panic(err)
	}
	return loss
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
