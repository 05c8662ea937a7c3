package flow

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model/initializer"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// GIN is a chain of affine couplings whose log-scales sum to 0, so that the map keeps volumes, on a normal base with a
// trained mean and standard deviation for each coordinate. The standard deviations then say how much of the data's
// variation each coordinate carries. A condition moves the base alone: its mean and log standard deviation are linear in
// it, a table of them for one-hot classes, while the map stays the same for all.
//
// In two dimensions each coupling maps one coordinate, whose log-scale is 0: GIN is additive there.
//
// Reference: Sorrenson, Rother, Köthe, Disentanglement by Nonlinear ICA with General Incompressible-flow Networks
// (GIN), ICLR 2020, sections 3.2 and 3.3.
type GIN struct {
	Couplings  int      // 0 means 8
	Hidden     []int    // hidden layers of each coupling's network; none means 64, 64
	Activation act.Func // of those layers
	Bound      float64  // half of the largest log-scale of one coupling; 0 means 1
	TwoSided   bool     // each coupling maps both halves, one given the other, with two networks
	Masks      Masking  // which coordinates pass
	Image      [3]int   // height, width, channels of the rows, for Checkerboard and Channels
}

var _ gen.Density = GIN{}

// Build binds the variables "coupling_0" …, "mean" and "log_sigma" [dim], and "mean_given" and "log_sigma_given"
// [condition, dim] where there is a condition.
func (f GIN) Build(c gen.Ctx) dist.Distribution {
	wantRows("GIN", c, 2)
	wantHidden("GIN", f.Hidden)
	wantPositive("GIN", "Bound", f.Bound)
	layers := couplings{
		who: "GIN", network: network{Hidden: f.Hidden, Activation: f.Activation}, n: count("GIN", "Couplings", f.Couplings, 8),
		masks: f.Masks, image: f.Image, two: f.TwoSided,
	}
	base := dist.DiagNormal{Mu: linearIn(c, "mean"), Sigma: Exp(linearIn(c, "log_sigma"))}
	c.Cond = nil // the map does not see it
	return bijector.Transformed{Base: base, T: layers.build(c, incompressible{f.Bound})}
}

// linearIn is a row of dim numbers that depends linearly on the condition, from zero: [dim], or [batch, dim] given one.
func linearIn(c gen.Ctx, name string) *Node {
	zero := c.Scope.WithInitializer(initializer.Zero)
	b := zero.VariableWithShape(name, shapes.Make(c.DType(), c.Dim())).NodeValue(c.Graph)
	if c.Cond == nil {
		return b
	}
	w := zero.VariableWithShape(name+"_given", shapes.Make(c.DType(), condSize(c), c.Dim())).NodeValue(c.Graph)
	return Add(DotProduct(c.Cond, w), ExpandAxes(b, 0)) // [b, k] · [k, d]
}

// incompressible is ScaleShift with log-scales that sum to 0 over the coordinates of a row: their mean is taken away after
// they are bounded. So a row's coordinates share their parameters, which couplings allow and autoregressive maps do not.
type incompressible struct{ bound float64 }

var _ bijector.Univariate = incompressible{}

func (incompressible) Params() int { return 2 }

func (f incompressible) Forward(x, theta *Node) (y, logSlope *Node) {
	s, t := f.scaleShift(theta)
	return Add(Mul(x, Exp(s)), t), s
}

func (f incompressible) Inverse(y, theta *Node) (x, logSlope *Node) {
	s, t := f.scaleShift(theta)
	return Mul(Sub(y, t), Exp(Neg(s))), Neg(s)
}

// scaleShift takes θ apart: [b, d, 2] → [b, d] twice.
func (f incompressible) scaleShift(theta *Node) (s, t *Node) {
	bound := f.bound
	if bound == 0 {
		bound = 1
	}
	part := func(i int) *Node { return Squeeze(Slice(theta, AxisRange(), AxisRange(), AxisRange(i, i+1)), -1) }
	s = MulScalar(Tanh(MulScalar(part(0), 1/bound)), bound)
	return Sub(s, ReduceAndKeep(s, ReduceMean, -1)), part(1)
}
