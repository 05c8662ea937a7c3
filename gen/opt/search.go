package opt

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

// What the line search wants of a step t, with φ(t) = f(x + t·d). The first two are the usual ones of quasi-Newton methods (Nocedal and Wright
// 2006, section 3.1); the others are those of MINPACK-2's dcsrch in L-BFGS-B.
const (
	decrease  = 1e-4 // μ: φ(t) ≤ φ(0) + μ t φ'(0)
	curvature = 0.9  // η: |φ'(t)| ≤ η |φ'(0)|
	narrow    = 0.1  // an interval of this relative width holds nothing better than its lower end
	farthest  = 1e10 // the longest step
	maxTrials = 20   // of one search
)

// rounding is how far values may differ, relative to |φ(0)|, for slopes to decide: near a minimum values differ by rounding alone while slopes still
// tell (Hager and Zhang 2005, eq. 4.1; they take 1e-6 for float64).
func rounding(dtype dtypes.DType) float64 {
	if dtype == dtypes.Float32 {
		return 1e-5
	}
	return 1e-12
}

// search is a line search that is told one trial at a time (Moré and Thuente 1994). All are scalars.
type search struct {
	t           *Node  // the step to try
	start       sample // at 0
	lo, hi      sample // the best step, and the other end of the interval
	min, max    *Node  // where the next step may lie while there is no interval
	width, last *Node  // of the interval, now and one trial ago
	wall        *Node  // the shortest step at which f was not finite

	bracketed, early, forced *Node // bool: there is an interval; the search is in its first stage; take t as it is
	trials                   *Node // int32
}

func (s *search) fields() []**Node {
	return []**Node{
		&s.t, &s.start.t, &s.start.f, &s.start.d, &s.lo.t, &s.lo.f, &s.lo.d, &s.hi.t, &s.hi.f, &s.hi.d,
		&s.min, &s.max, &s.width, &s.last, &s.wall, &s.bracketed, &s.early, &s.forced, &s.trials,
	}
}

// newSearch begins with the step t from a point with value f and slope d < 0.
func newSearch(t, f, d *Node) search {
	g, zero := f.Graph(), ZerosLike(f)
	start := sample{zero, f, d}
	return search{
		t: t, start: start, lo: start, hi: start, min: zero, max: MulScalar(t, 5),
		width: ConstAs(f, farthest), last: ConstAs(f, 2*farthest), wall: Infinity(g, f.DType(), 1),
		bracketed: Const(g, false), early: Const(g, true), forced: Const(g, false), trials: Const(g, int32(0)),
	}
}

// told is the search after the trial of s.t with value f and slope d. accept says that s.t will do, fail that there is no better step than 0;
// else the search goes on with its new t.
func (s search) told(f, d *Node) (accept, fail *Node, next search) {
	p := sample{s.t, f, d}
	slack := MulScalar(Abs(s.start.f), rounding(f.DType()))
	finite := LogicalAnd(IsFinite(f), IsFinite(d))
	done := LogicalAnd(finite, LogicalOr(s.forced, LogicalOr(s.wolfe(p), s.approximateWolfe(p, slack))))

	next = choose(finite, s.narrowed(p, slack), s.retracted())
	next.trials = Add(s.trials, OnesLike(s.trials))
	lo, hi := Min(next.lo.t, next.hi.t), Max(next.lo.t, next.hi.t)
	small := LogicalOr(LogicalOr(LessOrEqual(next.t, lo), GreaterOrEqual(next.t, hi)), LessOrEqual(Sub(hi, lo), MulScalar(hi, narrow)))
	stop := LogicalOr(LogicalAnd(next.bracketed, small), GreaterOrEqual(next.trials, Const(f.Graph(), int32(maxTrials))))
	none := LogicalNot(LessThan(next.lo.f, s.start.f))
	here := LogicalAnd(finite, Equal(next.lo.t, s.t))
	next.t = Where(stop, next.lo.t, next.t)
	next.forced = stop
	accept = LogicalOr(done, LogicalAnd(stop, LogicalAnd(here, LogicalNot(none))))
	return accept, LogicalAnd(LogicalAnd(stop, none), LogicalNot(accept)), next
}

