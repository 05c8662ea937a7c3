package flow

import (
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// NSF is the neural spline flow: rational-quadratic splines in a chain of couplings whose halves take turns, or of
// autoregressive maps whose orders do, on a standard normal base. In more than two dimensions the coordinates are shuffled
// between them, in a way that the settings alone fix. With a condition (Ctx.Cond), every network sees it too.
//
// A spline bends what lies in its box, [-Box, Box] in each coordinate, and leaves alone what lies outside: scale data first
// (data.Scaler). Networks see coordinates cut off at ±2·Box, so that a far point cannot make them overflow. That
// changes no log-determinant: the parameters of a coupling may be any function of what passes it.
//
// Reference: Durkan, Bekasov, Murray, Papamakarios, Neural Spline Flows, NeurIPS 2019.
type NSF struct {
	Transforms     int      // 0 means 8
	Hidden         []int    // hidden layers of each network; none means 64, 64
	Activation     act.Func // of those layers
	Bins           int      // of each spline; 0 means 8
	Box            float64  // half the width of the box that splines bend; 0 means 5
	Autoregressive bool     // instead of couplings: more of each transform, but sampling takes dim runs of its network
}

var _ gen.Density = NSF{}

// Build binds the variables "coupling_0" … or, for autoregressive maps, "transform_0" …
func (f NSF) Build(c gen.Ctx) dist.Distribution {
	least := 2
	if f.Autoregressive {
		least = 1
	}
	wantRows("NSF", c, least)
	wantHidden("NSF", f.Hidden)
	wantPositive("NSF", "Box", f.Box)
	wantBins("NSF", f.Bins)
	transforms := count("NSF", "Transforms", f.Transforms, 8)
	if f.Box == 0 {
		f.Box = 5
	}
	net := network{f.Hidden, f.Activation}
	of := turned{bijector.RationalQuadratic{Bins: f.Bins, Box: f.Box}}
	if f.Autoregressive {
		return autoregressiveLaw(c, inTurn(c.Dim(), transforms), false, func(c gen.Ctx, order []int) bijector.Bijector {
			a := net.autoregressive(c, order, of)
			a.Net = within(2*f.Box, a.Net)
			return a
		})
	}
	chain := couplings(c, transforms, func(c gen.Ctx, mask bijector.Mask) bijector.Bijector {
		one := net.coupling(c, mask, of)
		one.Net = within(2*f.Box, one.Net)
		return one
	})
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}

// turned is a family with its directions exchanged. Densities need the way from data to noise: there a spline
// needs no root.
type turned struct{ of bijector.Univariate }

func (t turned) Params() int                                      { return t.of.Params() }
func (t turned) Forward(x, theta *Node) (y, logSlope *Node) { return t.of.Inverse(x, theta) }
func (t turned) Inverse(y, theta *Node) (x, logSlope *Node) { return t.of.Forward(y, theta) }

// couplings binds "coupling_0" …, n couplings whose halves take turns, with fixed permutations between each two of
// them in more than two dimensions.
func couplings(c gen.Ctx, n int, one func(gen.Ctx, bijector.Mask) bijector.Bijector) bijector.Chain {
	var chain bijector.Chain
	order := rand.New(rand.NewPCG(0, uint64(c.Dim())))
	for i := range n {
		if c.Dim() > 2 && i > 0 && i%2 == 0 {
			chain = append(chain, bijector.Permutation(order.Perm(c.Dim())))
		}
		mask := bijector.Halves(c.Dim())
		if i%2 == 1 {
			mask = mask.Flip()
		}
		chain = append(chain, one(c.In(name("coupling", i)), mask))
	}
	return chain
}

// within cuts off what a network sees at ±limit.
func within(limit float64, net func(*Node) *Node) func(*Node) *Node {
	return func(x *Node) *Node { return net(ClipScalar(x, -limit, limit)) }
}

// wantBins panics unless a spline can have so many bins.
func wantBins(who string, bins int) {
	if bins != 0 && (bins < 2 || bins > 256) {
		exceptions.Panicf("flow.%s: want 2 … 256 Bins (0 means 8), got %d", who, bins)
	}
}
