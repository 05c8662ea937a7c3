package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// residual is a block with a small network.
func residual(s *model.Scope, g *Graph, dim int, lipschitz float64) bijector.Residual {
	net := nets.Lipschitz{Hidden: []int{6}, Out: dim, Bound: lipschitz}.Build(s, g, dim, dtypes.Float64)
	return bijector.Residual{Dim: dim, Lipschitz: lipschitz, Net: func(x *Node) *Node { return net(x, nil) }}
}

func TestResidual(t *testing.T) {
	for name, dim := range map[string]int{"one": 1, "two": 2, "four": 4} {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), dim, func(s *model.Scope, g *Graph) bijector.Bijector { return residual(s, g, dim, .8) })
		})
	}
	t.Run("inverted", func(t *testing.T) { // the automatic Jacobian of the iteration
		gentest.Bijector(t, engines.Go(t), 2, func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.Inverted{Of: residual(s, g, 2, .8)}
		})
	})
	t.Run("compiled", func(t *testing.T) {
		gentest.Bijector(t, engines.XLA(t), 2, func(s *model.Scope, g *Graph) bijector.Bijector { return residual(s, g, 2, .1) })
	})
}

// g(x) = x·A is linear: ln det(1 + A) by hand.
func TestResidualOfALinearMap(t *testing.T) {
	a := [][]float64{{.3, -.2, .1}, {.1, -.5, 0}, {.2, .1, .4}}
	linear := func(g *Graph) bijector.Bijector {
		return bijector.Residual{Dim: 3, Lipschitz: .8, Net: func(x *Node) *Node { return DotProduct(x, Const(g, a)) }}
	}
	y, logDet := forward(t, []float64{1, 2, -1}, linear)
	// 1 + A = (1.3 −.2 .1; .1 .5 0; .2 .1 1.4)
	near(t, "first", y[0], 1.3+.2-.2)
	near(t, "third", y[2], .1-1.4)
	near(t, "log-determinant", logDet, math.Log(1.3*.5*1.4+.2*.1*1.4+.1*(.1*.1-.5*.2)))
	out := MustExecOnceN(engines.Go(t), func(y *Node) []*Node {
		x, ld := linear(y.Graph()).Inverse(y)
		return []*Node{x, ld}
	}, [][]float64{y})
	x := tensors.MustCopyFlatData[float64](out[0])
	for i, want := range []float64{1, 2, -1} {
		near(t, "inverse", x[i], want)
	}
	near(t, "log-determinant of the inverse", tensors.MustCopyFlatData[float64](out[1])[0], -logDet)
}

func TestResidualSeries(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		const dim, bound, terms = 2, .3, 6
		left := dim * math.Pow(bound, terms+1) / (1 - bound) // more than the terms left out, also for the derivative's series
		gentest.EstimatedLogDet(t, b, dim, left, func(s *model.Scope, g *Graph, r *dist.Rng) (estimate, exact bijector.Bijector) {
			block := residual(s, g, dim, bound)
			return bijector.ResidualSeries{Of: block, Rng: r, Terms: terms}, block
		})
	})
}

// biased counts its log-determinant twice.
type biased struct{ bijector.ResidualSeries }

func (w biased) Forward(x *Node) (*Node, *Node) {
	y, ld := w.ResidualSeries.Forward(x)
	return y, MulScalar(ld, 2)
}

func TestSuiteSeesABiasedEstimate(t *testing.T) {
	r := &recorder{}
	gentest.EstimatedLogDet(r, engines.Go(t), 2, 1e-3, func(s *model.Scope, g *Graph, rng *dist.Rng) (estimate, exact bijector.Bijector) {
		block := residual(s, g, 2, .5)
		return biased{bijector.ResidualSeries{Of: block, Rng: rng}}, block
	})
	if r.errors == 0 {
		t.Error("an estimate twice too large passed the suite")
	}
}

func TestResidualRefuses(t *testing.T) {
	same := func(x *Node) *Node { return x }
	for name, f := range map[string]bijector.Bijector{
		"no bound":  bijector.Residual{Dim: 2, Net: same},
		"one":       bijector.Residual{Dim: 2, Lipschitz: 1, Net: same},
		"width":     bijector.Residual{Dim: 3, Lipschitz: .5, Net: same},
		"net":       bijector.Residual{Dim: 2, Lipschitz: .5, Net: func(x *Node) *Node { return ReduceSum(x, -1) }},
		"no stream": bijector.ResidualSeries{Of: bijector.Residual{Dim: 2, Lipschitz: .5, Net: same}},
	} {
		for direction, run := range map[string]func(x *Node) (*Node, *Node){"forward": f.Forward, "inverse": f.Inverse} {
			if name == "no stream" && direction == "inverse" {
				continue // which needs none
			}
			_, err := CallOnce(engines.Go(t), func(x *Node) *Node { y, _ := run(x); return y }, [][]float64{{1, 2}})
			if err == nil {
				t.Errorf("%s, %s: want an error", name, direction)
			}
		}
	}
}
