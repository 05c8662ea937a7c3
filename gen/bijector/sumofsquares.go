package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// SumOfSquares is the family of polynomials whose slope is a sum of Squares squares of polynomials of degree Degree,
//
//	y = θ_0 + ∫₀ˣ (ε + Σ_k p_k(u)²) du,  p_k(u) = Σ_l (θ_kl + a_kl) uˡ,
//
// so y is a polynomial of degree 2·Degree + 1. Every polynomial that is not negative is such a sum of two squares. The
// small ε > 0 bounds where the inverse can be, which takes a search; the integral is exact, by a Gauss rule. θ = 0 is
// close to the identity: a_10 = √(1 − ε), and a_k1 = 0.1 for the others, which would never move from p_k = 0.
//
// Outside of [-Box, Box] y goes on as a straight line: a chain of polynomials of degree 7 overflows a few units from its data.
//
// Reference: Jaini, Selby, Yu, Sum-of-squares polynomial flow, ICML 2019, eq. 6-8.
type SumOfSquares struct {
	Degree  int     // of each p_k; 0 means 3; at most 6
	Squares int     // 0 means 2
	Box     float64 // 0 means 5
}

var _ Univariate = SumOfSquares{}

// Params is 1 + Squares·(Degree + 1).
func (p SumOfSquares) Params() int {
	p = p.settled()
	return 1 + p.Squares*(p.Degree+1)
}

// Forward integrates the slope at Degree + 1 points between 0 and x.
func (p SumOfSquares) Forward(x, theta *Node) (y, logSlope *Node) {
	p = p.settled()
	nodes, weights := gaussLegendre(p.Degree + 1) // exact to degree 2·Degree + 1
	row := func(v []float64) *Node { return Reshape(ConstAsDType(x.Graph(), x.DType(), v), 1, 1, -1) }
	inside := ClipScalar(x, -p.Box, p.Box)
	mean := ReduceSum(Mul(p.slope(Mul(ExpandAxes(inside, -1), row(nodes)), theta), row(weights)), -1) // of the slope over [0, inside]
	slope := Squeeze(p.slope(ExpandAxes(inside, -1), theta), -1)
	y = Add(parameter(theta, 0), Mul(inside, mean))
	return Add(y, Mul(slope, Sub(x, inside))), Log(slope)
}

// Inverse searches |x| ≤ |y − θ_0| / ε.
func (p SumOfSquares) Inverse(y, theta *Node) (x, logSlope *Node) {
	p = p.settled()
	furthest := MulScalar(Abs(Sub(y, parameter(theta, 0))), 1/leastSlope)
	return bracketed(p.Forward, y, theta, Neg(furthest), furthest)
}

// slope is ε + Σ_k p_k(u)²: [b, d, nodes], [b, d, params] → [b, d, nodes].
func (p SumOfSquares) slope(u, theta *Node) *Node {
	terms := p.Degree + 1
	a := Slice(theta, AxisRange(), AxisRange(), AxisRange(1, p.Params()))
	a = Reshape(a, theta.Shape().Dim(0), theta.Shape().Dim(1), 1, p.Squares, terms)
	a = Add(a, Reshape(ConstAsDType(u.Graph(), u.DType(), p.start()), 1, 1, 1, p.Squares, terms))
	powers := make([]*Node, terms)
	powers[0] = OnesLike(u)
	for l := 1; l < terms; l++ {
		powers[l] = Mul(powers[l-1], u)
	}
	values := ReduceSum(Mul(ExpandAxes(Stack(powers, -1), 3), a), -1) // p_k(u): [b, d, nodes, k]
	slope := AddScalar(ReduceSum(Square(values), -1), leastSlope)
	return Where(IsFinite(slope), slope, Infinity(u.Graph(), u.DType(), 1)) // far out, where the search looks, terms overflow
}

// start are the coefficients a_kl, one polynomial after the other.
func (p SumOfSquares) start() []float64 {
	a := make([]float64, p.Squares*(p.Degree+1))
	for k := 1; k < p.Squares; k++ {
		a[k*(p.Degree+1)+1] = 0.1
	}
	a[0] = math.Sqrt(1 - leastSlope)
	return a
}

// settled fills in the defaults.
func (p SumOfSquares) settled() SumOfSquares {
	if p.Degree == 0 {
		p.Degree = 3
	}
	if p.Squares == 0 {
		p.Squares = 2
	}
	if p.Box == 0 {
		p.Box = 5
	}
	if !(p.Box > 0) || math.IsInf(p.Box, 1) {
		exceptions.Panicf("bijector.SumOfSquares: want a Box greater than 0 and finite, got %g", p.Box)
	}
	if p.Degree < 1 || p.Degree > 6 || p.Squares < 1 {
		exceptions.Panicf("bijector.SumOfSquares: want a Degree of 1 … 6 and at least one of Squares, got %d and %d", p.Degree, p.Squares)
	}
	return p
}
