package ode

import (
	"fmt"
	"math"
	"slices"
	"sync"
)

// HostField is a right-hand side on the host: it writes f(t, x) into dx, which has the length of x, and keeps neither.
type HostField func(t float64, x, dx []float64)

// Host integrates on the host, in float64, with steps that follow the tolerance: the tableaux and controllers of the graphs on
// plain slices, with events and errors that say what to do.
type Host struct {
	Method     Tableau // with Errors; the zero value means Tsit5
	RTol, ATol float64 // tolerances, relative and absolute; 0 both mean 1e-3 and 1e-6
	Control    Control
	MaxSteps   int     // accepted and rejected together; 0 means 10000
	FirstStep  float64 // size of the first step; 0 means chosen from two evaluations
	Events     []Event
}

// Stats counts what a run cost.
type Stats struct {
	Steps, Rejections int // accepted and rejected
	Evaluations       int // of the field, those for differences and for events' states not excepted
	Jacobians         int // by differences, dim + 1 evaluations each
}

// Trajectory is x(t) between t0 and the time reached.
type Trajectory struct {
	T      []float64   // t0 and the end of each step
	X      [][]float64 // x there
	Hits   []Hit       // events, in the order in which they were met
	Stats  Stats
	pieces [][][]float64        // of each step, the coefficients of x(t + θh) by powers of θ; nil where later has them
	later  []func() [][]float64 // computes them when they are first asked for: nil but for methods whose interpolant evaluates the field
}

// piece are the coefficients of step i.
func (tr *Trajectory) piece(i int) [][]float64 {
	if tr.pieces[i] != nil {
		return tr.pieces[i]
	}
	return tr.later[i]()
}

// At is x(t) from the dense output, as accurate as the method's interpolant; t outside of the trajectory is taken to its nearest end.
// Dopri8 evaluates the field for it, three times a step in which a t lies, which Stats does not count.
// So it holds the field: a cell of a notebook cannot hand on a trajectory of Dopri8.
func (tr *Trajectory) At(t float64) []float64 {
	last := len(tr.T) - 1
	if last == 0 {
		return slices.Clone(tr.X[0])
	}
	sign := math.Copysign(1, tr.T[last]-tr.T[0])
	i := 0
	for i < last-1 && sign*(t-tr.T[i+1]) > 0 {
		i++
	}
	theta := (t - tr.T[i]) / (tr.T[i+1] - tr.T[i])
	return polynomial(tr.piece(i), math.Max(0, math.Min(1, theta)))
}

// End is x at the time reached, a copy: it may be changed to start the next run, as of a ball that bounces.
func (tr *Trajectory) End() []float64 { return slices.Clone(tr.X[len(tr.X)-1]) }

// Solve integrates from x at t0 to t1, or to the first terminal event. Where it can't go on it returns how far it came, and a
// *Failure.
func (h Host) Solve(f HostField, x []float64, t0, t1 float64) (*Trajectory, error) {
	if err := h.fill(f, x, t0, t1); err != nil {
		return nil, fmt.Errorf("ode.Host: %w", err)
	}
	tr := &Trajectory{T: []float64{t0}, X: [][]float64{slices.Clone(x)}}
	r := &hostRun{Host: h, tr: tr, t1: t1, sign: math.Copysign(1, t1-t0), e: [3]float64{1, noError, noError}}
	r.raw = f
	r.f = func(t float64, x, dx []float64) { tr.Stats.Evaluations++; f(t, x, dx) }
	r.x, r.dx = slices.Clone(x), make([]float64, len(x))
	r.t = t0
	r.f(t0, r.x, r.dx)
	if !finite(r.dx) {
		return tr, r.failure("no first step")
	}
	r.h = r.firstStep()
	r.watch()
	for r.t != t1 && !r.ended {
		if err := r.advance(); err != nil {
			return tr, err
		}
	}
	return tr, nil
}

