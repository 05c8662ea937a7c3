package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// IAF is the inverse autoregressive flow: MAF turned around, so that samples take one run of each network and a density dim
// runs. It suits laws that are sampled in training, such as variational posteriors; by maximum likelihood MAF trains faster.
//
// Reference: Kingma et al., Improved Variational Inference with Inverse Autoregressive Flow, NeurIPS 2016.
type IAF struct {
	Transforms int      // 0 means 8
	Hidden     []int    // hidden layers of each transform's network; none means 64, 64
	Activation act.Func // of those layers
	Bound      float64  // largest log-scale of one transform; 0 means 1
	Norm       bool     // an activation norm before each transform, initialized from the first batch
	Orders     [][]int  // as for MAF
}

var _ gen.Density = IAF{}

// Build binds the variables "transform_0" … and, with Norm, "norm_0" …
func (f IAF) Build(c gen.Ctx) dist.Distribution {
	turned := MAF(f)
	orders := turned.orders("IAF", c)
	return autoregressiveLaw(c, orders, f.Norm, func(c gen.Ctx, order []int) bijector.Bijector {
		return bijector.Inverted{Of: turned.transform(c, order)}
	})
}
