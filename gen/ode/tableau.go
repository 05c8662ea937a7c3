package ode

import (
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Tableau is a Runge-Kutta method, in J. Butcher's (1964) form: with stages
//
//	k_i = f(t + C_i·h, x + h·Σ_j A_ij·k_j),
//
// a step is x + h·Σ B_i·k_i. A new method is a literal of this type. Where A has a diagonal, the stages are equations,
// which Newton's iteration solves (see [Newton] for its settings).
type Tableau struct {
	Name   string
	A      [][]float64 // row i has up to i entries, or i+1 with a diagonal; one γ for all implicit stages
	B, C   []float64
	Errors [][]float64 // h·Σ E_i·k_i estimates the error; none: no step control. Two: E5 and E3 of DOP853
	P      int         // order
	Q      int         // order of the estimate: that of the embedded method; a step's error estimate is O(h^(Q+1))
	Interp [][]float64 // x(t+θh) = x + h·Σ_i (Σ_j Interp[i][j]·θ^(j+1))·k_i; none: Hermite's cubic
	More   [][]float64 // rows of A of stages that Interp alone reads, evaluated where x(t+θh) is asked for; f(t+h, x(t+h)) comes before them as a stage
	MoreC  []float64   // C of those
}

var _ Stepper = Tableau{}

// Order is P.
func (m Tableau) Order() int { return m.P }

// String is the method's name.
func (m Tableau) String() string { return m.Name }

// Start computes f(t, x).
func (m Tableau) Start(f Field, t, _, x *Node) State {
	if err := m.check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	return State{X: x, F: f(t, x)}
}

// Step makes one step; methods whose last stage is f at the end (first same as last) save one evaluation.
func (m Tableau) Step(f Field, t, h *Node, s State) (State, Estimate) {
	if m.implicit() {
		return Newton{Method: m}.Step(f, t, h, s)
	}
	k := []*Node{s.F}
	for i := 1; i < len(m.B); i++ {
		k = append(k, f(m.time(t, h, i), axpy(s.X, h, m.A[i], k)))
	}
	x := axpy(s.X, h, m.B, k)
	end := k[len(k)-1]
	if !m.sameAsLast() {
		end = f(Add(t, h), x)
	}
	next := State{X: x, F: end}
	return next, m.estimate(f, t, h, s, next, k)
}

// estimate is what stages k say about the step from s to next.
func (m Tableau) estimate(f Field, t, h *Node, s, next State, k []*Node) Estimate {
	e := Estimate{Order: m.Q}
	for _, c := range m.Errors {
		e.Errors = append(e.Errors, Mul(h, combine(c, k)))
	}
	e.Dense = func() []*Node { return m.dense(f, t, h, s, next, k) }
	return e
}

// dense is the interpolant, by powers of θ.
func (m Tableau) dense(f Field, t, h *Node, s, next State, k []*Node) []*Node {
	if m.Interp == nil {
		return hermite(h, s, next)
	}
	if m.More != nil {
		k = append(append([]*Node(nil), k...), next.F)
		for i, row := range m.More {
			k = append(k, f(Add(t, Mul(h, scalar(h, m.MoreC[i]))), axpy(s.X, h, row, k)))
		}
	}
	c := []*Node{s.X}
	for j := range m.Interp[0] {
		cj := ZerosLike(s.X)
		if sum := combine(column(m.Interp, j), k); sum != nil {
			cj = Mul(h, sum)
		}
		c = append(c, cj)
	}
	return c
}

// hermite is the cubic with the values and slopes of both ends.
func hermite(h *Node, a, b State) []*Node {
	fa, fb, dx := Mul(h, a.F), Mul(h, b.F), Sub(b.X, a.X)
	two, three := scalar(h, 2), scalar(h, 3)
	return []*Node{
		a.X, fa,
		Sub(Mul(three, dx), Add(Mul(two, fa), fb)),
		Sub(Add(fa, fb), Mul(two, dx)),
	}
}

func column(rows [][]float64, j int) []float64 {
	c := make([]float64, len(rows))
	for i, r := range rows {
		c[i] = r[j]
	}
	return c
}

func (m Tableau) time(t, h *Node, i int) *Node { return Add(t, Mul(h, scalar(h, m.C[i]))) }

// sameAsLast tells methods whose last stage is f(t + h, x(t + h)).
func (m Tableau) sameAsLast() bool {
	last := len(m.B) - 1
	return m.C[last] == 1 && slices.Equal(trimmed(m.A[last]), trimmed(m.B))
}

// explicitFirst tells methods whose first stage is f(t, x).
func (m Tableau) explicitFirst() bool { return len(trimmed(m.A[0])) == 0 }

// implicit tells methods with a diagonal.
func (m Tableau) implicit() bool { return m.gamma() != 0 }

// gamma is the entry on the diagonal of the implicit stages, 0 if there are none.
func (m Tableau) gamma() float64 {
	for i, row := range m.A {
		if len(row) > i && row[i] != 0 {
			return row[i]
		}
	}
	return 0
}

// trimmed drops zeros at the end.
func trimmed(c []float64) []float64 {
	for len(c) > 0 && c[len(c)-1] == 0 {
		c = c[:len(c)-1]
	}
	return c
}

// check says what is wrong with a tableau that somebody wrote.
func (m Tableau) check() error {
	s := len(m.B)
	if s == 0 || len(m.A) != s || len(m.C) != s || m.P < 1 {
		return fmt.Errorf("ode.Tableau %q: want A, B and C of one length and P at least 1, got %d, %d, %d, P = %d", m.Name, len(m.A), s, len(m.C), m.P)
	}
	g := m.gamma()
	for i, row := range m.A {
		if len(row) > i+1 || len(row) == i+1 && row[i] != 0 && row[i] != g {
			return fmt.Errorf("ode.Tableau %q: want row %d of A with nothing right of the diagonal, and the same number on the whole diagonal", m.Name, i)
		}
	}
	if m.explicitFirst() && m.C[0] != 0 {
		return fmt.Errorf("ode.Tableau %q: want C to begin with 0, as the first stage is f(t, x), got %g", m.Name, m.C[0])
	}
	for _, e := range m.Errors {
		if len(e) != s || m.Q < 1 || len(m.Errors) > 2 {
			return fmt.Errorf("ode.Tableau %q: want at most two rows of Errors, as long as B (%d), and Q at least 1", m.Name, s)
		}
	}
	if n := len(m.More); n > 0 {
		s += 1 + n
	}
	if m.Interp != nil && (len(m.Interp) != s || len(m.Interp[0]) == 0) {
		return fmt.Errorf("ode.Tableau %q: want Interp with a row for each of %d stages, got %d", m.Name, s, len(m.Interp))
	}
	if len(m.More) != len(m.MoreC) {
		return fmt.Errorf("ode.Tableau %q: want More and MoreC of one length, got %d and %d", m.Name, len(m.More), len(m.MoreC))
	}
	return nil
}
