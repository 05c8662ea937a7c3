package bijector_test

import (
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// TestUnivariates tries families far out and with large parameters, where nothing depends on the engine.
func TestUnivariates(t *testing.T) {
	for name, of := range families {
		if name == "Circular" {
			continue // a circle has no order
		}
		t.Run(name, func(t *testing.T) {
			for _, how := range []gentest.Trial{{}, {Float32: true}} {
				gentest.Univariate(t, engines.Go(t), func(s *model.Scope, g *Graph) bijector.Univariate {
					return of(room{s, g, 1, dtypeOf(how)})
				}, how)
			}
		})
	}
}

// turning is the identity up to 8, from where it falls: no normal point sees that.
type turning struct{ bijector.Additive }

func (turning) Forward(x, theta *Node) (y, logSlope *Node) {
	eight := MulScalar(OnesLike(x), 8)
	return Where(LessThan(x, eight), x, Sub(MulScalar(eight, 2), x)), ZerosLike(x)
}

func TestSuiteSeesAFall(t *testing.T) {
	r := &recorder{}
	gentest.Univariate(r, engines.Go(t), func(*model.Scope, *Graph) bijector.Univariate { return turning{} })
	if r.errors == 0 {
		t.Error("a family that falls beyond 8 passed the suite")
	}
}
