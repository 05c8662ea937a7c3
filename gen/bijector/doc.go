// Package bijector holds invertible maps with tractable log-determinants.
//
// Every map computes y = f(x) or x = f⁻¹(y) together with the log-determinant of the Jacobian of the direction that
// was computed, [batch, dim] → ([batch, dim], [batch]). With a base law p(x), a map defines the law of y,
//
//	ln p(y) = ln p(f⁻¹(y)) + ln |det ∂f⁻¹/∂y|,
//
// which is what [Transformed] is: f takes noise to data.
//
//	t := bijector.Chain{bijector.Affine{Shift: b, LogScale: s}, bijector.Permutation{1, 0}}
//	y, logDet := t.Forward(x)
//	law := bijector.Transformed{Base: base, T: t} // a dist.Distribution
//
// Reference: Papamakarios et al., Normalizing Flows for Probabilistic Modeling and Inference, JMLR 22, 2021, eq. 6.
package bijector
