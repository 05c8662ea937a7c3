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

// NICE is a chain of additive couplings, which keep volumes, with one trained scale for each coordinate next to the
// standard normal base: ln |det| = Σ ln sᵢ is the same everywhere. With a condition, every coupling's network sees it.
//
// Reference: Dinh, Krueger, Bengio, NICE: Non-linear Independent Components Estimation, 2014, section 3.3.
type NICE struct {
	Couplings  int      // 0 means 8
	Hidden     []int    // hidden layers of each coupling's network; none means 64, 64
	Activation act.Func // of those layers
	TwoSided   bool     // each coupling maps both halves, one given the other, with two networks
	Masks      Masking  // which coordinates pass
	Image      [3]int   // height, width, channels of the rows, for Checkerboard and Channels
}

var _ gen.Density = NICE{}

// Build binds the variables "coupling_0" … and "log_scale" [dim].
func (f NICE) Build(c gen.Ctx) dist.Distribution {
	wantRows("NICE", c, 2)
	wantHidden("NICE", f.Hidden)
	layers := couplings{
		who: "NICE", network: network{Hidden: f.Hidden, Activation: f.Activation}, n: count("NICE", "Couplings", f.Couplings, 8),
		masks: f.Masks, image: f.Image, two: f.TwoSided,
	}
	s := c.Scope.WithInitializer(initializer.Zero).VariableWithShape("log_scale", shapes.Make(c.DType(), c.Dim())).NodeValue(c.Graph)
	scale := bijector.Affine{Shift: ZerosLike(s), LogScale: s}
	return bijector.Transformed{
		Base: dist.StandardNormal{Event: c.Event},
		T:    append(bijector.Chain{scale}, layers.build(c, bijector.Additive{})...),
	}
}
