// Package dist holds probability distributions as values in a computation graph.
//
// A distribution has parameters that are nodes of the graph, a log-density in nats and a sampler. Events are
// vectors: x is [batch, dim], LogProb(x) is [batch]. Nothing here knows how the parameters came about, so a
// distribution built from trained variables and one built from constants are used alike.
//
//	p := dist.DiagNormal{Mu: mu, Sigma: sigma}  // log N(x; μ, diag σ²) = -½ Σᵢ ((xᵢ-μᵢ)/σᵢ)² - Σᵢ ln σᵢ - d/2 ln 2π
//	lp := p.LogProb(x)                          // [batch, dim] → [batch]
//	y := p.Sample(rng, 500)                     // → [500, dim]
//
// Reference: Dillon et al., TensorFlow Distributions, 2017, arXiv:1711.10604 (the split of event and batch axes).
package dist
