// Package gentest is the conformance suite for those who add to the library, inside it or outside.
//
// A suite takes what is claimed and tries it: a bijector must come back and its log-determinant must be that of its
// automatic and its finite-difference Jacobian, [batch, dim] → [batch]; an injection must come back on its surface with
// its log-volume, and an estimated log-volume must be unbiased; a family of increasing maps must not fall, far out
// and with large parameters either; a distribution must integrate to one and its samples must have its entropy; the
// residuals of a differential problem must vanish for its solution and for no other.
//
//	func TestMine(t *testing.T) {
//		gentest.Bijector(t, engine, 3, func(s *model.Scope, g *graph.Graph) bijector.Bijector { … })
//	}
//
// Suites run in float64, unless a [Trial] says otherwise, on the engine they are given. Model: scikit-learn's
// check_estimator (Buitinck et al., API design for machine learning software, 2013, arXiv:1309.0238).
package gentest

// TB is what *testing.T and a notebook both provide.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}
