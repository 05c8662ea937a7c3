package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Monotonic is the family of integrals of a positive network, an unconstrained monotonic network:
//
//	y = θ_0 + ∫₀ˣ s(Net(u, h)) du,  h = (θ_1 … θ_Embedding),  ln dy/dx = ln s(Net(x, h)),
//
// with s > 0, s(0) = 1 (a shifted softplus where the paper takes ELU + 1). The integral is a Clenshaw-Curtis rule: the
// log-slope is exact for the integral, and for the value as far as the rule is. Net being zero gives the identity.
// Inverse takes a search.
//
// Reference: Wehenkel and Louppe, Unconstrained monotonic neural networks, NeurIPS 2019, eq. 1-3.
type Monotonic struct {
	Embedding int // numbers that tell the network which map to be; at least 1
	Intervals int // of the rule, even; 0 means 32

	// Net maps rows (u, h) [n, 1 + Embedding] to [n, 1].
	Net func(x *Node) *Node
}

var _ Univariate = Monotonic{}

// Params is 1 + Embedding.
func (m Monotonic) Params() int { return 1 + m.settled().Embedding }

// Forward runs the network at all nodes of the rule at once.
func (m Monotonic) Forward(x, theta *Node) (y, logSlope *Node) {
	m = m.settled()
	nodes, weights := clenshawCurtis(m.Intervals) // the last node is the upper end
	row := func(v []float64) *Node { return Reshape(ConstAsDType(x.Graph(), x.DType(), v), 1, 1, -1) }
	u := Mul(ExpandAxes(x, -1), row(nodes)) // [b, d, nodes]
	slope := m.slope(u, Slice(theta, AxisRange(), AxisRange(), AxisRange(1, 1+m.Embedding)))
	mean := ReduceSum(Mul(slope, row(weights)), -1)
	return Add(parameter(theta, 0), Mul(x, mean)), Log(Squeeze(SliceAxis(slope, -1, AxisElem(m.Intervals)), -1))
}

// Inverse searches |x| ≤ |y − θ_0| / ε, where ε is the least slope.
func (m Monotonic) Inverse(y, theta *Node) (x, logSlope *Node) {
	furthest := MulScalar(Abs(Sub(y, parameter(theta, 0))), 1/leastSlope)
	return bracketed(m.Forward, y, theta, Neg(furthest), furthest)
}

// slope is s(Net(u, h)): [b, d, nodes], [b, d, embedding] → [b, d, nodes].
func (m Monotonic) slope(u, h *Node) *Node {
	dims := append(append([]int{}, u.Shape().Dimensions...), m.Embedding)
	rows := Concatenate([]*Node{ExpandAxes(u, -1), BroadcastToDims(ExpandAxes(h, 2), dims...)}, -1)
	out := m.Net(Reshape(rows, -1, 1+m.Embedding))
	if out.Shape().Size() != u.Shape().Size() {
		exceptions.Panicf("bijector.Monotonic: want one number for each row from Net, got %s for %d rows", out.Shape(), u.Shape().Size())
	}
	return positive(Reshape(out, u.Shape().Dimensions...))
}

// settled fills in the defaults.
func (m Monotonic) settled() Monotonic {
	if m.Intervals == 0 {
		m.Intervals = 32
	}
	if m.Embedding < 1 || m.Intervals < 2 || m.Intervals%2 != 0 {
		exceptions.Panicf("bijector.Monotonic: want an Embedding of at least 1 and an even number of Intervals, got %d and %d", m.Embedding, m.Intervals)
	}
	return m
}
