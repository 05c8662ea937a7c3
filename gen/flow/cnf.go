package flow

import (
	"strconv"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/ode"
)

// CNF is a continuous normalizing flow: a network, nets.ConcatSquash, is the velocity field that takes noise at t = 0 to data
// at t = 1. Training makes Steps equal steps of the classical Runge-Kutta method from data to noise; what is trained is judged and
// sampled with adaptive steps, so that no gain of wrong steps passes for one of the model. With a condition
// (Ctx.Cond), the field sees it too.
//
// Reference: Chen, Rubanova, Bettencourt, Duvenaud, Neural Ordinary Differential Equations, NeurIPS 2018, section 4.
type CNF struct {
	Hidden     []int    // hidden layers of the field; none means 64, 64, 64
	Activation act.Func // of those layers
	Steps      int      // of a solve in training; 0 means 8
	Backward   Backward // how a solve is differentiated
	Tolerance  float64  // relative and absolute, of adaptive steps after training; 0 means 1e-5

	// Kinetic and Jacobian are weights of what training adds to the loss to keep paths straight and solves cheap:
	// ∫|f|² dt and ∫|∂f/∂x|² dt along the path (Finlay et al., How to Train Your Neural ODE, ICML 2020, eq. 6 and 9).
	// Without them a model may learn to profit from the errors of few steps, with a loss below the entropy of the data.
	Kinetic, Jacobian float64
}

// FFJORD is CNF with Hutchinson's estimate of the divergence in training: one product of the Jacobian with a random vector
// of signs, drawn anew for each solve and the same within it, instead of one for each dimension. The estimate is
// unbiased; after training the divergence is exact.
//
// Reference: Grathwohl, Chen, Bettencourt, Sutskever, Duvenaud, FFJORD, ICLR 2019, eq. 8.
type FFJORD struct {
	Hidden            []int    // as those of CNF, all of them
	Activation        act.Func // of those layers
	Steps             int
	Backward          Backward
	Tolerance         float64
	Kinetic, Jacobian float64
}

var (
	_ gen.Density   = CNF{}
	_ gen.Generator = CNF{}
	_ gen.Density   = FFJORD{}
	_ gen.Generator = FFJORD{}
)

// Backward says how a solve of an ODE is differentiated.
type Backward int

// Unrolled is the zero value.
const (
	Unrolled    Backward = iota // all steps in the graph: exact; compile time and memory grow with their number
	Checkpoints                 // a loop that makes each step again on its way back: exact; one training step per engine call
	Adjoint                     // a loop that solves the adjoint equation: exact but for the method's error; memory of a few states
)

var backwards = [...]string{"Unrolled", "Checkpoints", "Adjoint"}

// String is the name of the constant.
func (b Backward) String() string {
	if b < 0 || int(b) >= len(backwards) {
		return "Backward(" + strconv.Itoa(int(b)) + ")"
	}
	return backwards[b]
}

// Build binds the variables "layer_0" … The law's LogProb has exact divergences. In training it has gradients; after it,
// adaptive steps and none.
func (f CNF) Build(c gen.Ctx) dist.Distribution { return f.bind("CNF", c, false).law() }

// Loss is -ln p(x), plus what Kinetic and Jacobian weigh: [batch, dim] → [batch].
func (f CNF) Loss(c gen.Ctx, x *Node) *Node { return f.bind("CNF", c, false).loss(x) }

// Sample draws [n, dim].
func (f CNF) Sample(c gen.Ctx, n int) *Node { return f.Build(c).Sample(c.Rng, n) }

// Build is that of CNF: the law after training is exact.
func (f FFJORD) Build(c gen.Ctx) dist.Distribution { return CNF(f).bind("FFJORD", c, true).law() }

// Loss is an unbiased estimate of -ln p(x), plus what Kinetic and Jacobian weigh: [batch, dim] → [batch].
func (f FFJORD) Loss(c gen.Ctx, x *Node) *Node { return CNF(f).bind("FFJORD", c, true).loss(x) }

// Sample draws [n, dim].
func (f FFJORD) Sample(c gen.Ctx, n int) *Node { return f.Build(c).Sample(c.Rng, n) }

// cnf is a CNF bound to its variables.
type cnf struct {
	CNF
	ctx    gen.Ctx
	net    nets.ConcatSquashNet
	single bool // Hutchinson's estimate in the loss
}

func (f CNF) bind(who string, c gen.Ctx, single bool) cnf {
	wantRows(who, c, 1)
	wantHidden(who, f.Hidden)
	for name, x := range map[string]float64{"Tolerance": f.Tolerance, "Kinetic": f.Kinetic, "Jacobian": f.Jacobian} {
		wantPositive(who, name, x)
	}
	if f.Backward < Unrolled || f.Backward > Adjoint {
		exceptions.Panicf("flow.%s: want Backward among Unrolled … Adjoint, got %s", who, f.Backward)
	}
	f.Steps = count(who, "Steps", f.Steps, 8)
	if f.Tolerance == 0 {
		f.Tolerance = 1e-5
	}
	if len(f.Hidden) == 0 {
		f.Hidden = []int{64, 64, 64}
	}
	net := nets.ConcatSquash{Hidden: f.Hidden, Out: c.Dim(), Activation: f.Activation, ZeroLast: true}
	return cnf{f, c, net.Build(c.Scope, c.Graph, c.Dim()+condSize(c), c.DType()), single}
}

