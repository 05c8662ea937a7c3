package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Field is the right-hand side of dx/dt = f(t, x): t scalar, x [batch, dim] → [batch, dim], of the type of x.
type Field func(t, x *Node) *Node

// Stepper is a method that makes one step. Steps may be negative: backward in time.
type Stepper interface {
	// Start must return the state at t with everything that Step reads; h is the step to come.
	Start(f Field, t, h, x *Node) State
	// Step must return the state at t + h, of the same form as s.
	Step(f Field, t, h *Node, s State) (State, Estimate)
	// Order must be p where the error of a step is O(h^(p+1)).
	Order() int
}

// State is what a method carries from step to step.
type State struct {
	X    *Node   // [batch, dim]
	F    *Node   // f(t, X), [batch, dim]
	Past []*Node // earlier values of f, the latest first, each [batch, dim]; multistep methods only
}

// Estimate is what a step says about itself. A method leaves out what it does not know.
type Estimate struct {
	Errors []*Node        // estimates of the local error, [batch, dim]; two are combined as in DOP853 (see Control)
	Order  int            // the estimate is O(h^(Order+1))
	Dense  func() []*Node // c with x(t + θ·h) = Σ_j c[j]·θʲ, 0 ≤ θ ≤ 1, each [batch, dim]; called where it is needed, as it may evaluate f
	Failed *Node          // scalar bool: Newton's iteration did not converge
}

// nodes lists a state for a loop; state is the way back.
func (s State) nodes() []*Node { return append([]*Node{s.X, s.F}, s.Past...) }

func state(nodes []*Node) State { return State{X: nodes[0], F: nodes[1], Past: nodes[2:]} }

// checked is f with its result looked at: a wrong shape would be broadcast silently.
func checked(f Field) Field {
	if f == nil {
		exceptions.Panicf("ode: want a field, a function of t and x, got nil")
	}
	return func(t, x *Node) *Node {
		dx := f(t, x)
		if dx == nil || !dx.Shape().Equal(x.Shape()) {
			exceptions.Panicf("ode: want a field with values of the shape of x, %s, got %s", x.Shape(), dx.Shape())
		}
		return dx
	}
}

// start checks what every solver is given.
func start(fn string, m Stepper, x *Node, t0, t1 float64) {
	if m == nil {
		exceptions.Panicf("ode.%s: want a method, such as ode.Tsit5, got nil", fn)
	}
	if x.Rank() != 2 || !x.DType().IsFloat() {
		exceptions.Panicf("ode.%s: want x [batch, dim] of real numbers, got %s", fn, x.Shape())
	}
	if err := checkSpan(t0, t1); err != nil {
		exceptions.Panicf("ode.%s: %v", fn, err)
	}
}

// scalar is v as a node of the type of x. It is no cached scalar of the graph, so it is good in a closure.
func scalar(x *Node, v float64) *Node { return ConvertDType(Const(x.Graph(), v), x.DType()) }

// axpy returns x + Σ (h·c_i)·k_i, without the terms that are zero.
func axpy(x, h *Node, c []float64, k []*Node) *Node {
	if sum := combine(c, k); sum != nil {
		return Add(x, Mul(h, sum))
	}
	return x
}

// combine returns Σ c_i·k_i, nil for nothing.
func combine(c []float64, k []*Node) *Node {
	var sum *Node
	for i, ci := range c {
		if ci == 0 {
			continue
		}
		term := k[i]
		if ci != 1 {
			term = Mul(k[i], scalar(k[i], ci))
		}
		if sum == nil {
			sum = term
		} else {
			sum = Add(sum, term)
		}
	}
	return sum
}
