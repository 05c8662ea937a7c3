package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
)

// Residual is a flow of residual blocks y = x + g(x) whose networks are contractions, on a standard normal base, from data to
// noise: space is bent freely, with no coordinate treated apart. The log-determinant is exact by the Jacobian; in training in
// more than Exact dimensions it is estimated by a random series without bias. Samples take an iteration in each block. Networks see the
// condition (Ctx.Cond) too, with no bound on what they make of it. An activation norm follows each block, which supplies the
// scale that a contraction lacks.
//
// Reference: Behrmann et al., Invertible residual networks, ICML 2019; Chen, Behrmann, Duvenaud, Jacobsen, Residual flows,
// NeurIPS 2019.
type Residual struct {
	Blocks    int     // 0 means 8
	Hidden    []int   // hidden layers of each network; none means one of 64: each further layer loses slope
	Lipschitz float64 // bound of each network, in (0, 1); 0 means 0.9
	Exact     int     // dimensions up to which training takes the exact log-determinant; 0 means 8
	Terms     int     // of the series that are always taken; 0 means 8
}

var _ gen.Density = Residual{}

// Build binds the variables "layer_0" …, "norm_0" …
func (f Residual) Build(c gen.Ctx) dist.Distribution {
	wantRows("Residual", c, 1)
	wantHidden("Residual", f.Hidden)
	if f.Lipschitz == 0 {
		f.Lipschitz = 0.9
	}
	if !(f.Lipschitz > 0 && f.Lipschitz < 1) {
		exceptions.Panicf("flow.Residual: want a Lipschitz bound in (0, 1), got %g", f.Lipschitz)
	}
	exact, terms := count("Residual", "Exact", f.Exact, 8), count("Residual", "Terms", f.Terms, 8)
	if len(f.Hidden) == 0 {
		f.Hidden = []int{64}
	}
	mlp := nets.Lipschitz{Hidden: f.Hidden, Out: c.Dim(), Bound: f.Lipschitz, Context: condSize(c)}
	return inverted(c, count("Residual", "Blocks", f.Blocks, 8), true, func(c gen.Ctx) bijector.Bijector {
		net := mlp.Build(c.Scope, c.Graph, c.Dim(), c.DType())
		block := bijector.Residual{Dim: c.Dim(), Lipschitz: f.Lipschitz, Net: func(x *Node) *Node { return net(x, c.Cond) }}
		if c.Training && c.Dim() > exact {
			return bijector.ResidualSeries{Of: block, Rng: c.Rng, Terms: terms}
		}
		return block
	})
}
