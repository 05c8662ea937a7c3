package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// RationalQuadratic is a monotonic rational-quadratic spline: a box [-Box, Box] is mapped onto itself by one quotient of
// quadratics a bin, with continuous slope, and outside of it the map is the identity. Both directions are closed forms.
//
// The parameters of a coordinate are θ = (w₁, h₁, … w_K, h_K, s₁, … s_{K-1}), K = Bins: widths and heights of the bins
// in proportion to 1e-3 + (1 - K/1000)·softmax, slopes at the inner knots exp(7·tanh(s/7)); those at the box's edges are 1.
// So slopes lie in [1e-3, 1e3] and any finite θ gives a map without overflow.
//
// Reference: Durkan, Bekasov, Murray, Papamakarios, Neural Spline Flows, NeurIPS 2019, eq. 4-8.
type RationalQuadratic struct {
	Bins int     // 2 … 256; 0 means 8
	Box  float64 // 0 means 5
}

var _ Univariate = RationalQuadratic{}

// Params is 3·Bins - 1.
func (r RationalQuadratic) Params() int { return 3*r.bins() - 1 }

// Forward is eq. 4 and 5.
func (r RationalQuadratic) Forward(x, theta *Node) (y, logSlope *Node) {
	return r.inside(x, theta, knots.forward)
}

// Inverse is eq. 6 to 8.
func (r RationalQuadratic) Inverse(y, theta *Node) (x, logSlope *Node) {
	return r.inside(y, theta, knots.inverse)
}

// inside applies a direction of the spline inside of the box. What lies outside goes through the spline as the edge of
// the box: a branch that Where does not take still sends its NaN through the gradient.
func (r RationalQuadratic) inside(x, theta *Node, direction func(knots, *Node) (y, logSlope *Node)) (y, logSlope *Node) {
	bins := r.bins()
	lead := TransposeAllAxes(theta, 2, 0, 1) // [b, d, params] → [params, b, d]: vectors over rows, not over a few bins
	k := newKnots(partOf(lead, 0, 2*bins), r.box())
	slopes := partOf(lead, 2*bins, 3*bins-1) // the edges have θ = 0, slope 1
	k.slopes = func(in *Node) (left, right *Node) {
		return ReduceSum(Mul(partOf(in, 1, bins), slopes), 0), ReduceSum(Mul(partOf(in, 0, bins-1), slopes), 0)
	}
	y, logSlope = direction(k, ClipScalar(x, -k.box, k.box))
	within := LessThan(Abs(x), Scalar(x.Graph(), x.DType(), k.box))
	return Where(within, y, x), Where(within, logSlope, ZerosLike(x))
}

func (r RationalQuadratic) bins() int { return wantBins("RationalQuadratic", r.Bins) }

func (r RationalQuadratic) box() float64 {
	if !(r.Box >= 0) || math.IsInf(r.Box, 1) {
		exceptions.Panicf("bijector.RationalQuadratic: want a positive, finite Box (0 means 5), got %g", r.Box)
	}
	if r.Box == 0 {
		return 5
	}
	return r.Box
}

// wantBins is the number of bins, 8 for 0.
func wantBins(who string, bins int) int {
	if bins == 0 {
		return 8
	}
	if bins < 2 || bins > 256 {
		exceptions.Panicf("bijector.%s: want 2 … 256 Bins (0 means 8), got %d", who, bins)
	}
	return bins
}
