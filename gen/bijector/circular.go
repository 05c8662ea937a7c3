package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Circular is a family of maps of the circle onto itself for angles in [-π, π): a rational-quadratic spline whose slopes
// agree where the circle closes, and a rotation after it. Angles may be given in any range; what comes out is in [-π, π).
//
// The parameters of a coordinate are those of RationalQuadratic with one slope more, that at ±π, before the other ones, and
// the angle of the rotation: θ = (w₁, h₁, … w_K, h_K, s₀, … s_{K-1}, φ), K = Bins. Only log-slopes have a meaning on a
// circle: differences of angles are to be taken modulo 2π.
//
// Reference: Rezende et al., Normalizing Flows on Tori and Spheres, ICML 2020, section 2.1.3.
type Circular struct {
	Bins int // 2 … 256; 0 means 8
}

var _ Univariate = Circular{}

// Params is 3·Bins + 1.
func (c Circular) Params() int { return 3*c.bins() + 1 }

// Forward bends and rotates.
func (c Circular) Forward(x, theta *Node) (y, logSlope *Node) {
	k, phi := c.open(theta)
	y, logSlope = k.forward(turn(x))
	return turn(Add(y, phi)), logSlope
}

// Inverse undoes Forward.
func (c Circular) Inverse(y, theta *Node) (x, logSlope *Node) {
	k, phi := c.open(theta)
	x, logSlope = k.inverse(turn(Sub(turn(y), phi)))
	return turn(x), logSlope
}

// open takes parameters apart.
func (c Circular) open(theta *Node) (k knots, phi *Node) {
	bins := c.bins()
	lead := TransposeAllAxes(theta, 2, 0, 1) // [b, d, params] → [params, b, d]
	k = newKnots(partOf(lead, 0, 2*bins), math.Pi)
	slopes := partOf(lead, 2*bins, 3*bins)
	next := Concatenate([]*Node{partOf(slopes, 1, bins), partOf(slopes, 0, 1)}, 0) // the last bin ends where the first one starts
	k.slopes = func(in *Node) (left, right *Node) { return ReduceSum(Mul(in, slopes), 0), ReduceSum(Mul(in, next), 0) }
	return k, row(lead, 3*bins)
}

func (c Circular) bins() int { return wantBins("Circular", c.Bins) }

// turn brings angles into [-π, π) by whole turns; its derivative is 1. Beyond ±1e7 in float32 (1e15 in float64) an angle says
// nothing any more, but something finite comes out.
func turn(x *Node) *Node {
	x = Where(IsFinite(x), x, ZerosLike(x))
	turns := StopGradient(Floor(MulScalar(AddScalar(x, math.Pi), 1/(2*math.Pi))))
	x = Sub(x, MulScalar(turns, 2*math.Pi))
	over := GreaterOrEqual(x, Scalar(x.Graph(), x.DType(), math.Pi)) // rounding
	return ClipScalar(Where(over, AddScalar(x, -2*math.Pi), x), -math.Pi, math.Pi)
}
