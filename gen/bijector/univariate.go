package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Univariate is a family of increasing maps of the line. Which one it is say Params numbers θ, which are zero for the
// identity (or what comes closest to it), so that networks whose last layer starts at zero start flows gently.
type Univariate interface {
	// Params must be how many numbers one coordinate needs, at least 1.
	Params() int
	// Forward must return y = f(x; θ) and ln dy/dx, elementwise: [batch, dim], [batch, dim, Params] → [batch, dim] twice.
	Forward(x, theta *Node) (y, logSlope *Node)
	// Inverse must return x = f⁻¹(y; θ) and ln dx/dy, elementwise, in the same shapes.
	Inverse(y, theta *Node) (x, logSlope *Node)
}

// Additive is y = x + θ, the additive family of NICE (Dinh, Krueger, Bengio, 2014, eq. 5). Its log-slope is 0.
type Additive struct{}

var _ Univariate = Additive{}

// Params is 1, the shift.
func (Additive) Params() int { return 1 }

// Forward adds θ.
func (Additive) Forward(x, theta *Node) (y, logSlope *Node) {
	return Add(x, Squeeze(theta, -1)), ZerosLike(x)
}

// Inverse subtracts θ.
func (Additive) Inverse(y, theta *Node) (x, logSlope *Node) {
	return Sub(y, Squeeze(theta, -1)), ZerosLike(y)
}

// ScaleShift is y = x·exp(s) + t with θ = (s, t) before s is bounded: the affine family of RealNVP, MAF and IAF.
type ScaleShift struct {
	// Bound keeps the log-scale inside (-Bound, Bound) by s → Bound·tanh(s/Bound); 0 means 1.
	Bound float64
}

var _ Univariate = ScaleShift{}

// Params is 2, log-scale and shift.
func (ScaleShift) Params() int { return 2 }

// Forward scales and shifts.
func (a ScaleShift) Forward(x, theta *Node) (y, logSlope *Node) {
	s, t := a.scaleShift(theta)
	return Add(Mul(x, Exp(s)), t), s
}

// Inverse undoes Forward.
func (a ScaleShift) Inverse(y, theta *Node) (x, logSlope *Node) {
	s, t := a.scaleShift(theta)
	return Mul(Sub(y, t), Exp(Neg(s))), Neg(s)
}

// scaleShift takes θ apart, [b, d, 2] → [b, d] twice, and bounds the log-scale.
func (a ScaleShift) scaleShift(theta *Node) (s, t *Node) {
	bound := a.Bound
	if bound == 0 {
		bound = 1
	}
	s, t = parameter(theta, 0), parameter(theta, 1)
	return MulScalar(Tanh(MulScalar(s, 1/bound)), bound), t
}

// parameter is number i of every coordinate: [b, d, params] → [b, d].
func parameter(theta *Node, i int) *Node {
	return Squeeze(Slice(theta, AxisRange(), AxisRange(), AxisRange(i, i+1)), -1)
}

// wantFamily panics unless there are a family and a network.
func wantFamily(who string, of Univariate, net func(*Node) *Node) {
	if of == nil || net == nil {
		exceptions.Panicf("bijector.%s: want a family in Of, such as ScaleShift{}, and a network in Net, got %T and nil: %t", who, of, net == nil)
	}
}

// wantTheta panics unless theta is [batch, dim, of.Params()] for x [batch, dim].
func wantTheta(who string, of Univariate, x, theta *Node) {
	if theta.Rank() != 3 || theta.Shape().Dim(0) != x.Shape().Dim(0) || theta.Shape().Dim(1) != x.Shape().Dim(1) || theta.Shape().Dim(2) != of.Params() {
		exceptions.Panicf("bijector.%s: want parameters [batch, %d, %d] of %T, got %s", who, x.Shape().Dim(1), of.Params(), of, theta.Shape())
	}
}
