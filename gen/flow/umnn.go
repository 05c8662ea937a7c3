package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// UMNN is a flow of unconstrained monotonic networks, autoregressive or by couplings, on a standard normal base: each
// coordinate goes by the integral of a positive network, which all coordinates of a transform share and which a number of
// outputs of the conditioner tells apart. Networks see the condition (Ctx.Cond) too.
//
// Reference: Wehenkel and Louppe, Unconstrained monotonic neural networks, NeurIPS 2019.
type UMNN struct {
	Transforms int      // 0 means 3
	Embedding  int      // outputs of the conditioner for each coordinate; 0 means 8
	Integrand  []int    // hidden layers of the integrated network; none means 32, 32
	Intervals  int      // of the Clenshaw-Curtis rule, even; 0 means 32
	Coupling   bool     // couplings instead of autoregressive maps
	Hidden     []int    // hidden layers of each conditioner; none means 64, 64
	Activation act.Func // of all hidden layers
	Norm       bool     // an activation norm after each transform
}

var _ gen.Density = UMNN{}

// Build binds the variables "transform_0" … with "transform_0/integrand" and, with Norm, "norm_0" …
func (f UMNN) Build(c gen.Ctx) dist.Distribution {
	wantHidden("UMNN", f.Integrand)
	hidden := f.Integrand
	if len(hidden) == 0 {
		hidden = []int{32, 32}
	}
	embedding := count("UMNN", "Embedding", f.Embedding, 8)
	mlp := nets.MLP{Hidden: hidden, Out: 1, Activation: f.Activation, ZeroLast: true}
	m := monotone{"UMNN", f.Transforms, f.Coupling, f.Norm, network{Hidden: f.Hidden, Activation: f.Activation}}
	return m.build(c, func(c gen.Ctx) bijector.Univariate {
		net := mlp.Build(c.In("integrand").Scope, c.Graph, 1+embedding, c.DType())
		return bijector.Monotonic{Embedding: embedding, Intervals: f.Intervals, Net: net}
	})
}