// fill puts defaults in and says what is wrong.
func (h *Host) fill(f HostField, x []float64, t0, t1 float64) error {
	if h.Method.B == nil {
		h.Method = Tsit5
	}
	tol := tolerances{h.RTol, h.ATol, h.MaxSteps, h.FirstStep}
	if err := tol.fill(); err != nil {
		return err
	}
	h.RTol, h.ATol, h.MaxSteps, h.FirstStep = tol.rtol, tol.atol, tol.most, tol.first
	if err := h.Method.check(); err != nil {
		return err
	}
	if err := h.Control.check(); err != nil {
		return err
	}
	h.Control = h.Control.filled()
	switch {
	case f == nil || len(x) == 0 || !finite(x):
		return fmt.Errorf("want a field and a finite x of at least one number, got x = %v", x)
	case len(h.Method.Errors) == 0:
		return fmt.Errorf("want a method with an estimate of its error, such as Tsit5, Dopri5, Dopri8, BogackiShampine or Kvaerno3, got %s", h.Method.Name)
	}
	for i, e := range h.Events {
		if e.G == nil || e.Direction < -1 || e.Direction > 1 {
			return fmt.Errorf("want events with a function G and a Direction of -1, 0 or 1, got event %d %q with direction %d", i, e.Name, e.Direction)
		}
	}
	return checkSpan(t0, t1)
}

// hostRun is one solution under way.
type hostRun struct {
	Host
	tr    *Trajectory
	raw   HostField
	f     HostField // counts
	t, t1 float64
	h     float64 // the next try, signed
	sign  float64
	x, dx []float64
	e     [3]float64 // errors: of this try, the last accepted ones
	g     []float64  // of the events, at t
	ended bool       // by a terminal event
	jac   [][]float64
}

// advance makes one step, after as many tries as it takes.
func (r *hostRun) advance() error {
	r.jac = nil
	for rejected := false; ; rejected = true {
		if r.tr.Stats.Steps+r.tr.Stats.Rejections >= r.MaxSteps {
			return r.failure(fmt.Sprintf("%d steps were not enough", r.MaxSteps))
		}
		if math.Abs(r.h) <= 4*epsilon*math.Abs(r.t) || math.Abs(r.h) < math.SmallestNonzeroFloat64/epsilon {
			return r.failure("the step has become too small to change the time")
		}
		last := r.sign*(r.t+r.h-r.t1) >= 0
		if last {
			r.h = r.t1 - r.t
		}
		next, k, ok := r.try(r.h)
		r.e[0] = math.NaN()
		if ok {
			r.e[0] = r.norm(next, k)
		}
		factor := r.Control.factor(r.e, r.Method.Q)
		if rejected {
			factor = math.Min(factor, 1)
		}
		if r.e[0] <= 1 {
			r.accept(next, k, last, factor)
			return nil
		}
		r.tr.Stats.Rejections++
		r.h *= factor
	}
}

// accept moves on to next.
func (r *hostRun) accept(next []float64, k [][]float64, last bool, factor float64) {
	h, t := r.h, r.t+r.h
	if last {
		t = r.t1
	}
	dx := make([]float64, len(next))
	if r.Method.sameAsLast() {
		copy(dx, k[len(k)-1])
	} else {
		r.f(t, next, dx)
	}
	s := hostStep{m: r.Method, f: r.raw, t: r.t, h: h, x: r.x, dx: r.dx, next: next, dxNext: dx, k: k}
	if len(r.Events) > 0 {
		s.f = r.f
	}
	r.tr.Stats.Steps++
	r.keep(s)
	r.e[2], r.e[1] = r.e[1], r.e[0]
	t0 := r.t
	r.t, r.x, r.dx = t, next, dx
	r.h = h * factor
	r.tr.T, r.tr.X = append(r.tr.T, t), append(r.tr.X, next)
	if len(r.Events) > 0 {
		r.meet(t0, h, r.tr.piece(len(r.tr.pieces)-1))
	}
}

// keep adds a step's interpolant to the trajectory. One that needs no more of the field is computed at once, so that the trajectory is data alone.
func (r *hostRun) keep(s hostStep) {
	if len(r.Method.More) == 0 {
		r.tr.pieces = append(r.tr.pieces, s.piece())
		return
	}
	r.tr.pieces = append(r.tr.pieces, nil)
	r.tr.later = append(r.tr.later, sync.OnceValue(s.piece))
}

// epsilon is the unit of rounding in float64.
const epsilon = 2.220446049250313e-16

func finite(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// polynomial is Σ_j c[j]·θʲ.
func polynomial(c [][]float64, theta float64) []float64 {
	x := slices.Clone(c[len(c)-1])
	for j := len(c) - 2; j >= 0; j-- {
		for i := range x {
			x[i] = x[i]*theta + c[j][i]
		}
	}
	return x
}
