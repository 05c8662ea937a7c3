package flow

import (
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
	net := network{f.Hidden, f.Activation, 2 * f.Box}
	of := bijector.Reversed{Of: bijector.RationalQuadratic{Bins: f.Bins, Box: f.Box}} // densities need the way that takes no root
	if f.Autoregressive {
		return autoregressiveLaw(c, inTurn(c.Dim(), transforms), false, func(c gen.Ctx, order []int) bijector.Bijector {
			return net.autoregressive(c, order, of)
		})
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: couplings{who: "NSF", network: net, n: transforms}.build(c, of)}
}

// wantBins panics unless a spline can have so many bins.
func wantBins(who string, bins int) {
	if bins != 0 && (bins < 2 || bins > 256) {
		exceptions.Panicf("flow.%s: want 2 … 256 Bins (0 means 8), got %d", who, bins)
	}
}
