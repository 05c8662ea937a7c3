package flow

import (
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// SumOfSquares is a flow of polynomials whose slopes are sums of squares, autoregressive or by couplings, on a standard
// normal base. Polynomials grow fast, so an activation norm follows each of them, and training wants clipped gradients
// (fit.Options.ClipNorm). Networks see the condition (Ctx.Cond) too.
//
// Reference: Jaini, Selby, Yu, Sum-of-squares polynomial flow, ICML 2019.
type SumOfSquares struct {
	Transforms int      // 0 means 3
	Degree     int      // of the polynomials that are squared; 0 means 3
	Squares    int      // 0 means 2
	Box        float64  // polynomials in [-Box, Box], straight lines outside; 0 means 5
	Coupling   bool     // couplings instead of autoregressive maps
	Hidden     []int    // hidden layers of each network; none means 64, 64
	Activation act.Func // of those layers
}

var _ gen.Density = SumOfSquares{}

// Build binds the variables "transform_0" …, "norm_0" …
func (f SumOfSquares) Build(c gen.Ctx) dist.Distribution {
	m := monotone{"SumOfSquares", f.Transforms, f.Coupling, true, network{Hidden: f.Hidden, Activation: f.Activation}}
	return m.build(c, func(gen.Ctx) bijector.Univariate {
		return bijector.SumOfSquares{Degree: f.Degree, Squares: f.Squares, Box: f.Box}
	})
}
