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

// The mean over signs and numbers of terms is the exact log-determinant, though few terms are always taken, and so are the
// gradients by x and by a weight.
func TestResidualSeries(t *testing.T) {
	const dim, bound, runs, rows = 2, .7, 200, 10
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		store := model.NewStore()
		outputs := func(s *model.Scope, f bijector.Bijector, x *Node) []*Node {
			_, logDet := f.Forward(x)
			w := s.At("layer_0").GetVariable("weights").NodeValue(x.Graph())
			g := Gradient(ReduceAllMean(logDet), x, w)
			return []*Node{ReduceAllMean(logDet), ReduceAllSum(g[0]), ReduceAllSum(g[1])}
		}
		point := make([][]float64, rows)
		for i := range point {
			point[i] = []float64{.4, -.9}
		}
		exact := model.MustCallOnceN(b, store, func(s *model.Scope, x *Node) []*Node {
			return outputs(s, residual(s, x.Graph(), dim, bound), x)
		}, point)
		exec := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) []*Node {
			return outputs(s, bijector.ResidualSeries{Of: residual(s, in[0].Graph(), dim, bound), Rng: dist.NewRng(in[1]), Terms: 1}, in[0])
		})
		defer exec.Finalize()
		draws := make([][]float64, len(exact))
		for run := range runs {
			for i, o := range exec.MustCall(point, []uint64{uint64(run) + 1, 2, 3}) {
				draws[i] = append(draws[i], tensors.ToScalar[float64](o))
			}
		}
		for i, e := range exact {
			mean, se := meanErr(draws[i])
			if want := tensors.ToScalar[float64](e); !(math.Abs(mean-want) <= 3*se) || se == 0 {
				t.Errorf("number %d: mean %.5g ± %.2g, want %.5g", i, mean, se, want)
			}
		}
	})
}

func meanErr(x []float64) (mean, se float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se) / float64(len(x))
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
