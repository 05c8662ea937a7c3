package ode

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/loop"
)

// Adaptive integrates in a loop of the engine with steps that follow the tolerance: one step and one norm for the whole batch.
// There is no gradient.
type Adaptive struct {
	Method     Stepper // with an estimate of its error; nil means Tsit5
	RTol, ATol float64 // tolerances, relative and absolute; 0 both mean 1e-3 and 1e-6
	Control    Control
	MaxSteps   int       // accepted and rejected together; 0 means 10000
	FirstStep  float64   // size of the first step; 0 means chosen from two evaluations
	At         []float64 // times between t0 and t1 at which x is wanted, from the dense output
}

// Result is what Adaptive gives. Where it could not go on, X is NaN, and so is what At asked for beyond T.
type Result struct {
	X                              *Node // x(t1), [batch, dim]
	At                             *Node // x at the times asked for, [len(At), batch, dim]; nil for none
	T                              *Node // the time reached, scalar: t1, or where it stopped
	H                              *Node // the last step that was tried, scalar
	Steps, Rejections, Evaluations *Node // int32 scalars: accepted and rejected steps, evaluations of f
}

// Solve integrates from x [batch, dim] at t0 to t1.
func (a Adaptive) Solve(f Field, x *Node, t0, t1 float64) Result {
	if a.Method == nil {
		a.Method = Tsit5
	}
	start("Adaptive", a.Method, x, t0, t1)
	if err := a.fill(t0, t1); err != nil {
		exceptions.Panicf("ode.Adaptive: %v", err)
	}
	calls := 0
	r := &run{a: a, t0: t0, t1: t1, sign: 1, f: func(t, x *Node) *Node { calls++; return checked(f)(t, x) }}
	if t1 < t0 {
		r.sign = -1
	}
	before := r.a.Method.Start(r.f, scalar(x, t0), scalar(x, t1-t0), x)
	h := r.firstStep(before)
	first := calls
	init := r.init(before, h)
	out := loop.While(r.goesOn, func(s []*Node) []*Node {
		calls = 0
		return r.pass(s)
	}, init...)
	return r.result(out, first, calls)
}

// fill puts defaults in and says what is wrong.
func (a *Adaptive) fill(t0, t1 float64) error {
	tol := tolerances{a.RTol, a.ATol, a.MaxSteps, a.FirstStep}
	if err := tol.fill(); err != nil {
		return err
	}
	a.RTol, a.ATol, a.MaxSteps, a.FirstStep = tol.rtol, tol.atol, tol.most, tol.first
	if _, is := a.Method.(warmer); is {
		return fmt.Errorf("want a method of one step, as the steps of %v have to be equal", a.Method)
	}
	if err := a.Control.check(); err != nil {
		return err
	}
	a.Control = a.Control.filled()
	return checkTimes(a.At, t0, t1)
}

// tolerances are settings that solvers in graphs and on the host share.
type tolerances struct {
	rtol, atol float64
	most       int
	first      float64
}

func (t *tolerances) fill() error {
	if !(t.rtol >= 0) || !(t.atol >= 0) || math.IsInf(t.rtol, 1) || math.IsInf(t.atol, 1) {
		return fmt.Errorf("want RTol and ATol above 0 (one of them may be 0; both mean 1e-3 and 1e-6), got %g and %g", t.rtol, t.atol)
	}
	if t.most < 0 {
		return fmt.Errorf("want MaxSteps above 0, got %d", t.most)
	}
	if !(t.first >= 0) || math.IsInf(t.first, 1) {
		return fmt.Errorf("want FirstStep above 0 (steps backward in time follow from t1), got %g", t.first)
	}
	if t.rtol == 0 && t.atol == 0 {
		t.rtol, t.atol = 1e-3, 1e-6
	}
	if t.most == 0 {
		t.most = 10000
	}
	return nil
}

