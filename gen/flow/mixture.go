package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Mixture is another flow on a mixture of normal laws with diagonal covariances instead of the standard normal base, all
// of it trained: data of several clusters need not be torn apart by an invertible map, which would leave bridges between
// them. Of is the flow; with a condition it is conditional, the mixture is the same for all conditions.
//
// Reference: Papamakarios, Pavlakou, Murray, Masked Autoregressive Flow, NeurIPS 2017, section 4 (MAF MoG); Izmailov,
// Kirichenko, Finzi, Wilson, Semi-supervised learning with normalizing flows, ICML 2020.
type Mixture struct {
	Of         gen.Density // a flow whose law is a bijector.Transformed, as are those of this package
	Components int         // 0 means 8
	Spread     float64     // means start uniform in ±Spread in each coordinate; 0 means 2
}

var _ gen.Density = Mixture{}

// MarshalJSON refuses what could not be read again: the flow in Of is settings in an interface.
func (f Mixture) MarshalJSON() ([]byte, error) {
	type plain Mixture
	return settings(plain(f), f.Of == nil)
}

// Build binds the variables of Of under "flow" and those of the mixture under "base"; deviations start at 1.
func (f Mixture) Build(c gen.Ctx) dist.Distribution {
	wantRows("Mixture", c, 1)
	wantPositive("Mixture", "Spread", f.Spread)
	if f.Of == nil {
		exceptions.Panicf("flow.Mixture: want a flow in Of, such as flow.RealNVP{}, got none")
	}
	k := count("Mixture", "Components", f.Components, 8)
	law, ok := f.Of.Build(c.In("flow")).(bijector.Transformed)
	if !ok {
		exceptions.Panicf("flow.Mixture: want a flow in Of whose law is a bijector.Transformed, got that of %T", f.Of)
	}
	return bijector.Transformed{Base: f.base(c.In("base"), k), T: law.T}
}

// base binds "means", "log_sigmas" and "logits".
func (f Mixture) base(c gen.Ctx, k int) dist.Distribution {
	spread := f.Spread
	if spread == 0 {
		spread = 2
	}
	c.Cond = nil
	free := func(name string, size int, zero bool) *Node {
		return parameters(c.In(name), size, nil, act.SiLU, zero)
	}
	means := MulScalar(free("means", k*c.Dim(), false), spread/bound(k*c.Dim()))
	return dist.Mixture{
		Logits: Reshape(free("logits", k, true), k),
		Mu:     Reshape(means, k, c.Dim()),
		Sigma:  Exp(Reshape(free("log_sigmas", k*c.Dim(), true), k, c.Dim())),
	}
}
