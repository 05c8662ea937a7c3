package flow

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/ode"
)

// Continuous is the map x(0) → x(1) along dx/dt = f(t, x), noise at t = 0 and data at t = 1. Along a path the
// log-density changes by the divergence of the field,
//
//	d ln p(x(t))/dt = -∇·f(t, x(t)),  ln |det ∂x(1)/∂x(0)| = ∫₀¹ ∇·f dt.
//
// It is the law of x(1) as well, with x(0) drawn from Base.
//
// Reference: Chen, Rubanova, Bettencourt, Duvenaud, Neural Ordinary Differential Equations, NeurIPS 2018, theorem 1.
type Continuous struct {
	Base  dist.Distribution
	Field ode.Field // t scalar, x [batch, dim] → [batch, dim]

	// Divergence is Field together with its divergence: [batch, dim], [batch]. Nil means exact, with dim gradients of Field.
	Divergence func(t, x *Node) (f, divergence *Node)

	// Solve integrates a field from t0 to t1. Nil means adaptive steps of Dormand and Prince's method with tolerance 1e-6, in
	// a loop of the engine, which has no gradient; ode.Solve, ode.Checkpoint and ode.Adjoint have one.
	Solve func(f ode.Field, x *Node, t0, t1 float64) *Node
}

var (
	_ bijector.Bijector = Continuous{}
	_ dist.Distribution = Continuous{}
)

// Forward integrates from noise to data.
func (c Continuous) Forward(x *Node) (y, logDet *Node) { return c.along(x, 0, 1) }

// Inverse integrates from data to noise.
func (c Continuous) Inverse(y *Node) (x, logDet *Node) { return c.along(y, 1, 0) }

// along integrates x and the divergence, which rides along as one more coordinate.
func (c Continuous) along(x *Node, t0, t1 float64) (end, logDet *Node) {
	if x.Rank() != 2 {
		exceptions.Panicf("flow.Continuous: want x [batch, dim], got %s", x.Shape())
	}
	y := c.solve(func(t, state *Node) *Node {
		f, div := c.divergence(t, without(state, 1))
		return Concatenate([]*Node{f, ExpandAxes(div, 1)}, 1) // [b, dim + 1]
	}, withZeros(x, 1), t0, t1)
	return without(y, 1), last(y, 0)
}

// LogProb is ln p_base(x(0)) - ∫₀¹ ∇·f dt in nats: [batch, dim] → [batch]. Rows with a coordinate beyond ±1e6 have none, −∞: a
// solve takes the same steps for all rows, and one that far away would decide about them.
func (c Continuous) LogProb(y *Node) *Node {
	near := LessThan(ReduceMax(Abs(y), -1), ConstAs(y, 1e6)) // false for NaN
	x := Where(BroadcastToShape(ExpandAxes(near, -1), y.Shape()), y, ZerosLike(y))
	logProb := bijector.Transformed{Base: c.Base, T: c}.LogProb(x)
	return Where(near, logProb, Infinity(y.Graph(), y.DType(), -1))
}

// Sample draws [n, dim], without the divergence.
func (c Continuous) Sample(r *dist.Rng, n int) *Node {
	return c.solve(c.Field, c.Base.Sample(r, n), 0, 1)
}

// Until is the flow from 0 to t alone, t a scalar node of the type of x: the map x(0) → x(t), and the law of x(t). It follows the
// field t·f(t·s, x) from s = 0 to 1; at t = 0 it is the identity.
func (c Continuous) Until(t *Node) Continuous {
	if !t.IsScalar() {
		exceptions.Panicf("flow.Continuous: want a scalar time for Until, got %s", t.Shape())
	}
	u := c
	u.Field = func(s, x *Node) *Node { return Mul(t, c.Field(Mul(t, s), x)) }
	u.Divergence = func(s, x *Node) (f, divergence *Node) {
		f, divergence = c.divergence(Mul(t, s), x)
		return Mul(t, f), Mul(t, divergence)
	}
	return u
}

func (c Continuous) solve(f ode.Field, x *Node, t0, t1 float64) *Node {
	if c.Solve == nil {
		return ode.Adaptive{Method: ode.Dopri5, RTol: 1e-6, ATol: 1e-6}.Solve(f, x, t0, t1).X
	}
	return c.Solve(f, x, t0, t1)
}

func (c Continuous) divergence(t, x *Node) (f, div *Node) {
	if c.Divergence != nil {
		return c.Divergence(t, x)
	}
	f = c.Field(t, x)
	if !f.Shape().Equal(x.Shape()) {
		exceptions.Panicf("flow.Continuous: want a field with values of the shape of x, %s, got %s", x.Shape(), f.Shape())
	}
	return f, diffop.Divergence(f, x)
}

// withZeros appends n coordinates that are 0.
func withZeros(x *Node, n int) *Node {
	return Concatenate([]*Node{x, Zeros(x.Graph(), shapes.Make(x.DType(), x.Shape().Dim(0), n))}, 1)
}

// without takes the last n coordinates off.
func without(x *Node, n int) *Node {
	return Slice(x, AxisRange(), AxisRange(0, x.Shape().Dim(1)-n))
}

// last is the coordinate number i from the end: [b, d] → [b].
func last(x *Node, i int) *Node {
	d := x.Shape().Dim(1)
	return Squeeze(Slice(x, AxisRange(), AxisRange(d-1-i, d-i)), 1)
}
