package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Bernstein is a flow of monotone Bernstein polynomials, autoregressive or by couplings, on a standard normal base.
// The density takes one run of each network; sampling inverts the polynomials by a search. Networks see the condition
// (Ctx.Cond) too.
//
// Reference: Ramasinghe et al., Robust normalizing flows using Bernstein-type polynomials, BMVC 2022 (arXiv 2021); Sick,
// Hothorn, Dürr, Deep transformation models, ICPR 2020.
type Bernstein struct {
	Transforms int      // 0 means 3
	Degree     int      // of the polynomials; 0 means 10
	Box        float64  // polynomials in [-Box, Box], straight lines outside; 0 means 4
	Coupling   bool     // couplings instead of autoregressive maps: sampling then takes one run of each network too
	Hidden     []int    // hidden layers of each network; none means 64, 64
	Activation act.Func // of those layers
	Norm       bool     // an activation norm after each transform
}

var _ gen.Density = Bernstein{}

// Build binds the variables "transform_0" … and, with Norm, "norm_0" …
func (f Bernstein) Build(c gen.Ctx) dist.Distribution {
	m := monotone{"Bernstein", f.Transforms, f.Coupling, f.Norm, network{Hidden: f.Hidden, Activation: f.Activation}}
	return m.build(c, func(gen.Ctx) bijector.Univariate { return bijector.Bernstein{Degree: f.Degree, Box: f.Box} })
}
