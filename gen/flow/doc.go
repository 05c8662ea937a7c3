// Package flow holds normalizing flows: densities made of an invertible map and a simple base law.
//
// With x = f(z), z ~ N(0, 1), the log-density of x is exact,
//
//	ln p(x) = ln N(f⁻¹(x); 0, 1) + ln |det ∂f⁻¹/∂x|   [batch, dim] → [batch], nats,
//
// so a flow is trained by maximum likelihood and judged by its excess over the exact density.
//
//	m, err := fit.Density(flow.NSF{}, fit.Stream(data.Moons{Noise: 0.05}, 512), fit.Options{Steps: 5000, LearningRate: 5e-3,
//		Schedule: fit.Cosine(0.01), ClipNorm: 5})
//
// What is where:
//
//	couplings        NICE, RealNVP, GIN, NSF, Glow (images in several levels)
//	autoregressive   MAF, IAF, NSF, Bernstein, SumOfSquares, UMNN
//	angles           CircularNSF
//	whole rows       Planar, Radial, Sylvester, Residual, Gaussianization
//	along an ODE     CNF, FFJORD, Continuous (any field), noise at t = 0 and data at t = 1
//	onto a surface   Injective, Rectangular, FreeForm with Latent; FreeForm without it takes any network as a flow
//	another base     Mixture
//
// Every one takes a condition, Ctx.Cond, which is the second table of a data source. Those onto surfaces, FreeForm and FFJORD are trained by
// a loss of their own; what LogProb says is exact all the same. docs/choose.md says which to take when.
//
// References: Papamakarios et al., Normalizing Flows for Probabilistic Modeling and Inference, JMLR 22, 2021; Kobyzev, Prince, Brubaker, Normalizing
// Flows: An Introduction and Review of Current Methods, IEEE PAMI 43, 2021.
package flow
