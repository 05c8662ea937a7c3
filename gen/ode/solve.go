package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/loop"
)

// Solve makes n equal steps from x at t0 [batch, dim] and returns x(t1), [batch, dim]. The steps are unrolled: the result
// can be differentiated to any order, and compile time and memory of the gradient grow with n: on XLA
// some seconds for 8 steps of RK4, and with the square of n where weights stand outside of matrix products. For sampling use
// [Integrate], for gradients through many steps [Checkpoint] or [Adjoint].
func Solve(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	g := newGrid("Solve", m, x, t0, t1, n)
	f = checked(f)
	s := m.Start(f, g.t0, g.h, x)
	for i := range n {
		s, _ = m.Step(f, g.at(i), g.h, s)
	}
	return s.X
}

// Integrate is Solve in a loop of the engine: compile time and memory do not depend on n, and there is no gradient.
func Integrate(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	g := newGrid("Integrate", m, x, t0, t1, n)
	f = checked(f)
	s, done := g.begin(f, m, x)
	return g.repeat(s, done, func(i *Node, s State) State {
		next, _ := m.Step(f, g.time(i), g.h, s)
		return next
	}).X
}

// grid is n equal steps from t0 to t1.
type grid struct {
	t0, h *Node
	start float64
	step  float64
	n     int
}

func newGrid(fn string, m Stepper, x *Node, t0, t1 float64, n int) grid {
	start(fn, m, x, t0, t1)
	if n < 1 {
		exceptions.Panicf("ode.%s: want at least one step, got %d", fn, n)
	}
	step := (t1 - t0) / float64(n)
	return grid{scalar(x, t0), scalar(x, step), t0, step, n}
}

// time is that before step i, an integer scalar.
func (g grid) time(i *Node) *Node { return Add(g.t0, Mul(g.h, ConvertDType(i, g.h.DType()))) }

// at is the time before step i.
func (g grid) at(i int) *Node { return scalar(g.h, g.start+float64(i)*g.step) }

// warmer is a method whose state grows in the first steps.
type warmer interface{ Warmup() int }

// begin makes the steps during which the state of a multistep method grows, and says how many.
func (g grid) begin(f Field, m Stepper, x *Node) (State, int) {
	s := g.warm(f, m, x)
	return s[len(s)-1], len(s) - 1
}

// warm returns the states before those steps and after the last.
func (g grid) warm(f Field, m Stepper, x *Node) []State {
	steps := 0
	if w, is := m.(warmer); is {
		steps = min(w.Warmup(), g.n)
	}
	s := []State{m.Start(f, g.t0, g.h, x)}
	for i := range steps {
		next, _ := m.Step(f, g.at(i), g.h, s[i])
		s = append(s, next)
	}
	return s
}

// repeat makes the steps from number done on in a loop.
func (g grid) repeat(s State, done int, step func(i *Node, s State) State) State {
	if done == g.n {
		return s
	}
	first := Const(s.X.Graph(), int32(done))
	return state(loop.Repeat(g.n-done, func(i *Node, nodes []*Node) []*Node {
		return step(Add(i, first), state(nodes)).nodes()
	}, s.nodes()...))
}
