package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/loop"
)

// Checkpoint is Solve in a loop, with the gradient of the unrolled steps: the state before each step is kept, and the backward
// pass, a loop too, makes each step again from there and differentiates it alone (Griewank and Walther 2008, chapter 12; Zhuang et
// al., Adaptive checkpoint adjoint, ICML 2020). Compile time does not depend on n, memory is n states and the inside of one step,
// and the gradient is exact, by x and by whatever f captures that is of the type of x, constants
// (Const) excepted. Second derivatives are refused: for those take [Solve].
func Checkpoint(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	g := newGrid("Checkpoint", m, x, t0, t1, n)
	f = checked(f)
	s, done := g.begin(f, m, x)
	if done == n {
		return s.X
	}
	end, in, b := g.checkpoint("Checkpoint", f, m, s, done)
	return loop.WithGradient(end, in, func(in []*Node, v *Node) []*Node { return b.along(in, v, nil) })
}

// checkpoint makes the steps from number done on and keeps the states. It returns the last x and what that has gradients by.
func (g grid) checkpoint(fn string, f Field, m Stepper, s State, done int) (end *Node, in []*Node, b backward) {
	init, x := s.nodes(), s.X
	step := loop.Lift(func(a []*Node) []*Node {
		next, _ := m.Step(f, a[0], g.h, state(a[1:]))
		return next.nodes()
	}, append([]*Node{g.t0}, init...)...)
	weights := weightsOf(fn, step.Captured, x)
	tables := make([]*Node, len(init))
	for i, v := range init {
		tables[i] = BroadcastToDims(scalar(x, 0), append([]int{g.n - done}, v.Shape().Dimensions...)...)
	}
	out := loop.Repeat(g.n-done, func(i *Node, a []*Node) []*Node {
		now := a[:len(init)]
		next := step.Call(append([]*Node{g.from(done, i)}, now...), step.Captured)
		for j, table := range a[len(init):] {
			next = append(next, loop.SetRow(table, i, now[j]))
		}
		return next
	}, append(append([]*Node(nil), init...), tables...)...)
	b = backward{step: step, grid: g, done: done, tables: out[len(init):], weights: weights}
	return out[0], append(append([]*Node(nil), init...), weights.nodes...), b
}

// from is the time before step done + i.
func (g grid) from(done int, i *Node) *Node { return g.time(Add(i, Const(i.Graph(), int32(done)))) }

// backward goes through the steps from the last to the first.
type backward struct {
	step    *loop.Lifted
	grid    grid
	done    int
	tables  []*Node // the states before each step, [n, …]
	weights captured
}

// along returns the gradients by the first state and the weights; v is that by the last x, before(i) that by x before step i, nil for none.
func (b backward) along(in []*Node, v *Node, before func(i *Node) *Node) []*Node {
	n := len(b.tables)
	weights := in[n:]
	values := b.weights.with(weights)
	adjoints := []*Node{v}
	for _, a := range in[1:] { // by f(t1, x1) and older ones, which nobody asks for, and by the weights
		adjoints = append(adjoints, ZerosLike(a))
	}
	steps := b.grid.n - b.done
	return loop.Repeat(steps, func(pass *Node, a []*Node) []*Node {
		i := Sub(Const(v.Graph(), int32(steps-1)), pass)
		at := make([]*Node, n)
		for j, table := range b.tables {
			at[j] = loop.Row(table, i)
		}
		next := b.step.Call(append([]*Node{b.grid.from(b.done, i)}, at...), values)
		grads := pullBack(next, a[:n], append(at, weights...))
		for j := n; j < len(grads); j++ {
			grads[j] = Add(grads[j], a[j])
		}
		if before != nil {
			grads[0] = Add(grads[0], before(i))
		}
		return grads
	}, adjoints...)
}

// pullBack returns Σ_j v_jᵀ·∂y_j/∂in for each of in.
func pullBack(y, v, in []*Node) []*Node {
	var sum *Node
	for j := range y {
		term := ReduceAllSum(Mul(y[j], StopGradient(v[j])))
		if sum == nil {
			sum = term
		} else {
			sum = Add(sum, term)
		}
	}
	return Gradient(sum, in...)
}

// captured is what a function reads from outside, and which of it are weights: real numbers that can have a gradient.
type captured struct {
	all   []*Node
	nodes []*Node // the weights
}

func weightsOf(fn string, all []*Node, x *Node) captured {
	c := captured{all: all}
	for _, n := range all {
		switch {
		case !n.DType().IsFloat() || n.IsConstantExpression():
		case n.DType() != x.DType():
			exceptions.Panicf("ode.%s: want all real numbers that the field captures of the type of x, %s, got %s", fn, x.DType(), n.Shape())
		default:
			c.nodes = append(c.nodes, n)
		}
	}
	return c
}

// with is all that is captured, with other weights.
func (c captured) with(weights []*Node) []*Node {
	out := append([]*Node(nil), c.all...)
	j := 0
	for i, n := range c.all {
		if j < len(c.nodes) && n == c.nodes[j] {
			out[i] = weights[j]
			j++
		}
	}
	return out
}
