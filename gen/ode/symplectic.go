package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Symplectic is a composition of kicks and drifts for separable Hamiltonians H = T(p) + V(q). x = [q, p] in halves,
// [batch, 2d], and f(t, [q, p]) = [∂T/∂p, −∂V/∂q]: its first half must depend on p alone, its second on q (see
// [Separable]). Kick i is p += Kick[i]·h·f_p, drift i then q += Drift[i]·h·f_q. The energy of a symplectic method
// oscillates but does not drift (Hairer, Lubich and Wanner, Geometric Numerical Integration, 2006).
type Symplectic struct {
	Name        string
	Kick, Drift []float64
	P           int
}

var _ Stepper = Symplectic{}

// w1 = 1/(2 − 2^(1/3)) is the outer step of Yoshida's composition, 1 − 2·w1 the one in the middle.
const w1 = 1.3512071919596576340476878089715

var (
	// Leapfrog is the method of Störmer and Verlet: half a kick, a drift, half a kick.
	Leapfrog = Symplectic{Name: "Leapfrog", Kick: []float64{1. / 2, 1. / 2}, Drift: []float64{1, 0}, P: 2}

	// Yoshida4 is three leapfrogs (Yoshida, Physics Letters A 150 (1990), 262).
	Yoshida4 = Symplectic{
		Name: "Yoshida4", Kick: []float64{w1 / 2, (1 - w1) / 2, (1 - w1) / 2, w1 / 2},
		Drift: []float64{w1, 1 - 2*w1, w1, 0}, P: 4,
	}
)

// Separable is the field of H = T(p) + V(q) from the gradients of both, each [batch, d] → [batch, d].
func Separable(gradT, gradV func(*Node) *Node) Field {
	return func(_, x *Node) *Node {
		q, p := halves(x)
		return Concatenate([]*Node{gradT(p), Neg(gradV(q))}, 1)
	}
}

// Order is P.
func (m Symplectic) Order() int { return m.P }

// String is the method's name.
func (m Symplectic) String() string { return m.Name }

// Start computes f(t, x).
func (m Symplectic) Start(f Field, t, _, x *Node) State {
	if len(m.Kick) == 0 || len(m.Kick) != len(m.Drift) {
		exceptions.Panicf("ode.Symplectic %q: want as many kicks as drifts, at least one, got %d and %d", m.Name, len(m.Kick), len(m.Drift))
	}
	if x.Shape().Dim(1)%2 != 0 {
		exceptions.Panicf("ode.%s: want x = [q, p], [batch, 2d], got %s", m.Name, x.Shape())
	}
	return State{X: x, F: f(t, x)}
}

// Step makes one step. Of each value of f one half is used, and XLA does not compute the other.
func (m Symplectic) Step(f Field, t, h *Node, s State) (State, Estimate) {
	q, p := halves(s.X)
	at := 0.0
	for i := range m.Kick {
		ti := Add(t, Mul(h, scalar(h, at)))
		_, fp := halves(f(ti, Concatenate([]*Node{q, p}, 1)))
		p = axpy(p, h, m.Kick[i:i+1], []*Node{fp})
		if m.Drift[i] == 0 {
			continue
		}
		fq, _ := halves(f(ti, Concatenate([]*Node{q, p}, 1)))
		q = axpy(q, h, m.Drift[i:i+1], []*Node{fq})
		at += m.Drift[i]
	}
	x := Concatenate([]*Node{q, p}, 1)
	next := State{X: x, F: f(Add(t, h), x)}
	return next, Estimate{Dense: func() []*Node { return hermite(h, s, next) }}
}

// halves splits x [batch, 2d] into two of [batch, d].
func halves(x *Node) (a, b *Node) {
	d := x.Shape().Dim(1) / 2
	return Slice(x, AxisRange(), AxisRange(0, d)), Slice(x, AxisRange(), AxisRangeToEnd(d))
}
