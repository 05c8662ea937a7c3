package flow

import (
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// CircularNSF is a density of angles: circular splines in a chain of couplings whose halves take turns, on a uniform law.
// One angle needs no coupling: its splines depend on the condition alone. Networks see an angle as its cosine and sine. The
// density is 2π-periodic and has integral 1 over [-π, π) in each angle; samples lie there.
//
// Some coordinates may be real numbers: they are bent by splines in the box [-Box, Box] as in NSF, and have a standard
// normal base.
//
// Reference: Rezende et al., Normalizing Flows on Tori and Spheres, ICML 2020, sections 2.1.3 and 2.2.
type CircularNSF struct {
	Transforms int      // 0 means 8
	Hidden     []int    // hidden layers of each network; none means 64, 64
	Activation act.Func // of those layers
	Bins       int      // of each spline; 0 means 8
	Real       []int    // coordinates that are real numbers; none: all are angles, in radians
	Box        float64  // half the width of the box for real coordinates; 0 means 5
}

var _ gen.Density = CircularNSF{}

// Build binds the variables "coupling_0" … or, for one angle, "transform_0" …
func (f CircularNSF) Build(c gen.Ctx) dist.Distribution {
	wantRows("CircularNSF", c, 1)
	wantHidden("CircularNSF", f.Hidden)
	wantPositive("CircularNSF", "Box", f.Box)
	wantBins("CircularNSF", f.Bins)
	transforms := count("CircularNSF", "Transforms", f.Transforms, 8)
	if f.Box == 0 {
		f.Box = 5
	}
	isReal := f.real(c.Dim())
	var chain bijector.Chain
	if c.Dim() == 1 {
		for i := range transforms {
			chain = append(chain, network{Hidden: f.Hidden, Activation: f.Activation}.autoregressive(c.In(name("transform", i)), nil, f.family(isReal)))
		}
	} else {
		chain = f.couplings(c, transforms, isReal)
	}
	return bijector.Transformed{Base: cylinder{isReal, c.Event}, T: chain}
}

// couplings takes the halves of a fixed order of coordinates in turn. The order changes every second time, but no
// coordinate moves: that one is an angle goes with its place.
func (f CircularNSF) couplings(c gen.Ctx, n int, isReal []bool) (chain bijector.Chain) {
	var mask bijector.Mask
	for i, order := range inTurn(c.Dim(), n) {
		if i%2 == 1 {
			mask = mask.Flip()
		} else {
			mask = make(bijector.Mask, c.Dim())
			for _, at := range order[:(c.Dim()+1)/2] {
				mask[at] = true
			}
		}
		chain = append(chain, f.coupling(c.In(name("coupling", i)), mask, isReal))
	}
	return chain
}

// coupling binds one.
func (f CircularNSF) coupling(c gen.Ctx, mask bijector.Mask, isReal []bool) bijector.Bijector {
	var passing, changed []bool
	for i, pass := range mask {
		if pass {
			passing = append(passing, isReal[i])
		} else {
			changed = append(changed, isReal[i])
		}
	}
	of := f.family(changed)
	mlp := nets.MLP{Hidden: network{Hidden: f.Hidden}.hidden(), Out: len(changed) * of.Params(), Activation: f.Activation, ZeroLast: true}
	net := mlp.Build(c.Scope, c.Graph, 2*len(passing)+condSize(c), c.DType())
	return bijector.Coupling{Mask: mask, Of: of, Net: func(pass *Node) *Node {
		return Reshape(net(withCond(c, seen(pass, passing, f.Box))), -1, len(changed), of.Params())
	}}
}

// seen is what networks see of coordinates, [b, k] → [b, 2k]: cosine and sine of an angle, for a real number the
// number, cut off at twice the box, and 0.
func seen(x *Node, isReal []bool, box float64) *Node {
	cut := ClipScalar(x, -2*box, 2*box)
	where := choose(x, isReal)
	angle := Where(IsFinite(x), x, ZerosLike(x))
	return Concatenate([]*Node{Where(where, cut, Cos(angle)), Where(where, ZerosLike(x), Sin(angle))}, -1)
}

// choose is whether each coordinate is real, in the shape of x [batch, dim].
func choose(x *Node, isReal []bool) *Node {
	return BroadcastToDims(ExpandAxes(Const(x.Graph(), isReal), 0), x.Shape().Dimensions...)
}

// real tells which coordinates are.
func (f CircularNSF) real(dim int) []bool {
	is := make([]bool, dim)
	for _, i := range f.Real {
		if i < 0 || i >= dim || is[i] {
			exceptions.Panicf("flow.CircularNSF: want Real coordinates out of 0 … %d, each once, got %v", dim-1, f.Real)
		}
		is[i] = true
	}
	return is
}

// family is that of coordinates some of which are real.
func (f CircularNSF) family(isReal []bool) bijector.Univariate {
	circular := bijector.Reversed{Of: bijector.Circular{Bins: f.Bins}}
	for _, is := range isReal {
		if is {
			return mixed{isReal, circular, bijector.Reversed{Of: bijector.RationalQuadratic{Bins: f.Bins, Box: f.Box}}}
		}
	}
	return circular
}

// mixed maps angles by one family and real numbers by another one, which needs no more parameters.
type mixed struct {
	isReal      []bool
	angle, line bijector.Univariate
}

func (m mixed) Params() int { return m.angle.Params() }

func (m mixed) Forward(x, theta *Node) (y, logSlope *Node) {
	return m.both(x, theta, m.angle.Forward, m.line.Forward)
}

func (m mixed) Inverse(y, theta *Node) (x, logSlope *Node) {
	return m.both(y, theta, m.angle.Inverse, m.line.Inverse)
}

func (m mixed) both(x, theta *Node, angle, line func(x, theta *Node) (y, logSlope *Node)) (y, logSlope *Node) {
	where := choose(x, m.isReal)
	y, logSlope = angle(x, theta)
	lineY, lineSlope := line(x, Slice(theta, AxisRange(), AxisRange(), AxisRange(0, m.line.Params())))
	return Where(where, lineY, y), Where(where, lineSlope, logSlope)
}

// cylinder is uniform in each angle and standard normal in each real coordinate.
type cylinder struct {
	isReal []bool
	event  shapes.Shape
}

var _ dist.Distribution = cylinder{}

// LogProb is -ln 2π for each angle, in any range.
func (p cylinder) LogProb(x *Node) *Node {
	line := AddScalar(MulScalar(Square(x), -0.5), -0.5*math.Log(2*math.Pi))
	circle := AddScalar(ZerosLike(x), -math.Log(2*math.Pi))
	return ReduceSum(Where(choose(x, p.isReal), line, circle), -1)
}

func (p cylinder) Sample(r *dist.Rng, n int) *Node {
	shape := shapes.Make(p.event.DType, n, p.event.Dim(0))
	angle := MulScalar(AddScalar(r.Uniform(shape), -0.5), 2*math.Pi)
	return Where(choose(angle, p.isReal), r.Normal(shape), angle)
}
