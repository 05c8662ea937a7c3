package bijector_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

var composeSeed = flag.Uint64("compose", 1, "first seed of TestCompositions, which tries it and the ones after it")

// family is an increasing map of the line with its name in tests.
type family struct {
	name string
	of   bijector.Univariate
}

// families are all there are. Files of other families append theirs: var _ = addFamily("name", bijector.Name{}).
var families = []family{
	{"additive", bijector.Additive{}},
	{"scale and shift", bijector.ScaleShift{}},
	{"rational-quadratic", bijector.RationalQuadratic{Bins: 4, Box: 3}},
}

// Errors allowed for chains of as many maps as compositions says: a hundred times those of one map, for their condition number.
const (
	compositions  = 4
	composedTol   = 1e-7
	composedTol32 = 1e-3
	enginesAgree  = 1e-9 // gradients of log-slopes multiply rounding by squares of slopes
)

// TestEveryFamily tries each in a coupling and in an autoregressive map.
func TestEveryFamily(t *testing.T) {
	for _, f := range families {
		for _, dim := range []int{2, 3, 5} {
			t.Run(fmt.Sprintf("%s in %d dimensions", f.name, dim), func(t *testing.T) {
				for _, dtype := range []dtypes.DType{dtypes.Float64, dtypes.Float32} {
					how := gentest.Trial{Float32: dtype == dtypes.Float32}
					gentest.Bijector(t, engines.Go(t), dim, func(s *model.Scope, g *Graph) bijector.Bijector {
						return coupled(s, g, bijector.Alternating(dim).Flip(), f.of, dtype)
					}, how)
					gentest.Bijector(t, engines.Go(t), dim, func(s *model.Scope, g *Graph) bijector.Bijector {
						return regressive(s, g, nil, dim, f.of, dtype)
					}, how)
				}
			})
		}
	}
}

// TestFamiliesAgree compares XLA with pure Go, in both directions and their gradients: one small program a family, where the
// suite's would take XLA many seconds to compile.
func TestFamiliesAgree(t *testing.T) {
	xla := engines.XLA(t)
	for _, f := range append(slices.Clone(families), family{"circular", bijector.Circular{Bins: 4}}) {
		rng := rand.New(rand.NewPCG(5, 6))
		x, theta := make([]float64, 12), make([]float64, 12*f.of.Params())
		for _, list := range [][]float64{x, theta} {
			for i := range list {
				list[i] = rng.NormFloat64()
			}
		}
		run := func(b compute.Backend) (all []float64) {
			for _, out := range MustExecOnceN(b, func(x, theta *Node) []*Node {
				rows, each := Reshape(x, -1, 2), Reshape(theta, -1, 2, f.of.Params())
				y, logSlope := f.of.Forward(rows, each)
				back, logBack := f.of.Inverse(rows, each)
				out := []*Node{y, logSlope, back, logBack}
				return append(out, Gradient(ReduceAllSum(Add(Add(y, logSlope), Add(back, logBack))), x, theta)...)
			}, x, theta) {
				all = append(all, tensors.MustCopyFlatData[float64](out)...)
			}
			return all
		}
		close(t, f.name, run(xla), run(engines.Go(t)), enginesAgree)
	}
}

// TestCompositions tries chains of maps drawn at random; go test -run TestCompositions -compose SEED repeats one.
func TestCompositions(t *testing.T) {
	for i := range uint64(6) {
		seed := *composeSeed + i
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			dim := 2 + int(seed%3)
			build := func(dtype dtypes.DType) func(s *model.Scope, g *Graph) bijector.Bijector {
				return func(s *model.Scope, g *Graph) bijector.Bijector { return composed(seed, s, g, dim, dtype) }
			}
			gentest.Bijector(t, engines.Go(t), dim, build(dtypes.Float64), gentest.Trial{Tol: composedTol})
			gentest.Bijector(t, engines.Go(t), dim, build(dtypes.Float32), gentest.Trial{Tol: composedTol32, Float32: true})
		})
	}
}

// composed is the chain of a seed.
func composed(seed uint64, scope *model.Scope, g *Graph, dim int, dtype dtypes.DType) bijector.Bijector {
	rng := rand.New(rand.NewPCG(seed, 0))
	var chain bijector.Chain
	for i := range compositions {
		s, of := scope.In("map_%d", i), families[rng.IntN(len(families))].of
		var b bijector.Bijector
		switch rng.IntN(6) {
		case 0:
			b = bijector.Permutation(rng.Perm(dim))
		case 1:
			b = bijector.Affine{
				Shift:    s.VariableWithShape("shift", shapes.Make(dtype, dim)).NodeValue(g),
				LogScale: s.VariableWithShape("log_scale", shapes.Make(dtype, dim)).NodeValue(g),
			}
		case 2:
			b = regressive(s, g, rng.Perm(dim), dim, of, dtype)
		case 3:
			b = coupled(s, g, bijector.Alternating(dim), of, dtype)
		default:
			b = coupled(s, g, bijector.Halves(dim).Flip(), of, dtype)
		}
		if rng.IntN(3) == 0 {
			b = bijector.Inverted{Of: b}
		}
		chain = append(chain, b)
	}
	return chain
}

// coupled is a coupling with a small network.
func coupled(s *model.Scope, g *Graph, mask bijector.Mask, of bijector.Univariate, dtype dtypes.DType) bijector.Coupling {
	net := nets.MLP{Hidden: []int{8}, Out: mask.Changed() * of.Params()}.Build(s, g, mask.Passing(), dtype)
	return bijector.Coupling{Mask: mask, Of: of, Net: func(pass *Node) *Node { return Reshape(net(pass), -1, mask.Changed(), of.Params()) }}
}

// regressive is an autoregressive map with a small network.
func regressive(s *model.Scope, g *Graph, order []int, dim int, of bijector.Univariate, dtype dtypes.DType) bijector.Autoregressive {
	net := nets.Masked{Hidden: []int{8}, Per: of.Params(), Order: order}.Build(s, g, dim, dtype)
	return bijector.Autoregressive{Dim: dim, Of: of, Net: func(y *Node) *Node { return net(y, nil) }}
}
