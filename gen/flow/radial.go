package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Radial is a flow of radial maps on a standard normal base; both directions are closed. With a condition (Ctx.Cond), a
// network for each layer makes its parameters. Each layer widens or narrows space around one point only, so it takes many.
//
// Reference: Rezende and Mohamed, Variational inference with normalizing flows, ICML 2015.
type Radial struct {
	Layers     int      // 0 means 16
	Norm       bool     // an activation norm after each layer
	Hidden     []int    // hidden layers of the networks of the condition; none means 64, 64
	Activation act.Func // of those layers
}

var _ gen.Density = Radial{}

// Build binds the variables "layer_0" … and, with Norm, "norm_0" …
func (f Radial) Build(c gen.Ctx) dist.Distribution {
	wantRows("Radial", c, 1)
	wantHidden("Radial", f.Hidden)
	return inverted(c, count("Radial", "Layers", f.Layers, 16), f.Norm, func(c gen.Ctx) bijector.Bijector {
		p := cut(parameters(c, c.Dim()+2, f.Hidden, f.Activation, false), c.Dim(), 1, 1)
		return bijector.Radial{Center: p[0], A: p[1], B: p[2]}
	})
}
