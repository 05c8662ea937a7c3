package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Bernstein is the family of polynomials on [-Box, Box] with increasing Bernstein coefficients, continued by straight
// lines outside. With t = (x + Box) / 2·Box and n = Degree,
//
//	y = Σ β_k C(n, k) tᵏ(1 − t)ⁿ⁻ᵏ,  β_0 = θ_0 − Box,  β_k − β_{k−1} = 2·Box/n · s(θ_k),  k = 0 … n,
//
// where s > 0 has s(0) = 1, so that θ = 0 is the identity. Inverse takes a search (see bracketed), Forward does not.
//
// Reference: Ramasinghe et al., Robust normalizing flows using Bernstein-type polynomials, BMVC 2022 (arXiv 2021),
// section 3; Sick, Hothorn, Dürr, Deep transformation models, ICPR 2020, eq. 4-6.
type Bernstein struct {
	Degree int     // 0 means 10; at most 60
	Box    float64 // 0 means 4
}

var _ Univariate = Bernstein{}

// maxDegree is where binomial coefficients and powers are still far from the ends of float32.
const maxDegree = 60

// Params is Degree + 1, one for each coefficient.
func (p Bernstein) Params() int { return p.settled().Degree + 1 }

// Forward evaluates the polynomial and its slope: the same family of degree n − 1 on the differences of coefficients.
func (p Bernstein) Forward(x, theta *Node) (y, logSlope *Node) {
	p = p.settled()
	n := p.Degree
	inside := Min(Max(x, ConstAs(x, -p.Box)), ConstAs(x, p.Box)) // the slope of a straight line is that at the edge
	t := MulScalar(AddScalar(inside, p.Box), 1/(2*p.Box))
	slope := p.slopes(theta)                                                                      // [b, d, n] differences, in units of 2·Box/n
	first := AddScalar(parameter(theta, 0), -p.Box)                                               // [b, d]
	coefficients := Add(ExpandAxes(first, -1), MulScalar(p.cumulated(slope), 2*p.Box/float64(n))) // [b, d, n + 1]
	s := ReduceSum(Mul(slope, bernsteinBasis(t, n-1)), -1)
	y = ReduceSum(Mul(coefficients, bernsteinBasis(t, n)), -1)
	return Add(y, Mul(s, Sub(x, inside))), Log(s)
}

// Inverse searches inside the box, and where the straight lines have y outside.
func (p Bernstein) Inverse(y, theta *Node) (x, logSlope *Node) {
	box := ConstAs(y, p.settled().Box)
	lowest, logLow := p.Forward(BroadcastToShape(Neg(box), y.Shape()), theta)
	highest, logHigh := p.Forward(BroadcastToShape(box, y.Shape()), theta)
	low := Sub(Mul(Min(Sub(y, lowest), ZerosLike(y)), Exp(Neg(logLow))), box)
	high := Add(Mul(Max(Sub(y, highest), ZerosLike(y)), Exp(Neg(logHigh))), box)
	return bracketed(p.Forward, y, theta, low, high)
}

// slopes are the differences of neighbouring coefficients times n/(2·Box): [b, d, n + 1] → [b, d, n].
func (p Bernstein) slopes(theta *Node) *Node {
	return positive(Slice(theta, AxisRange(), AxisRange(), AxisRange(1, p.Degree+1)))
}

// cumulated are the sums of the first 0 … n slopes, by a product with ones: [b, d, n] → [b, d, n + 1].
func (p Bernstein) cumulated(slope *Node) *Node {
	m := make([][]float64, p.Degree)
	for i := range m {
		m[i] = make([]float64, p.Degree+1)
		for j := i + 1; j <= p.Degree; j++ {
			m[i][j] = 1
		}
	}
	flat := Reshape(slope, -1, p.Degree)
	sums := DotProduct(flat, ConstAsDType(slope.Graph(), slope.DType(), m))
	return Reshape(sums, slope.Shape().Dim(0), slope.Shape().Dim(1), p.Degree+1)
}

// settled fills in the defaults.
func (p Bernstein) settled() Bernstein {
	if p.Degree == 0 {
		p.Degree = 10
	}
	if p.Box == 0 {
		p.Box = 4
	}
	if p.Degree < 1 || p.Degree > maxDegree || !(p.Box > 0) || math.IsInf(p.Box, 1) {
		exceptions.Panicf("bijector.Bernstein: want a Degree of 1 … %d and a positive, finite Box, got %d and %g", maxDegree, p.Degree, p.Box)
	}
	return p
}

// bernsteinBasis are the n + 1 polynomials C(n, k) tᵏ(1 − t)ⁿ⁻ᵏ at t in [0, 1]: [b, d] → [b, d, n + 1].
func bernsteinBasis(t *Node, n int) *Node {
	binomial := make([]float64, n+1)
	binomial[0] = 1
	for k := 1; k <= n; k++ {
		binomial[k] = binomial[k-1] * float64(n-k+1) / float64(k)
	}
	scale := Reshape(ConstAsDType(t.Graph(), t.DType(), binomial), 1, 1, n+1)
	return Mul(scale, Mul(powers(t, n), Reverse(powers(OneMinus(t), n), -1)))
}

// powers are 1, t … tⁿ, by doubling: [b, d] → [b, d, n + 1]. (Pow has no derivatives at 0 without care.)
func powers(t *Node, n int) *Node {
	square := ExpandAxes(t, -1) // t to the number of powers that are there
	all := OnesLike(square)
	for all.Shape().Dim(-1) <= n {
		all = Concatenate([]*Node{all, Mul(all, square)}, -1)
		square = Square(square)
	}
	return Slice(all, AxisRange(), AxisRange(), AxisRange(0, n+1))
}
