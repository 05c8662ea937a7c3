package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Logit is y = ln(p/(1-p)) with p = Alpha + (1 - 2·Alpha)·x, elementwise: it takes pixels x of [0, 1] to the line and
// keeps black and white finite. Flows end with its inverse, Inverted{Logit{…}}, whose law lives on a little more than
// [0, 1]: from -Alpha/(1 - 2·Alpha) to the mirror image of that. Rows outside have a log-determinant of −∞, so that
// their density is 0, and finite y and gradients.
//
// Reference: Papamakarios, Pavlakou, Murray, Masked Autoregressive Flow, NeurIPS 2017, section 4.3 (after Dinh et al. 2017).
type Logit struct {
	Alpha float64 // from 0 to less than ½; 0 is the plain logit, which has no value at 0 and 1
}

var _ Bijector = Logit{}

// Forward has the log-determinant Σ ln(1 - 2·Alpha) - ln p - ln(1-p).
func (l Logit) Forward(x *Node) (y, logDet *Node) {
	wantAnyRows("Logit", x)
	p := AddScalar(MulScalar(x, l.width()), l.Alpha)
	inside := LogicalAnd(GreaterThan(p, ZerosLike(p)), LessThan(p, OnesLike(p)))
	p = Where(inside, p, MulScalar(OnesLike(p), 0.5)) // the logarithms never see what is outside
	a, b := Log(p), Log1P(Neg(p))
	logDet = ReduceSum(Sub(AddScalar(Neg(a), math.Log(l.width())), b), -1)
	return Sub(a, b), Where(ReduceLogicalAnd(inside, -1), logDet, Infinity(x.Graph(), x.DType(), -1))
}

// Inverse is x = (σ(y) - Alpha)/(1 - 2·Alpha).
func (l Logit) Inverse(y *Node) (x, logDet *Node) {
	wantAnyRows("Logit", y)
	x = MulScalar(AddScalar(Sigmoid(y), -l.Alpha), 1/l.width())
	a, b := Softplus(Neg(y)), Softplus(y) // -ln p and -ln(1-p)
	return x, Neg(ReduceSum(AddScalar(Add(a, b), math.Log(l.width())), -1))
}

// width is the part of (0, 1) that [0, 1] is taken to.
func (l Logit) width() float64 {
	if !(l.Alpha >= 0 && l.Alpha < 0.5) {
		exceptions.Panicf("bijector.Logit: want Alpha from 0 to less than 0.5, got %g", l.Alpha)
	}
	return 1 - 2*l.Alpha
}

// wantAnyRows panics unless x is [batch, dim].
func wantAnyRows(who string, x *Node) {
	if x.Rank() != 2 {
		exceptions.Panicf("bijector.%s: want x [batch, dim], got %s", who, x.Shape())
	}
}
