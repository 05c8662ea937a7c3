package pinn

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/fit"
)

// Masks are the weights λ of single points in self-adaptive training (Balance.Rule SelfAdaptive): the loss has mean λ r² for mean r², and while the network
// goes down, each λ goes up its own derivative, which is r² but for a factor, by Adam as in the paper's examples. So a mask grows, from 1 on, by Rate a step
// while its residual stays as large as it was, faster while that grows, and little once it has fallen, whatever the units of the condition.
//
// Reference: McClenny, Braga-Neto, Self-adaptive physics-informed neural networks, J. Comput. Phys. 474, 2023, eq. 10-13, with the mask function m(λ) = λ.

// masksPath is a variable [conditions], float64: mean λ r² / mean r² of each condition.
const masksPath = "/pinn/masks"

// Behind a point's columns in a table there are its mask, the two moments of the mask's gradient, and how many steps the point was in.
const maskColumns = 4

// The decays of the moments (Kingma, Ba, ICLR 2015, algorithm 1).
const (
	firstDecay  = 0.9
	secondDecay = 0.999
)

// tiny stands for a mean of zero, which has no ratio to others.
const tiny = 1e-15

// raised are rows x [n, columns + 4] after a step of Adam up the gradient, [n].
func (q *queue) raised(x, gradient *Node) *Node {
	column := func(j int) *Node { return Slice(x, AxisRange(), AxisElem(q.columns+j)) } // [n, 1]
	g, t := StopGradient(ExpandAxes(gradient, -1)), AddScalar(column(3), 1)
	mix := func(old, to *Node, decay float64) *Node { return Add(MulScalar(old, decay), MulScalar(to, 1-decay)) }
	unbiased := func(m *Node, decay float64) *Node { return Div(m, OneMinus(Exp(MulScalar(t, math.Log(decay))))) }
	first, second := mix(column(1), g, firstDecay), mix(column(2), Square(g), secondDecay)
	step := Div(unbiased(first, firstDecay), AddScalar(Sqrt(unbiased(second, secondDecay)), tiny))
	mask := Add(column(0), MulScalar(step, q.rate))
	return Concatenate([]*Node{Slice(x, AxisRange(), AxisRange(0, q.columns)), mask, first, second, t}, 1)
}

// masked are fresh rows [n, columns] with what belongs to masks if x [n, …] has that: the mean of its masks, and no past.
func (q *queue) masked(fresh, x *Node) *Node {
	if x.Shape().Dim(1) == q.columns {
		return fresh
	}
	n := fresh.Shape().Dim(0)
	mean := ReduceAllMean(Slice(x, AxisRange(), AxisElem(q.columns)))
	past := BroadcastToDims(ScalarZero(x.Graph(), x.DType()), n, maskColumns-1)
	return Concatenate([]*Node{fresh, BroadcastToDims(Reshape(mean, 1, 1), n, 1), past}, 1)
}

// withMasks is a table with masks that have no past.
func withMasks(a fit.Array, mask float64) fit.Array {
	n, k := a.Dims[0], a.Dims[1]
	out := fit.Array{Dims: []int{n, k + maskColumns}, F: make([]float64, 0, n*(k+maskColumns))}
	for r := range n {
		out.F = append(append(out.F, a.F[r*k:(r+1)*k]...), mask, 0, 0, 0)
	}
	return out
}

// weighted are the squares times the masks, if there are masks.
func (t term) weighted() *Node {
	if t.mask == nil {
		return t.squares
	}
	return Mul(t.squares, t.mask)
}

// emphasis is the mean of the masks, each counted by its square: [1] for a condition without masks.
func (t term) emphasis() *Node {
	return Reshape(Div(AddScalar(ReduceAllMean(t.weighted()), tiny), AddScalar(ReduceAllMean(t.squares), tiny)), 1)
}

// unmasked separates the masks of condition i, [n], from a table that has them.
func (c *checked) unmasked(i int, x *Node) (table, masks *Node) {
	k := c.width(i)
	if x.Rank() != 2 || x.Shape().Dim(1) != k+maskColumns {
		return x, nil
	}
	return Slice(x, AxisRange(), AxisRange(0, k)), Reshape(Slice(x, AxisRange(), AxisElem(k)), x.Shape().Dim(0))
}
