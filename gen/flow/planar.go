package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Planar is a flow of planar maps on a standard normal base. They go from data to noise, so that the density is closed;
// samples take a search for one number in each layer. With a condition (Ctx.Cond), a network for each layer makes its
// parameters. Each layer bends space along one direction only, so it takes many.
//
// Reference: Rezende and Mohamed, Variational inference with normalizing flows, ICML 2015.
type Planar struct {
	Layers     int      // 0 means 16
	Norm       bool     // an activation norm after each layer
	Hidden     []int    // hidden layers of the networks of the condition; none means 64, 64
	Activation act.Func // of those layers
}

var _ gen.Density = Planar{}

// Build binds the variables "layer_0" … and, with Norm, "norm_0" …
func (f Planar) Build(c gen.Ctx) dist.Distribution {
	wantRows("Planar", c, 1)
	wantHidden("Planar", f.Hidden)
	return inverted(c, count("Planar", "Layers", f.Layers, 16), f.Norm, func(c gen.Ctx) bijector.Bijector {
		p := cut(parameters(c, 2*c.Dim()+1, f.Hidden, f.Activation, false), c.Dim(), c.Dim(), 1)
		return bijector.Planar{U: p[0], W: p[1], B: p[2]}
	})
}
