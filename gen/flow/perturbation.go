package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// inverted is the law of layers whose closed direction goes from data to noise, on a standard normal base. It binds the
// parts "layer_0" … and, with norm, "norm_0" …
func inverted(c gen.Ctx, layers int, norm bool, layer func(c gen.Ctx) bijector.Bijector) dist.Distribution {
	var chain bijector.Chain
	for i := range layers {
		chain = append(chain, bijector.Inverted{Of: layer(c.In(name("layer", i)))})
		if norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}
