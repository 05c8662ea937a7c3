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

// knots are those of a spline that maps [-box, box] onto itself: left ends and sizes of the bins, [bins, 2, batch, dim]
// with index 0 for x and 1 for y.
type knots struct {
	box        float64
	left, size *Node

	// slopes picks, with weights [bins, batch, dim] that are 1 in the right bin, the unbounded log-slopes at both ends.
	slopes func(in *Node) (left, right *Node)
}

// newKnots makes bins of the box from numbers [2·bins, batch, dim], widths and heights in turn.
func newKnots(theta *Node, box float64) knots {
	g, n := theta.Graph(), theta.Shape().Dim(0)/2
	d := theta.Shape().Dimensions
	flat := Reshape(theta, n, 2*d[1]*d[2])
	e := Exp(Sub(flat, StopGradient(ReduceAndKeep(flat, ReduceMax, 0))))
	share := Mul(e, MulScalar(Inverse(ReduceAndKeep(e, ReduceSum, 0)), 2*box*(1-smallestBin*float64(n))))
	size := AddScalar(share, 2*box*smallestBin)
	before := make([][]float64, n) // size of all bins before one: CumSum as a product
	for i := range before {
		before[i] = make([]float64, n)
		for j := range i {
			before[i][j] = 1
		}
	}
	left := AddScalar(DotProduct(ConstAsDType(g, theta.DType(), before), size), -box)
	return knots{box: box, left: Reshape(left, n, 2, d[1], d[2]), size: Reshape(size, n, 2, d[1], d[2])}
}

// bin is one bin for each coordinate, all [batch, dim]: left end, size, mean slope, slopes at both ends.
type bin struct{ x, y, w, h, mean, first, last *Node }

// at finds the bin of v in [-box, box] by comparison with the left ends (axis 0 for x, 1 for y), without branches:
// the bin is that which starts at or before v while the next one does not.
func (k knots) at(v *Node, axis int) bin {
	n := k.left.Shape().Dim(0)
	ends := Squeeze(Slice(k.left, AxisRange(), AxisRange(axis, axis+1)), 1) // [bins, b, d]
	started := ConvertDType(GreaterOrEqual(ExpandAxes(v, 0), partOf(ends, 1, n)), v.DType())
	one := OnesLike(partOf(ends, 0, 1))
	in := StopGradient(Sub(Concatenate([]*Node{one, started}, 0), Concatenate([]*Node{started, ZerosLike(one)}, 0)))
	each := ExpandAxes(in, 1)
	left, size := ReduceSum(Mul(each, k.left), 0), ReduceSum(Mul(each, k.size), 0) // [2, b, d]
	first, last := k.slopes(in)
	b := bin{x: row(left, 0), y: row(left, 1), w: row(size, 0), h: row(size, 1), first: bounded(first), last: bounded(last)}
	b.mean = Div(b.h, b.w)
	return b
}

// forward maps x in [-box, box]: with ξ in [0, 1] from left to right, s the mean slope and δ₀, δ₁ those at the ends,
//
//	y = y₀ + h·(s·ξ² + δ₀·ξ(1-ξ)) / (s + (δ₀+δ₁-2s)·ξ(1-ξ)).
func (k knots) forward(x *Node) (y, logSlope *Node) {
	b := k.at(x, 0)
	xi := ClipScalar(Div(Sub(x, b.x), b.w), 0, 1)
	up := Add(Mul(b.mean, Square(xi)), Mul(b.first, Mul(xi, OneMinus(xi))))
	return Add(b.y, Mul(b.h, Div(up, b.below(xi)))), b.logSlope(xi)
}

// inverse solves forward for ξ: a·ξ² + b·ξ = s·η with b = δ₀ - η·(δ₀+δ₁-2s), a = s - b and η in [0, 1] from y₀ up.
// Of the two forms of the root it takes, by the sign of b, the one that does not cancel.
func (k knots) inverse(y *Node) (x, logSlope *Node) {
	b := k.at(y, 1)
	eta := ClipScalar(Div(Sub(y, b.y), b.h), 0, 1)
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
