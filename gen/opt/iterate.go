package opt

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/loop"
)

// patience is how many iterations in a row must lower the loss by less than LBFGS.Decrease or move by less than LBFGS.Step: near rounding a few may by
// chance, and near saddles in float32.
const patience = 10

// iterate is the state of a minimization between two evaluations of the loss.
type iterate struct {
	x, f, g *Node // the point, its loss and gradient: [n], scalar, [n]
	d       *Node // the direction searched along, [n]
	search  search
	memory  memory

	iterations, evaluations, quiet, reason *Node // int32; quiet counts iterations of small decrease or step

	trace *Node // [calls, 4]: loss, norm of the gradient, step and evaluations of each iteration of this call
	rows  *Node // int32: of trace that are filled
}

func (s *iterate) fields() []**Node {
	all := []**Node{&s.x, &s.f, &s.g, &s.d}
	all = append(append(all, s.search.fields()...), s.memory.fields()...)
	return append(all, &s.iterations, &s.evaluations, &s.quiet, &s.reason, &s.trace, &s.rows)
}

func (s iterate) nodes() []*Node {
	var out []*Node
	for _, f := range s.fields() {
		out = append(out, *f)
	}
	return out
}

func iterateOf(nodes []*Node) iterate {
	var s iterate
	for i, f := range s.fields() {
		*f = nodes[i]
	}
	return s
}

// layout is the shape of each field, for n parameters and traces of so many rows.
func layout(dtype dtypes.DType, n, memories, rows int) []shapes.Shape {
	var s iterate
	fields := s.fields()
	out := make([]shapes.Shape, len(fields))
	set := func(at **Node, dtype dtypes.DType, dims ...int) {
		for i, f := range fields {
			if f == at {
				out[i] = shapes.Make(dtype, dims...)
			}
		}
	}
	for _, f := range fields {
		set(f, dtype)
	}
	for _, f := range []**Node{&s.x, &s.g, &s.d} {
		set(f, dtype, n)
	}
	for _, f := range []**Node{&s.memory.s, &s.memory.y} {
		set(f, dtype, memories, n)
	}
	set(&s.memory.inner, dtype, memories, memories)
	set(&s.trace, dtype, rows, 4)
	for _, f := range []**Node{&s.search.bracketed, &s.search.early, &s.search.forced} {
		set(f, dtypes.Bool)
	}
	for _, f := range []**Node{&s.search.trials, &s.memory.head, &s.memory.count, &s.iterations, &s.evaluations, &s.quiet, &s.reason, &s.rows} {
		set(f, dtypes.Int32)
	}
	return out
}

// pass is one evaluation of the loss and what follows from it. A minimization begins with all zeros and the point: the first pass accepts it,
// as evaluations is 0, and makes the first direction.
func (l LBFGS) pass(s iterate, loss func(x *Node) *Node) iterate {
	x := Add(s.x, Mul(s.search.t, s.d))
	f := loss(x)
	g := Gradient(f, x)[0]
	first := Equal(s.evaluations, ZerosLike(s.evaluations))
	accept, fail, next := s.search.told(f, dot(g, s.d))
	accept = LogicalOr(accept, first)
	fail = LogicalAnd(fail, LogicalNot(first))

	n := s
	n.evaluations = increased(s.evaluations, OnesLike(first))
	n.iterations = increased(s.iterations, LogicalAnd(accept, LogicalNot(first)))
	step, change := Sub(x, s.x), Sub(g, s.g)
	sy, good := curved(step, change, x)
	add := LogicalAnd(LogicalAnd(accept, good), LogicalNot(first))
	restart := LogicalOr(fail, LogicalAnd(accept, LogicalNot(good)))
	failed := LogicalAnd(fail, Equal(s.memory.count, ZerosLike(s.memory.count)))
	n.memory = s.memory.added(step, change, sy, add).forgotten(restart)

	n.x, n.f, n.g = Where(accept, x, s.x), Where(accept, f, s.f), Where(accept, g, s.g)
	turn := LogicalOr(accept, fail)
	var fresh search
	n.d, n.memory, fresh = n.aimed(turn, s.d)
	n.search = choose(turn, fresh, next)
	n.quiet, n.reason = l.judged(s, n, accept, first, failed, step)
	n.recorded(accept, s.search.t)
	return n
}

