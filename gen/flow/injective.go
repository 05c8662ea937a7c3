package flow

import (
	"errors"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// Injective is the manifold-learning flow: a bijector f of the d data coordinates makes a surface of its first
// coordinates, x = f(z, 0), and a second flow is the density on it:
//
//	ln p(x) = ln p_inner(z) - ½ ln det JᵀJ(z),  z = the first k of f⁻¹(x),  nats per unit of k-dimensional volume.
//
// Its loss trains both at once and each by its own term, as the paper's two phases do: the surface (f) by the squared
// distance of data from their projections, the density (Inner) by the likelihood of fixed coordinates z. So no
// gradient of a log-volume is ever needed; [Rectangular] trains all by all terms.
//
// Angular is for closed curves and tori: k angles enter f as (cos θ, sin θ) and take 2k coordinates, so 2k ≤ d.
//
// Reference: Brehmer and Cranmer, Flows for simultaneous manifold learning and density estimation, NeurIPS 2020.
type Injective struct {
	Latent  int         // k, dimension of the surface, 1 ≤ k < d
	Angular bool        // the latent coordinates are angles
	Outer   gen.Density // the flow that f is taken from; its Build must give a bijector.Transformed; nil means RealNVP{}
	Inner   gen.Density // law of the latent coordinates; nil means RealNVP{}, which wants k ≥ 2 and no angles
	Beta    float64     // weight of the squared distance, > 0; 0 means 10
}

var (
	_ gen.Density   = Injective{}
	_ gen.Generator = Injective{}
)

// Build binds the variables of the flows under "outer" and "inner"; the law is a bijector.Embedded.
func (f Injective) Build(c gen.Ctx) dist.Distribution { return f.build(c) }

func (f Injective) build(c gen.Ctx) bijector.Embedded {
	inner := f.Inner
	if inner == nil {
		wantInner(f.Latent, f.Angular)
		inner = RealNVP{}
	}
	return surface{"flow.Injective", f.Latent, f.Angular, f.Outer, inner, f.Beta}.build(c, 0, 0)
}

// Loss is -ln p_inner(z) + β·|x - g(z)|² of every example, with z fixed in the first term: [batch, d] → [batch].
// Its value leaves out the log-volume, which these gradients don't need: it is no negative log-likelihood.
func (f Injective) Loss(c gen.Ctx, x *Node) *Node {
	law := f.build(c)
	m := law.Of.(padded)
	z := m.Project(x)
	apart := ReduceSum(Square(Sub(x, m.decode(z))), -1)
	return Sub(MulScalar(apart, beta(f.Beta, 10)), law.Base.LogProb(StopGradient(z)))
}

// Sample draws n examples on the surface, [n, d].
func (f Injective) Sample(c gen.Ctx, n int) *Node { return f.build(c).Sample(c.Rng, n) }

// MarshalJSON refuses what could not be read again: settings in an interface.
func (f Injective) MarshalJSON() ([]byte, error) {
	type plain Injective
	return settings(plain(f), f.Outer == nil && f.Inner == nil)
}

// errSettings is what saving says of settings that hold others by an interface, whose type JSON does not tell.
var errSettings = errors.New("settings with an Of, Outer, Inner, Encoder or Decoder of your own cannot be read again from a file: train a type of your own without fields, whose Build (and Loss and Sample, where there are) are those of these settings, or save the weights alone with fit.SaveWeights")
