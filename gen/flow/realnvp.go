package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
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
	TwoSided   bool     // each coupling maps both halves, one given the other, with two networks (Ardizzone et al., ICLR 2019)
	Masks      Masking  // which coordinates pass
	Image      [3]int   // height, width, channels of the rows, for Checkerboard and Channels
}

var _ gen.Density = RealNVP{}

// Build binds the variables "coupling_0" … and, with Norm, "norm_0" …
func (f RealNVP) Build(c gen.Ctx) dist.Distribution {
	wantRows("RealNVP", c, 2)
	wantHidden("RealNVP", f.Hidden)
	wantPositive("RealNVP", "Bound", f.Bound)
	layers := couplings{
		who: "RealNVP", network: network{Hidden: f.Hidden, Activation: f.Activation}, n: count("RealNVP", "Couplings", f.Couplings, 8),
		masks: f.Masks, image: f.Image, two: f.TwoSided, norm: f.Norm,
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: layers.build(c, bijector.ScaleShift{Bound: f.Bound})}
}
