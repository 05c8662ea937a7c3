package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/linalg"
)

// Newton solves the stages of an implicit Tableau in the graph, by simplified Newton iteration: one Jacobian
// [batch, dim, dim] a step, at its start, one inverse of 1 − h·γ·J, and a fixed number of iterations for each stage
// (Hairer and Wanner, Solving Ordinary Differential Equations II, 1996, section IV.8). Steps of the Tableau itself are
// those of Newton{Method: t}. A step whose last correction is larger than Tol is said to have failed, which Adaptive
// answers by a smaller one; solvers with fixed steps do not look.
type Newton struct {
	Method     Tableau
	Iterations int     // of each stage; 0 means 6
	Tol        float64 // largest last correction, relative to 1 + |x|; 0 means 1e-7 in float64 and 1e-4 in float32
}

var _ Stepper = Newton{}

// Order is that of the method.
func (n Newton) Order() int { return n.Method.P }

// Start computes f(t, x).
func (n Newton) Start(f Field, t, h, x *Node) State {
	if n.Iterations < 0 || n.Tol < 0 || !n.Method.implicit() {
		exceptions.Panicf("ode.Newton: want a Tableau with a diagonal, Iterations and Tol at least 0, got %s, %d, %g", n.Method.Name, n.Iterations, n.Tol)
	}
	return n.Method.Start(f, t, h, x)
}

// Step makes one step.
func (n Newton) Step(f Field, t, h *Node, s State) (State, Estimate) {
	m := n.Method
	hg := Mul(h, scalar(h, m.gamma()))
	inverse := n.inverse(f, t, hg, s.X)
	var k []*Node
	var last *Node // the largest of the last corrections
	for i := range m.B {
		if i == 0 && m.explicitFirst() {
			k = append(k, s.F)
			continue
		}
		base := axpy(s.X, h, m.A[i][:i], k)
		guess := s.F
		if i > 0 {
			guess = k[i-1]
		}
		ki, off := n.stage(f, m.time(t, h, i), hg, base, guess, inverse)
		k = append(k, ki)
		if last == nil {
			last = off
		} else {
			last = Max(last, off)
		}
	}
	x := axpy(s.X, h, m.B, k)
	end := k[len(k)-1]
	if !m.sameAsLast() {
		end = f(Add(t, h), x)
	}
	next := State{X: x, F: end}
	e := m.estimate(f, t, h, s, next, k)
	e.Failed = LogicalNot(LessOrEqual(last, scalar(x, n.tol(x)))) // true for NaN
	return next, e
}

// stage solves g = base + hγ·f(t, g) and returns k = f(t, g) = (g − base)/(hγ), which multiplies no error by a large
// Jacobian, and the largest last correction.
func (n Newton) stage(f Field, t, hg, base, guess, inverse *Node) (k, last *Node) {
	g := Add(base, Mul(hg, guess))
	iterations := n.Iterations
	if iterations == 0 {
		iterations = 6
	}
	var d *Node
	for range iterations {
		r := Sub(Sub(g, base), Mul(hg, f(t, g)))                                                      // [b, n]
		d = Squeeze(DotGeneral(inverse, []int{2}, []int{0}, InsertAxes(r, 1), []int{2}, []int{0}), 2) // [b, n, n]·[b, 1, n] → [b, n, 1] → [b, n]
		g = Sub(g, d)
	}
	last = ReduceAllMax(Div(Abs(d), Add(scalar(g, 1), Abs(g))))
	return Div(Sub(g, base), hg), last
}

// inverse is (1 − hγ·J)⁻¹, [batch, dim, dim], J = ∂f/∂x at the start of the step.
func (n Newton) inverse(f Field, t, hg, x *Node) *Node {
	x = Identity(x)
	j := diffop.Jacobian(f(t, x), x)
	rows, cols := Iota(x.Graph(), j.Shape(), 1), Iota(x.Graph(), j.Shape(), 2)
	one := ConvertDType(Equal(rows, cols), x.DType())
	return linalg.Solve(Sub(one, Mul(hg, j)), one)
}

func (n Newton) tol(x *Node) float64 {
	switch {
	case n.Tol > 0:
		return n.Tol
	case x.DType().Size() >= 8:
		return 1e-7
	}
	return 1e-4
}