func checkTimes(at []float64, t0, t1 float64) error {
	for _, t := range at {
		if !(t >= math.Min(t0, t1) && t <= math.Max(t0, t1)) {
			return fmt.Errorf("want times At between %g and %g, got %g", math.Min(t0, t1), math.Max(t0, t1), t)
		}
	}
	return nil
}

// run is one solution.
type run struct {
	a      Adaptive
	f      Field
	t0, t1 float64
	sign   float64
}

// Places of the loop's state; those of State follow, then the values At asks for.
const (
	atSteps = iota // int32
	atRejections
	atTime
	atStep  // what the next try begins with, signed
	atError // of the last accepted step; noError before the first one
	atError2
	atRejected // int32: 1 if the last try was rejected
	atState
)

func (r *run) init(s State, h *Node) []*Node {
	g, x := s.X.Graph(), s.X
	state := []*Node{Const(g, int32(0)), Const(g, int32(0)), scalar(x, r.t0), h, scalar(x, noError), scalar(x, noError), Const(g, int32(0))}
	state = append(state, s.nodes()...)
	if n := len(r.a.At); n > 0 {
		nan := BroadcastToDims(scalar(x, math.NaN()), append([]int{n}, x.Shape().Dimensions...)...)
		state = append(state, r.record(nan, nil, scalar(x, r.t0), nil, nil, x))
	}
	return state
}

// goesOn: t1 is not reached, steps are left, and the step is large enough to change t.
func (r *run) goesOn(s []*Node) *Node {
	left := Mul(Sub(scalar(s[atTime], r.t1), s[atTime]), scalar(s[atTime], r.sign))
	tried := Add(s[atSteps], s[atRejections])
	go1 := LogicalAnd(GreaterThan(left, ZerosLike(left)), LessThan(tried, Const(tried.Graph(), int32(r.a.MaxSteps))))
	return LogicalAnd(go1, NotEqual(Add(s[atTime], s[atStep]), s[atTime]))
}

// pass tries one step.
func (r *run) pass(s []*Node) []*Node {
	n := len(s)
	if len(r.a.At) > 0 {
		n--
	}
	t, h, before := s[atTime], s[atStep], state(s[atState:n])
	end, sign := scalar(t, r.t1), scalar(t, r.sign)
	last := GreaterOrEqual(Mul(Sub(Add(t, h), end), sign), ZerosLike(t))
	h = Where(last, Sub(end, t), h)
	after, e := r.a.Method.Step(r.f, t, h, before)
	if len(e.Errors) == 0 {
		exceptions.Panicf("ode.Adaptive: want a method with an estimate of its error, such as Tsit5, Dopri5, Dopri8, BogackiShampine or Kvaerno3, got %v", r.a.Method)
	}
	err := norm(e, before.X, after.X, r.a.RTol, r.a.ATol)
	accept := LessOrEqual(err, scalar(err, 1)) // not if NaN
	if e.Failed != nil {
		accept = LogicalAnd(accept, LogicalNot(e.Failed))
		err = Where(e.Failed, scalar(err, math.Inf(1)), err)
	}
	factor := r.a.Control.factorNode([3]*Node{err, s[atError], s[atError2]}, e.Order)
	factor = Where(Equal(s[atRejected], Const(t.Graph(), int32(1))), Min(factor, scalar(t, 1)), factor)
	tNext := Where(accept, Where(last, end, Add(t, h)), t)
	one := ConvertDType(accept, dtypes.Int32)
	rejected := Sub(Const(t.Graph(), int32(1)), one)
	out := []*Node{
		Add(s[atSteps], one), Add(s[atRejections], rejected), tNext, Mul(h, factor),
		Where(accept, err, s[atError]), Where(accept, s[atError], s[atError2]), rejected,
	}
	old := before.nodes()
	for i, x := range after.nodes() {
		out = append(out, Where(accept, x, old[i]))
	}
	if len(r.a.At) > 0 {
		if e.Dense == nil {
			exceptions.Panicf("ode.Adaptive: want a method with dense output for the times At, got %v", r.a.Method)
		}
		record := r.record(s[n], e.Dense(), t, h, tNext, after.X)
		out = append(out, Where(accept, record, s[n]))
	}
	return out
}