// curved returns s·y, and whether the pair tells of curvature. s·y > 0 follows from the Wolfe conditions; where they could not be had, or where the step or
// s·y is little more than rounding, it does not, and the pairs before it have led there.
func curved(s, y, x *Node) (sy, good *Node) {
	sy = dot(s, y)
	eps := epsilon(x.DType())
	length := norm(s)
	positive := GreaterThan(sy, MulScalar(Mul(length, norm(y)), eps))
	return sy, LogicalAnd(positive, GreaterThan(length, MulScalar(norm(x), 4*eps)))
}

func norm(x *Node) *Node { return Sqrt(dot(x, x)) }

// aimed returns the direction from the point, where turn says that a new one is due, and the search along it. Where rounding has left no
// direction of descent it is the steepest one, and the pairs are forgotten.
func (s iterate) aimed(turn, old *Node) (d *Node, m memory, fresh search) {
	d = s.memory.descent(s.g)
	slope, steepest := dot(d, s.g), Neg(dot(s.g, s.g))
	downhill := LogicalAnd(LessThan(slope, ZerosLike(slope)), IsFinite(slope))
	m = s.memory.forgotten(LogicalAnd(turn, LogicalNot(downhill)))
	d = Where(turn, Where(downhill, d, Neg(s.g)), old)
	slope = Where(downhill, slope, steepest)
	one := OnesLike(slope)
	cautious := Min(one, Inverse(Sqrt(Neg(steepest)))) // a step of length 1 at most, as nothing is known of the scale
	t := Where(Equal(m.count, ZerosLike(m.count)), cautious, one)
	return d, m, newSearch(t, s.f, slope)
}

// judged says whether this is the end.
func (l LBFGS) judged(s, n iterate, accept, first, failed, step *Node) (quiet, reason *Node) {
	g := n.f.Graph()
	moved := LogicalAnd(accept, LogicalNot(first))
	small := func(x *Node, than float64, scale *Node) *Node { return LessOrEqual(x, MulScalar(scale, than)) }
	short := LogicalAnd(moved, small(norm(step), l.Step, norm(n.x)))
	still := LogicalOr(short, small(Sub(s.f, n.f), l.Decrease, Max(Abs(s.f), Abs(n.f))))
	quiet = Where(moved, Where(still, Add(s.quiet, OnesLike(s.quiet)), ZerosLike(s.quiet)), s.quiet)
	enough := GreaterOrEqual(quiet, Const(g, int32(patience)))
	reason = s.reason
	for _, c := range []struct {
		met *Node
		is  Reason
	}{ // the last one that is met is the reason
		{GreaterOrEqual(n.evaluations, Const(g, int32(l.Evaluations))), EvaluationLimit},
		{GreaterOrEqual(n.iterations, Const(g, int32(l.Iterations))), IterationLimit},
		{failed, NoLowerLoss},
		{enough, SmallDecrease},
		{LogicalAnd(enough, short), SmallStep},
		{LogicalAnd(accept, small(norm(n.g), l.Gradient, OnesLike(n.f))), SmallGradient},
		{LogicalAnd(first, LogicalNot(LogicalAnd(IsFinite(n.f), IsFinite(dot(n.g, n.g))))), NotFinite},
	} {
		reason = Where(c.met, Const(g, int32(c.is)), reason)
	}
	return quiet, reason
}

// recorded writes an accepted point into the trace.
func (s *iterate) recorded(accept, t *Node) {
	row := Concatenate([]*Node{
		Reshape(s.f, 1), Reshape(norm(s.g), 1), Reshape(t, 1), Reshape(ConvertDType(s.evaluations, s.f.DType()), 1),
	}, 0)
	s.trace = loop.SetRow(s.trace, s.rows, row)
	s.rows = increased(s.rows, accept)
}

// increased is a counter that counts where the condition holds.
func increased(n, cond *Node) *Node { return Add(n, ConvertDType(cond, n.DType())) }

// epsilon is the distance from 1 to the next number.
func epsilon(dtype dtypes.DType) float64 {
	if dtype == dtypes.Float32 {
		return 0x1p-23
	}
	return 0x1p-52
}
