// Package flow holds normalizing flows: densities made of an invertible network and a normal base.
//
// With x = f(z), z ~ N(0, 1), the log-density of x is exact,
//
//	ln p(x) = ln N(f⁻¹(x); 0, 1) + ln |det ∂f⁻¹/∂x|   [batch, dim] → [batch], nats,
//
// so a flow is trained by maximum likelihood and judged by its excess over the exact density.
//
//	m, err := fit.Density(flow.RealNVP{Couplings: 8}, fit.Stream(data.Moons{Noise: 0.05}, 512), fit.Options{Steps: 3000})
//
// Reference: Papamakarios et al., Normalizing Flows for Probabilistic Modeling and Inference, JMLR 22, 2021.
package flow