// record enters x at the times asked for that lie in the step from t to next, h long; without dense output, x itself at t.
func (r *run) record(old *Node, dense []*Node, t, h, next, x *Node) *Node {
	at := ConvertDType(Const(x.Graph(), r.a.At), x.DType())
	at = BroadcastToShape(Reshape(at, len(r.a.At), 1, 1), old.Shape())
	spread := func(x *Node) *Node { return BroadcastToShape(InsertAxes(x, 0), old.Shape()) }
	if dense == nil {
		return Where(Equal(at, t), spread(x), old)
	}
	theta := Div(Sub(at, t), h)
	value := ZerosLike(old)
	for j := len(dense) - 1; j >= 0; j-- {
		value = Add(Mul(value, theta), spread(dense[j]))
	}
	// By times, not by theta, whose rounding could leave a time between two steps.
	sign := scalar(t, r.sign)
	behind := GreaterThan(Mul(Sub(at, t), sign), ZerosLike(at))
	before := LessOrEqual(Mul(Sub(at, next), sign), ZerosLike(at))
	return Where(LogicalAnd(behind, before), value, old)
}

func (r *run) result(out []*Node, first, each int) Result {
	t := out[atTime]
	done := Equal(t, scalar(t, r.t1))
	res := Result{T: t, H: out[atStep], Steps: out[atSteps], Rejections: out[atRejections]}
	x := out[atState]
	res.X = Where(done, x, BroadcastToShape(scalar(x, math.NaN()), x.Shape()))
	tried := Add(res.Steps, res.Rejections)
	res.Evaluations = Add(Mul(tried, Const(t.Graph(), int32(each))), Const(t.Graph(), int32(first)))
	if len(r.a.At) > 0 {
		res.At = out[len(out)-1]
	}
	return res
}

// firstStep is Hairer's: about a hundredth of where the solution has changed by its size, made to fit the order by one Euler
// step (Hairer, Nørsett and Wanner 1993, section II.4).
func (r *run) firstStep(s State) *Node {
	x, f0 := s.X, s.F
	span := math.Abs(r.t1 - r.t0)
	if r.a.FirstStep > 0 {
		return scalar(x, r.sign*math.Min(r.a.FirstStep, span))
	}
	t := scalar(x, r.t0)
	size := func(v *Node) *Node { return norm(Estimate{Errors: []*Node{v}}, x, x, r.a.RTol, r.a.ATol) }
	d0, d1 := size(x), size(f0)
	small := LogicalOr(LessThan(d0, scalar(x, 1e-5)), LessThan(d1, scalar(x, 1e-5)))
	h0 := Min(Where(small, scalar(x, 1e-6), Div(Mul(scalar(x, 0.01), d0), d1)), scalar(x, span))
	h0 = Mul(h0, scalar(x, r.sign))
	f1 := r.f(Add(t, h0), Add(x, Mul(h0, f0)))
	h0 = Abs(h0)
	d2 := Div(size(Sub(f1, f0)), h0)
	most := Max(d1, d2)
	flat := LessOrEqual(most, scalar(x, 1e-15))
	power := Exp(Mul(Log(Div(scalar(x, 0.01), most)), scalar(x, 1/float64(r.a.Method.Order()))))
	h1 := Where(flat, Max(scalar(x, 1e-6), Mul(h0, scalar(x, 1e-3))), power)
	h := Min(Min(Mul(scalar(x, 100), h0), h1), scalar(x, span))
	h = Where(IsFinite(h), h, scalar(x, span*1e-6)) // a field that is not a number is met by the steps
	return Mul(h, scalar(x, r.sign))
}