// enough is φ(0) + μ t φ'(0).
func (s search) enough() *Node { return Add(s.start.f, MulScalar(Mul(s.t, s.start.d), decrease)) }

// wolfe are the strong Wolfe conditions.
func (s search) wolfe(p sample) *Node {
	return LogicalAnd(LessOrEqual(p.f, s.enough()), LessOrEqual(Abs(p.d), MulScalar(Abs(s.start.d), curvature)))
}

// approximateWolfe is (2μ−1) φ'(0) ≥ φ'(t) ≥ η φ'(0) where φ(t) is φ(0) but for slack.
func (s search) approximateWolfe(p sample, slack *Node) *Node {
	slopes := LogicalAnd(LessOrEqual(p.d, MulScalar(s.start.d, 2*decrease-1)), GreaterOrEqual(p.d, MulScalar(s.start.d, curvature)))
	return LogicalAnd(LessOrEqual(Abs(Sub(p.f, s.start.f)), slack), slopes)
}

// narrowed is the search after a finite trial. In the first stage it works on φ(t) − μ φ'(0) t, whose minimum lies where the Wolfe
// conditions hold. Where values differ by rounding alone they count as equal, so that slopes decide.
func (s search) narrowed(p sample, slack *Node) search {
	n := s
	near := LessOrEqual(Abs(Sub(p.f, s.lo.f)), slack)
	low := LessOrEqual(p.f, s.enough())
	n.early = LogicalAnd(s.early, LogicalNot(LogicalAnd(low, GreaterOrEqual(p.d, ZerosLike(p.d)))))
	tilt := LogicalAnd(LogicalAnd(n.early, LogicalNot(near)), LogicalAnd(LessOrEqual(p.f, s.lo.f), LogicalNot(low)))
	slope := Where(tilt, MulScalar(s.start.d, decrease), ZerosLike(p.d))
	level := sample{p.t, Where(near, s.lo.f, p.f), p.d}

	t, higher, turned := propose(s.lo.tilted(slope), s.hi.tilted(slope), level.tilted(slope), s.bracketed, s.min, s.max)
	n.lo = either(higher, s.lo, p)
	n.hi = either(higher, p, either(turned, s.lo, s.hi))
	n.bracketed = LogicalOr(s.bracketed, LogicalOr(higher, turned))
	width := Abs(Sub(n.hi.t, n.lo.t))
	half := Add(n.lo.t, DivScalar(Sub(n.hi.t, n.lo.t), 2))
	slow := GreaterOrEqual(width, MulScalar(s.last, 0.66))
	t = Where(LogicalAnd(n.bracketed, LogicalOr(slow, LogicalNot(IsFinite(t)))), half, t)
	n.last, n.width = Where(n.bracketed, s.width, s.last), Where(n.bracketed, width, s.width)
	t = Min(Max(t, ZerosLike(t)), ConstAs(t, farthest))
	n.t = Where(GreaterOrEqual(t, s.wall), DivScalar(Add(n.lo.t, s.wall), 2), t)
	ahead := Sub(n.t, n.lo.t)
	n.min, n.max = Add(n.t, MulScalar(ahead, 1.1)), Add(n.t, MulScalar(ahead, 4))
	return n
}

// retracted is the search after a trial that was not finite: a quarter of the way.
func (s search) retracted() search {
	n := s
	n.wall = Where(GreaterThan(s.t, s.lo.t), Min(s.wall, s.t), s.wall)
	n.t = Add(s.lo.t, DivScalar(Sub(s.t, s.lo.t), 4))
	return n
}

func either(cond *Node, a, b sample) sample {
	return sample{Where(cond, a.t, b.t), Where(cond, a.f, b.f), Where(cond, a.d, b.d)}
}

// choose is a where cond holds, else b.
func choose(cond *Node, a, b search) search {
	out := a
	to, from := out.fields(), b.fields()
	for i := range to {
		if *to[i] != *from[i] {
			*to[i] = Where(cond, *to[i], *from[i])
		}
	}
	return out
}
