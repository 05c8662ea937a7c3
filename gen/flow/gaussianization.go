package flow

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Gaussianization is a flow that turns space and makes every coordinate normal, again and again: from data to noise,
// each layer is a trained rotation (a product of Householder reflections) and then y = Φ⁻¹(F(x)) with a mixture of
// logistic laws F for each coordinate. The density is closed, samples take a search in each layer. With a condition
// (Ctx.Cond), a network for each layer makes the mixtures; the rotations are the same for all conditions.
//
// Reference: Meng, Song, Song, Ermon, Gaussianization flows, AISTATS 2020; there the mixtures sit on data points, here all
// their parameters are trained.
type Gaussianization struct {
	Layers      int      // 0 means 8
	Components  int      // of each mixture; 0 means 8
	Reflections int      // in each rotation; 0 means as many as dimensions
	Hidden      []int    // hidden layers of the networks of the condition; none means 64, 64
	Activation  act.Func // of those layers
}

var _ gen.Density = Gaussianization{}

// Build binds the variables "layer_0" … with "layer_0/reflections".
func (f Gaussianization) Build(c gen.Ctx) dist.Distribution {
	wantRows("Gaussianization", c, 1)
	wantHidden("Gaussianization", f.Hidden)
	k := count("Gaussianization", "Reflections", f.Reflections, c.Dim())
	of := bijector.Reversed{Of: bijector.MixtureCDF{Components: count("Gaussianization", "Components", f.Components, 8)}}
	var chain bijector.Chain
	for i := range count("Gaussianization", "Layers", f.Layers, 8) {
		in := c.In(name("layer", i))
		theta := parameters(in, c.Dim()*of.Params(), f.Hidden, f.Activation, true)
		chain = append(chain,
			bijector.Elementwise{Of: of, Theta: Reshape(theta, -1, c.Dim(), of.Params())},
			bijector.Householder{Vectors: reflections(in, k)})
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}