// law is the law of x(1).
func (f cnf) law() Continuous {
	solve := f.adaptive
	if f.ctx.Training {
		solve = f.fixed
	}
	return Continuous{
		Base:  dist.StandardNormal{Event: f.ctx.Event},
		Field: func(t, x *Node) *Node { return f.net.At(t, withCond(f.ctx, x)) },
		Divergence: func(t, x *Node) (v, div *Node) {
			v, jv := f.tangents(t, x, f.units(x))
			return v, traceOf(jv)
		},
		Solve: solve,
	}
}

// loss solves from data to noise, and gathers the divergence, and the penalties that are asked for, on the way.
func (f cnf) loss(x *Node) *Node {
	probes := f.units(x)
	if f.single && f.ctx.Training {
		probes = ExpandAxes(f.ctx.Rng.Signs(x.Shape()), 0)
	}
	extra := 1
	if f.Kinetic > 0 || f.Jacobian > 0 {
		extra = 2
	}
	y := f.fixed(func(t, state *Node) *Node {
		v, jv := f.tangents(t, without(state, extra), probes)
		parts := []*Node{v}
		if extra == 2 {
			parts = append(parts, ExpandAxes(f.penalty(v, jv), 1))
		}
		div := traceOf(jv)
		if f.single && f.ctx.Training {
			div = ReduceSum(Mul(Squeeze(jv, 0), Squeeze(probes, 0)), 1) // εᵀJε
		}
		return Concatenate(append(parts, ExpandAxes(div, 1)), 1)
	}, withZeros(x, extra), 1, 0)
	loss := Neg(Add(dist.StandardNormal{Event: f.ctx.Event}.LogProb(without(y, extra)), last(y, 0)))
	if extra == 2 {
		loss = Sub(loss, last(y, 1)) // the solve runs backward in time
	}
	return loss
}

// penalty is Kinetic·|f|² + Jacobian·|∂f/∂x|², [batch]. Σ over unit vectors of |J·e|² is the squared norm of J, and |J·ε|² an
// unbiased estimate of it.
func (f cnf) penalty(v, jv *Node) *Node {
	return Add(MulScalar(ReduceSum(Square(v), 1), f.Kinetic), MulScalar(ReduceSum(Square(jv), 0, 2), f.Jacobian))
}

// tangents is the field and its Jacobian times vectors [k, batch, dim], which leave the condition alone.
func (f cnf) tangents(t, x, vectors *Node) (v, jv *Node) {
	if n := condSize(f.ctx); n > 0 {
		s := vectors.Shape()
		vectors = Concatenate([]*Node{vectors, Zeros(x.Graph(), shapes.Make(x.DType(), s.Dim(0), s.Dim(1), n))}, 2)
	}
	return f.net.Tangents(t, withCond(f.ctx, x), vectors)
}

// units are the unit vectors for each row: [dim, batch, dim].
func (f cnf) units(x *Node) *Node {
	d := x.Shape().Dim(1)
	e := make([][]float64, d)
	for i := range e {
		e[i] = make([]float64, d)
		e[i][i] = 1
	}
	one := ExpandAxes(ConstAsDType(x.Graph(), x.DType(), e), 1)
	return BroadcastToDims(one, d, x.Shape().Dim(0), d)
}

// traceOf is Σ_i (J·e_i)_i: [dim, batch, dim] → [batch].
func traceOf(jv *Node) *Node {
	d := jv.Shape().Dim(0)
	var sum *Node
	for i := range d {
		term := Reshape(Slice(jv, AxisElem(i), AxisRange(), AxisElem(i)), -1)
		if sum == nil {
			sum = term
		} else {
			sum = Add(sum, term)
		}
	}
	return sum
}

// fixed makes Steps steps that can be differentiated.
func (f cnf) fixed(field ode.Field, x *Node, t0, t1 float64) *Node {
	switch f.Backward {
	case Checkpoints:
		return ode.Checkpoint(field, ode.RK4, x, t0, t1, f.Steps)
	case Adjoint:
		return ode.Adjoint(field, ode.RK4, x, t0, t1, f.Steps)
	}
	return ode.Solve(field, ode.RK4, x, t0, t1, f.Steps)
}

// adaptive follows the tolerance.
func (f cnf) adaptive(field ode.Field, x *Node, t0, t1 float64) *Node {
	return ode.Adaptive{Method: ode.Dopri5, RTol: f.Tolerance, ATol: f.Tolerance}.Solve(field, x, t0, t1).X
}
