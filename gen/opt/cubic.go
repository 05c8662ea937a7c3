package opt

import . "github.com/gomlx/gomlx/core/graph"

// sample is a line search's function at a step: t, φ(t), φ'(t), scalars.
type sample struct{ t, f, d *Node }

// tilted is the sample of φ(t) − slope·t.
func (a sample) tilted(slope *Node) sample {
	return sample{a.t, Sub(a.f, Mul(a.t, slope)), Sub(a.d, slope)}
}

// cubic returns the minimizer of the cubic with the values and slopes of a and b, and whether there is one (Nocedal and Wright 2006,
// eq. 3.59; divided by the largest of the three terms, so that squares neither overflow nor vanish).
func cubic(a, b sample) (t, exists *Node) {
	span := Sub(b.t, a.t)
	theta := Add(MulScalar(Div(Sub(a.f, b.f), span), 3), Add(a.d, b.d))
	size := Max(Abs(theta), Max(Abs(a.d), Abs(b.d)))
	disc := Sub(Square(Div(theta, size)), Mul(Div(a.d, size), Div(b.d, size)))
	exists = GreaterThan(disc, ZerosLike(disc))
	root := Mul(size, Sqrt(Max(disc, ZerosLike(disc))))
	root = Where(LessThan(span, ZerosLike(span)), Neg(root), root)
	ratio := Div(Sub(Add(b.d, root), theta), Add(Sub(b.d, a.d), MulScalar(root, 2)))
	return Sub(b.t, Mul(span, ratio)), exists
}

// secant returns where the line through the slopes of a and b vanishes.
func secant(a, b sample) *Node { return Add(b.t, Mul(Div(b.d, Sub(b.d, a.d)), Sub(a.t, b.t))) }

// parabola returns the minimizer of the parabola with a's value and slope and b's value.
func parabola(a, b sample) *Node {
	span := Sub(b.t, a.t)
	curve := Add(Div(Sub(a.f, b.f), span), a.d)
	return Add(a.t, Mul(DivScalar(Div(a.d, curve), 2), span))
}

// propose returns the next step of the search of Moré and Thuente (1994, section 4) after the trial p: lo is the best step so far, hi the
// other end of the interval once there is one, and the step stays in [min, max] while there is none. higher says that p lies above lo (their
// case 1), turned that the slope has changed its sign (case 2).
func propose(lo, hi, p sample, bracketed, min, max *Node) (t, higher, turned *Node) {
	forward := GreaterThan(p.t, lo.t)
	edge := Where(forward, max, min)
	nearer := func(a, b *Node) *Node { return LessThan(Abs(Sub(a, p.t)), Abs(Sub(b, p.t))) }
	c, exists := cubic(lo, p)
	s := secant(lo, p)

	// Case 1: the minimum lies between. The cubic's, or halfway to the parabola's where that is nearer to lo.
	q := parabola(lo, p)
	above := Where(LessThan(Abs(Sub(c, lo.t)), Abs(Sub(q, lo.t))), c, Add(c, DivScalar(Sub(q, c), 2)))
	// Case 2: it lies between. Whichever is farther from p.
	crossed := Where(nearer(c, s), s, c)
	// Case 3: the slope flattens, so the minimum lies beyond p, as far as one can tell.
	ahead := GreaterThan(Mul(Sub(c, p.t), Sub(p.t, lo.t)), ZerosLike(c))
	beyond := Where(LogicalAnd(exists, ahead), c, edge)
	inside := Where(nearer(beyond, s), beyond, s)
	bound := Add(p.t, MulScalar(Sub(hi.t, p.t), 0.66))
	inside = Where(forward, Min(bound, inside), Max(bound, inside))
	outside := Min(Max(Where(nearer(beyond, s), s, beyond), min), max)
	flatter := Where(bracketed, inside, outside)
	// Case 4: the slope steepens. The cubic towards hi, else as far as allowed.
	between, _ := cubic(hi, p)
	steeper := Where(bracketed, between, edge)

	higher = GreaterThan(p.f, lo.f)
	turned = LessThan(Mul(Sign(p.d), Sign(lo.d)), ZerosLike(p.d))
	t = Where(higher, above, Where(turned, crossed, Where(LessThan(Abs(p.d), Abs(lo.d)), flatter, steeper)))
	return t, higher, turned
}
