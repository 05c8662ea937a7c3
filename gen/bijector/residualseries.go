package bijector

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/loop"
)

// ResidualSeries is a Residual whose Forward has an unbiased random estimate of its log-determinant, at a cost that does not
// grow with the dimension: with J = ∂g/∂x, random signs v and a random number of terms N,
//
//	ln det(1 + J) = E Σ_k (−1)ᵏ⁺¹/(k·P(N ≥ k)) · vᵀJᵏv,  k = 1 … N.
//
// N is Terms and a geometric number more, one for all rows: each further term is taken with probability L, the Lipschitz
// constant, so L/(1 − L) are expected, and the variance is finite whatever J is, since the squares of the terms fall by L² and
// their weights rise by 1/L. The gradient is estimated by the same v and N from a series of its own, so that training
// differentiates one product with J and not the powers. Inverse is that of Of, with an exact log-determinant.
//
// The terms are taken in a loop of the engine, so training makes one step per call.
//
// Reference: Chen, Behrmann, Duvenaud, Jacobsen, Residual flows, NeurIPS 2019, theorems 1 and 2; signs: Hutchinson 1989.
type ResidualSeries struct {
	Of    Residual
	Rng   *dist.Rng // of signs and numbers of terms
	Terms int       // that are always taken; 0 means 8
}

var _ Bijector = ResidualSeries{}

// Forward has a log-determinant that is another at each evaluation.
func (r ResidualSeries) Forward(x *Node) (y, logDet *Node) {
	if r.Terms == 0 {
		r.Terms = 8
	}
	if r.Rng == nil || r.Terms < 1 {
		exceptions.Panicf("bijector.ResidualSeries: want an Rng and at least 1 of Terms, got %v and %d", r.Rng, r.Terms)
	}
	g := r.Of.net(x)
	v := r.Rng.Signs(x.Shape())
	value, sum := r.series(g, x, v)
	// d ln det(1 + J) = tr (1 + J)⁻¹·dJ: the derivative of sumᵀ·J·v with sum and v held.
	slope := ReduceSum(Mul(diffop.VJP(g, x, sum), v), -1)
	return Add(x, g), Add(value, Sub(slope, StopGradient(slope)))
}

// series is the estimate, [batch], and Σ_k (−1)ᵏ/P(N ≥ k)·(Jᵀ)ᵏ·v, k = 0 … N, which is (1 + Jᵀ)⁻¹·v in the mean, [batch, dim].
// Neither has a gradient.
func (r ResidualSeries) series(g, x, v *Node) (value, sum *Node) {
	one := ScalarOne(x.Graph(), x.DType())
	terms := MulScalar(one, float64(r.Terms))
	last := Add(terms, r.further(x))
	out := loop.While(func(s []*Node) *Node { return LessOrEqual(s[0], last) }, func(s []*Node) []*Node {
		k, power, sum, value := s[0], s[1], s[2], s[3]
		power = Neg(diffop.VJP(g, x, power))                                                            // (−Jᵀ)ᵏ·v
		weight := Exp(Mul(Max(Sub(k, terms), ZerosLike(k)), MulScalar(one, -math.Log(r.Of.Lipschitz)))) // 1/P(N ≥ k)
		term := Mul(power, weight)
		return []*Node{Add(k, one), power, Add(sum, term), Sub(value, Div(ReduceSum(Mul(term, v), -1), k))}
	}, one, v, v, zeros(x))
	return StopGradient(out[3]), StopGradient(out[2])
}

// further is a geometric number n, P(n ≥ j) = Lʲ, as a scalar of the type of x.
func (r ResidualSeries) further(x *Node) *Node {
	u := OneMinus(r.Rng.Uniform(shapes.Make(dtypes.Float64))) // in (0, 1]
	return ConvertDType(Floor(DivScalar(Log(u), math.Log(r.Of.Lipschitz))), x.DType())
}

// Inverse is Of.Inverse.
func (r ResidualSeries) Inverse(y *Node) (x, logDet *Node) { return r.Of.Inverse(y) }
