package bijector

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/dist"
)

// ResidualSeries is a Residual whose Forward estimates its log-determinant at random, at a cost that does not grow with the
// dimension: with J = ∂g/∂x and random signs v,
//
//	ln det(1 + J) = E Σ_k (−1)ᵏ⁺¹/k · vᵀJᵏv,  k = 1 … Terms.
//
// The expectation is exact up to the terms left out, at most Dim·Lᵗ/(t·(1 − L)) with t = Terms + 1 and L the Lipschitz
// constant. The gradient is estimated by the same v from a series of its own, so that training differentiates one product
// with J and not the powers. Inverse is that of Of, with an exact log-determinant.
//
// Reference: Behrmann et al., Invertible residual networks, ICML 2019, algorithm 2; Chen, Behrmann, Duvenaud, Jacobsen, Residual
// flows, NeurIPS 2019, theorem 2 (the gradient's series), who draw the number of terms too.
type ResidualSeries struct {
	Of    Residual
	Rng   *dist.Rng // of the signs
	Terms int       // 0 means 20
}

var _ Bijector = ResidualSeries{}

// Forward has a log-determinant that is another at each evaluation.
func (r ResidualSeries) Forward(x *Node) (y, logDet *Node) {
	terms := r.Terms
	if terms == 0 {
		terms = 20
	}
	if r.Rng == nil || terms < 1 {
		exceptions.Panicf("bijector.ResidualSeries: want an Rng and at least 1 of Terms, got %v and %d", r.Rng, r.Terms)
	}
	g := r.Of.net(x)
	v := signs(r.Rng, x.Shape())
	power, sum := v, v // (Jᵀ)ᵏ·v and Σ (−1)ᵏ·(Jᵀ)ᵏ·v, which is (1 + Jᵀ)⁻¹·v
	value := zeros(x)
	for k := 1; k <= terms; k++ {
		power = StopGradient(Neg(diffop.VJP(g, x, power))) // with the sign
		sum = Add(sum, power)
		value = Sub(value, MulScalar(ReduceSum(Mul(power, v), -1), 1/float64(k)))
	}
	// d ln det(1 + J) = tr (1 + J)⁻¹·dJ: the derivative of sumᵀ·J·v with sum and v held.
	slope := ReduceSum(Mul(diffop.VJP(g, x, StopGradient(sum)), v), -1)
	return Add(x, g), Add(StopGradient(value), Sub(slope, StopGradient(slope)))
}

// Inverse is Of.Inverse.
func (r ResidualSeries) Inverse(y *Node) (x, logDet *Node) { return r.Of.Inverse(y) }

// signs are independent, +1 or −1.
func signs(r *dist.Rng, shape shapes.Shape) *Node {
	u := r.Uniform(shape)
	return Where(LessThan(u, ConstAs(u, 0.5)), Neg(OnesLike(u)), OnesLike(u))
}
