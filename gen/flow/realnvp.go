package flow

import (
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// RealNVP is a chain of affine couplings whose halves take turns, on a standard normal base. In more than two
// dimensions the coordinates are permuted between the couplings, in an order that the settings alone fix. With a
// condition (Ctx.Cond), every coupling's network sees it too.
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017.
type RealNVP struct {
	Couplings  int      // 0 means 8
	Hidden     []int    // hidden layers of each coupling's network; none means 64, 64
	Activation act.Func // of those layers
	Bound      float64  // largest log-scale of one coupling; 0 means 1
	Norm       bool     // an activation norm before each coupling, initialized from the first batch (Kingma and Dhariwal 2018)
}

var _ gen.Density = RealNVP{}

// Build binds the variables "coupling_0" … and, with Norm, "norm_0" …
func (f RealNVP) Build(c gen.Ctx) dist.Distribution {
	if c.Event.Rank() != 1 || c.Dim() < 2 {
		exceptions.Panicf("flow.RealNVP: want examples [dim] with dim ≥ 2, got %s", c.Event)
	}
	f.check()
	couplings := f.Couplings
	if couplings == 0 {
		couplings = 8
	}
	var chain bijector.Chain
	order := rand.New(rand.NewPCG(0, uint64(c.Dim())))
	for i := range couplings {
		if c.Dim() > 2 && i > 0 && i%2 == 0 {
			chain = append(chain, bijector.Permutation(order.Perm(c.Dim())))
		}
		chain = append(chain, f.coupling(c.In(name("coupling", i)), i%2 == 1))
		if f.Norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}

// check panics on settings that no flow can have.
func (f RealNVP) check() {
	if f.Couplings < 0 {
		exceptions.Panicf("flow.RealNVP: want Couplings at least 0, got %d", f.Couplings)
	}
	if !(f.Bound >= 0) || math.IsInf(f.Bound, 1) {
		exceptions.Panicf("flow.RealNVP: want Bound at least 0 and finite, got %g", f.Bound)
	}
	for _, h := range f.Hidden {
		if h < 1 {
			exceptions.Panicf("flow.RealNVP: want Hidden layers of at least one unit, got %v", f.Hidden)
		}
	}
}

// coupling binds one affine coupling; its network starts at zero, so that the flow starts as the identity.
func (f RealNVP) coupling(c gen.Ctx, flip bool) bijector.Coupling {
	b := bijector.Coupling{Dim: c.Dim(), Flip: flip, Bound: f.Bound}
	hidden := f.Hidden
	if len(hidden) == 0 {
		hidden = []int{64, 64}
	}
	in := b.Passing()
	if c.Cond != nil {
		in += c.Cond.Shape().Dim(-1)
	}
	net := nets.MLP{Hidden: hidden, Out: 2 * b.Changed(), Activation: f.Activation, ZeroLast: true}.Build(c.Scope, c.Graph, in, c.DType())
	b.Net = func(x *Node) (logScale, shift *Node) {
		if c.Cond != nil {
			x = Concatenate([]*Node{x, c.Cond}, -1)
		}
		y := net(x) // [b, passing + cond] → [b, 2·changed]
		return Slice(y, AxisRange(), AxisRange(0, b.Changed())), Slice(y, AxisRange(), AxisRangeToEnd(b.Changed()))
	}
	return b
}
