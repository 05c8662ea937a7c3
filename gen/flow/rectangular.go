package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// Rectangular is the rectangular flow: the surface x = f(z, 0) and law of [Injective], trained by maximum likelihood
// on the surface with the log-volume in it,
//
//	loss = -ln p_inner(z) + ½ ln det JᵀJ(z) + β·|x - g(z)|²,  z = the first k of f⁻¹(x).
//
// The log-volume is exact (k products with J and a Cholesky factorisation, k ≤ 64), or, with Probes, estimated with
// a few products whatever k is: an unbiased gradient by Hutchinson's probes and conjugate gradients, when these
// converge. The density after training is always exact. Without an Inner flow the latent law is fixed, and f alone
// makes the density; for a closed curve (Angular) that is enough, since f moves points along it.
//
// Beta must be large: a surface that goes through the data in stairs has less length than one that follows them, and the
// likelihood alone likes that. Where the density of Embedded integrates to more than 1 over the true surface, or
// Embedded.Distance of data is large, it was too small.
//
// For a linear f and Gaussian data the best surface is that of principal components, if β is large enough: leaving
// out an eigendirection costs β times its variance, keeping it instead of another half the logarithm of their ratio.
//
// Reference: Caterini, Loaiza-Ganem, Pleiss, Cunningham, Rectangular flows for manifold learning, NeurIPS 2021.
type Rectangular struct {
	Latent  int         // k, dimension of the surface, 1 ≤ k < d
	Angular bool        // the latent coordinates are angles, 2k ≤ d
	Outer   gen.Density // the flow that f is taken from; its Build must give a bijector.Transformed; nil means RealNVP{}
	Inner   gen.Density // law of the latent coordinates; nil means N(0, 1), or uniform angles
	Beta    float64     // weight of the squared distance, > 0; 0 means 100, for data of about unit variance
	Probes  int         // Hutchinson probes for the log-volume in training; 0 means exact
	Steps   int         // of conjugate gradients for each probe; 0 means min(k, 8)
}

var (
	_ gen.Density   = Rectangular{}
	_ gen.Generator = Rectangular{}
)

// Build binds the variables of the flows under "outer" and "inner"; the law is a bijector.Embedded.
func (f Rectangular) Build(c gen.Ctx) dist.Distribution { return f.build(c) }

func (f Rectangular) build(c gen.Ctx) bijector.Embedded {
	if f.Probes < 0 || f.Steps < 0 {
		exceptions.Panicf("flow.Rectangular: want Probes and Steps at least 0, got %d and %d", f.Probes, f.Steps)
	}
	steps := f.Steps
	if steps == 0 {
		steps = min(f.Latent, 8)
	}
	return surface{"flow.Rectangular", f.Latent, f.Angular, f.Outer, f.Inner, f.Beta}.build(c, f.Probes, steps)
}

// Loss is the negative log-likelihood in nats plus β·|x - g(z)|² of every example: [batch, d] → [batch].
func (f Rectangular) Loss(c gen.Ctx, x *Node) *Node {
	law := f.build(c)
	m := law.Of.(padded)
	z := m.Project(x)
	var near, logVolume *Node
	if f.Probes > 0 {
		near, logVolume = m.ForwardEstimate(c.Rng, z)
	} else {
		near, logVolume = m.Forward(z)
	}
	apart := MulScalar(ReduceSum(Square(Sub(x, near)), -1), beta(f.Beta, 100))
	return Add(Sub(logVolume, law.Base.LogProb(z)), apart)
}

// Sample draws n examples on the surface, [n, d].
func (f Rectangular) Sample(c gen.Ctx, n int) *Node { return f.build(c).Sample(c.Rng, n) }

// MarshalJSON refuses what could not be read again: settings in an interface.
func (f Rectangular) MarshalJSON() ([]byte, error) {
	type plain Rectangular
	return settings(plain(f), f.Outer == nil && f.Inner == nil)
}
