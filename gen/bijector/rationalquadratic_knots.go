package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// How far a spline may go: bins of at least smallestBin of the box, slopes between e^-steepest and e^steepest, and a
// discriminant that stays positive when rounding would make it zero.
const (
	smallestBin          = 1e-3
	steepest             = 7
	smallestDiscriminant = 1e-30
)

// knots are those of a spline that maps [-box, box] onto itself. Its bins are least + spread·e/Σe long, with e [bins, 2, batch, dim] and
// index 0 for x and 1 for y.
type knots struct {
	box, least, spread float64
	e                  *Node

	// slopes picks, with weights [bins, batch, dim] that are 1 in the right bin, the unbounded log-slopes at both ends.
	slopes func(in *Node) (left, right *Node)
}

// newKnots makes bins of the box from numbers [2·bins, batch, dim], widths and heights in turn.
func newKnots(theta *Node, box float64) knots {
	n, d := theta.Shape().Dim(0)/2, theta.Shape().Dimensions
	theta = Reshape(theta, n, 2, d[1], d[2])
	e := Exp(Sub(theta, StopGradient(ReduceAndKeep(theta, ReduceMax, 0))))
	return knots{box: box, least: 2 * box * smallestBin, spread: 2 * box * (1 - smallestBin*float64(n)), e: e}
}

// bin is one bin for each coordinate, all [batch, dim]: left end, size, mean slope, slopes at both ends.
type bin struct{ x, y, w, h, mean, first, last *Node }

// at finds the bin of v in [-box, box] (axis 0 for x, 1 for y) without branches. Its size, and that of all bins before it, are sums
// under masks, so that the inner knots themselves are needed for comparisons alone and take no part in the gradient.
func (k knots) at(v *Node, axis int) bin {
	n := k.e.Shape().Dim(0)
	all := ReduceSum(k.e, 0) // [2, b, d]
	passed := k.passed(v, all, axis)
	one := OnesLike(partOf(passed, 0, 1))
	in := Sub(Concatenate([]*Node{one, passed}, 0), Concatenate([]*Node{passed, ZerosLike(one)}, 0))
	share := func(mask, e *Node) *Node {
		return MulScalar(Div(ReduceSum(Mul(ExpandAxes(mask, 1), e), 0), all), k.spread) // [2, b, d]
	}
	size := AddScalar(share(in, k.e), k.least)
	before := MulScalar(ReduceSum(passed, 0), k.least) // [b, d]
	left := AddScalar(Add(share(passed, partOf(k.e, 0, n-1)), ExpandAxes(before, 0)), -k.box)
	first, last := k.slopes(in)
	b := bin{x: row(left, 0), y: row(left, 1), w: row(size, 0), h: row(size, 1), first: bounded(first), last: bounded(last)}
	b.mean = Div(b.h, b.w)
	return b
}

// passed says, by 1 or 0, which inner knots v has reached: [bins-1, batch, dim].
func (k knots) passed(v, all *Node, axis int) *Node {
	d := k.e.Shape().Dimensions
	n := d[0]
	upTo, ends := make([][]float64, n-1), make([]float64, n-1) // CumSum as a product
	for i := range upTo {
		upTo[i], ends[i] = make([]float64, n), float64(i+1)*k.least-k.box
		for j := range i + 1 {
			upTo[i][j] = k.spread
		}
	}
	constant := func(x any) *Node { return ConstAsDType(v.Graph(), v.DType(), x) }
	e := Reshape(Slice(k.e, AxisRange(), AxisRange(axis, axis+1)), n, d[2]*d[3])
	knot := Add(Div(DotProduct(constant(upTo), e), Reshape(row(all, axis), 1, -1)), ExpandAxes(constant(ends), 1))
	reached := GreaterOrEqual(ExpandAxes(StopGradient(v), 0), StopGradient(Reshape(knot, n-1, d[2], d[3])))
	return ConvertDType(reached, v.DType())
}

// forward maps x in [-box, box]: with ξ in [0, 1] from left to right, s the mean slope and δ₀, δ₁ those at the ends,
//
//	y = y₀ + h·(s·ξ² + δ₀·ξ(1-ξ)) / (s + (δ₀+δ₁-2s)·ξ(1-ξ)).
func (k knots) forward(x *Node) (y, logSlope *Node) {
	b := k.at(x, 0)
	xi := fraction(x, b.x, b.w)
	up := Add(Mul(b.mean, Square(xi)), Mul(b.first, Mul(xi, OneMinus(xi))))
	return Add(b.y, Mul(b.h, Div(up, b.below(xi)))), b.logSlope(xi)
}

// inverse solves forward for ξ: a·ξ² + b·ξ = s·η with b = δ₀ - η·(δ₀+δ₁-2s), a = s - b and η in [0, 1] from y₀ up.
// Of the two forms of the root it takes, by the sign of b, the one that does not cancel.
func (k knots) inverse(y *Node) (x, logSlope *Node) {
	b := k.at(y, 1)
	eta := fraction(y, b.y, b.h)
	linear := Sub(b.first, Mul(eta, Sub(Add(b.first, b.last), MulScalar(b.mean, 2))))
	square := Sub(b.mean, linear)
	product := Mul(b.mean, eta)
	root := Sqrt(MaxScalar(Add(Square(linear), MulScalar(Mul(square, product), 4)), smallestDiscriminant))
	up := GreaterOrEqual(linear, ZerosLike(linear))
	over := Where(up, MulScalar(product, 2), Sub(root, linear))
	under := Where(up, Add(linear, root), MulScalar(square, 2)) // positive: square > 0 where linear < 0
	xi := ClipScalar(Div(over, under), 0, 1)
	return Add(b.x, Mul(b.w, xi)), Neg(b.logSlope(xi))
}

// fraction is (v - left)/size, which leaves [0, 1] by rounding alone: what is cut off there must not cut the derivative off.
func fraction(v, left, size *Node) *Node {
	f := Div(Sub(v, left), size)
	return Add(f, StopGradient(Sub(ClipScalar(f, 0, 1), f)))
}

// below is s + (δ₀+δ₁-2s)·ξ(1-ξ), written as a sum of what is positive.
func (b bin) below(xi *Node) *Node {
	t := Mul(xi, OneMinus(xi))
	return Add(Mul(b.mean, OneMinus(MulScalar(t, 2))), Mul(Add(b.first, b.last), t))
}

// logSlope is ln dy/dx of eq. 5.
func (b bin) logSlope(xi *Node) *Node {
	t := Mul(xi, OneMinus(xi))
	ends := Add(Mul(b.last, Square(xi)), Mul(b.first, Square(OneMinus(xi))))
	return Log(Div(Mul(Square(b.mean), Add(ends, MulScalar(Mul(b.mean, t), 2))), Square(b.below(xi))))
}

// bounded is the slope exp(7·tanh(s/7)): 1 for s = 0.
func bounded(s *Node) *Node { return Exp(MulScalar(Tanh(MulScalar(s, 1./steepest)), steepest)) }

// partOf is x[from:to] along the first axis.
func partOf(x *Node, from, to int) *Node { return Slice(x, AxisRange(from, to)) }

// row is x[i].
func row(x *Node, i int) *Node { return Squeeze(partOf(x, i, i+1), 0) }
