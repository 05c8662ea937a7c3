package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// MixtureCDF is the family y = Φ⁻¹(F(x)), which makes a normal law of a mixture of logistic laws,
//
//	F(x) = Σ_k π_k·σ((x − μ_k)/s_k),
//
// with θ = (logits of π, shifts of μ, shifts of ln s). At θ = 0 the mixture has mean 0 and variance 1 and is close to
// normal, so that y is close to x. Logarithms of F and of 1 − F are carried, so the tails stay exact: there y grows like
// ±√(2|x|/s). Inverse takes a search.
//
// Reference: Meng, Song, Song, Ermon, Gaussianization flows, AISTATS 2020, eq. 5-7.
type MixtureCDF struct {
	Components int // 0 means 8
}

var _ Univariate = MixtureCDF{}

// Params is 3·Components.
func (m MixtureCDF) Params() int { return 3 * m.components() }

// Forward is closed; ln dy/dx = ln F′(x) − ln φ(y).
func (m MixtureCDF) Forward(x, theta *Node) (y, logSlope *Node) {
	logit, mu, logS := m.mixture(theta)                     // [b, d, k]
	z := Mul(Sub(ExpandAxes(x, -1), mu), Exp(Neg(logS)))    // [b, d] → [b, d, k]
	below, above := Neg(Softplus(Neg(z))), Neg(Softplus(z)) // ln σ(z), ln σ(−z)
	y = probit(logSum(Add(logit, below)), logSum(Add(logit, above)))
	logDensity := logSum(Sub(Add(logit, Add(below, above)), logS)) // σ′ = σ(z)·σ(−z)
	return y, Add(logDensity, AddScalar(MulScalar(Square(y), 0.5), halfLog2Pi))
}

// Inverse searches between the quantiles of the components, for which |ln Φ(y) − ln Φ(−y)| ≤ y²/2 + 1.7|y|.
func (m MixtureCDF) Inverse(y, theta *Node) (x, logSlope *Node) {
	_, mu, logS := m.mixture(theta)
	reach := ExpandAxes(AddScalar(Add(MulScalar(Square(y), 0.5), MulScalar(Abs(y), 1.7)), 1e-3), -1)
	spread := Mul(Exp(logS), reach)
	return bracketed(m.Forward, y, theta, ReduceMin(Sub(mu, spread), -1), ReduceMax(Add(mu, spread), -1))
}

// mixture gives ln π, μ and ln s, [b, d, components] each. |ln s| stays within 5 of where it starts.
func (m MixtureCDF) mixture(theta *Node) (logit, mu, logS *Node) {
	k := m.components()
	part := func(i int) *Node { return Slice(theta, AxisRange(), AxisRange(), AxisRange(i*k, (i+1)*k)) }
	centers, scale := m.start()
	mu = Add(part(1), Reshape(ConstAsDType(theta.Graph(), theta.DType(), centers), 1, 1, k))
	logS = AddScalar(MulScalar(Tanh(MulScalar(part(2), 0.2)), 5), math.Log(scale))
	logit = part(0)
	return Sub(logit, ExpandAxes(logSum(logit), -1)), mu, logS
}

// start are equally spaced centres with variance ½, and the scale for which the logistic laws have the other half.
func (m MixtureCDF) start() (centers []float64, scale float64) {
	k := m.components()
	centers = make([]float64, k)
	if k == 1 {
		return centers, math.Sqrt(3) / math.Pi
	}
	half := math.Sqrt(1.5 * float64(k-1) / float64(k+1))
	for i := range centers {
		centers[i] = half * (2*float64(i)/float64(k-1) - 1)
	}
	return centers, math.Sqrt(1.5) / math.Pi
}

func (m MixtureCDF) components() int {
	if m.Components < 0 {
		exceptions.Panicf("bijector.MixtureCDF: want at least 1 of Components (0 means 8), got %d", m.Components)
	}
	if m.Components == 0 {
		return 8
	}
	return m.Components
}

// logSum is ln Σ exp over the last axis, shifted by the largest term.
func logSum(x *Node) *Node {
	top := StopGradient(ReduceAndKeep(x, ReduceMax, -1))
	return Add(Log(ReduceSum(Exp(Sub(x, top)), -1)), Squeeze(top, -1))
}
