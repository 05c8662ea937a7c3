package bijector_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

var composeSeed = flag.Uint64("compose", 0, "seed of TestCompositions, which then takes all chains to XLA; 0 means 1 and the first two")

// Errors allowed for chains of as many maps as compositions says: a hundred times those of one map, for their condition number. About one seed
// in 120 makes a chain so flat that it loses more: 178 has a log-determinant of −25.
const (
	compositions  = 4
	composedTol   = 1e-7
	composedTol32 = 1e-3
	familyTol32   = 1e-4 // of one map with a search or a steep slope in float32
	enginesAgree  = 1e-9 // gradients of log-slopes multiply rounding by squares of slopes
)

// TestEveryFamily tries each in a coupling and in an autoregressive map.
func TestEveryFamily(t *testing.T) {
	for name, of := range families {
		if name == "Circular" {
			continue // for angles, in TestCircularSuite
		}
		for _, dim := range []int{2, 3, 5} {
			t.Run(fmt.Sprintf("%s in %d dimensions", name, dim), func(t *testing.T) {
				for _, how := range []gentest.Trial{{}, {Float32: true, Tol: familyTol32}} {
					gentest.Bijector(t, engines.Go(t), dim, at(dim, how, func(r room) bijector.Bijector {
						return coupled(r.s, r.g, bijector.Alternating(dim).Flip(), of(r), r.dtype)
					}), how)
					gentest.Bijector(t, engines.Go(t), dim, at(dim, how, func(r room) bijector.Bijector {
						return regressive(r.s, r.g, nil, dim, of(r), r.dtype)
					}), how)
				}
			})
		}
	}
}

// TestFamiliesAgree compares XLA with pure Go, in both directions and their gradients, by θ as well: one small program a family.
func TestFamiliesAgree(t *testing.T) {
	xla := engines.XLA(t)
	for name, of := range map[string]bijector.Univariate{
		"additive": bijector.Additive{}, "scale and shift": bijector.ScaleShift{},
		"rational-quadratic": bijector.RationalQuadratic{Bins: 4, Box: 3}, "circular": bijector.Circular{Bins: 4},
	} {
		rng := rand.New(rand.NewPCG(5, 6))
		x, theta := make([]float64, 12), make([]float64, 12*of.Params())
		for _, list := range [][]float64{x, theta} {
			for i := range list {
				list[i] = rng.NormFloat64()
			}
		}
		run := func(b compute.Backend) (all []float64) {
			for _, out := range MustExecOnceN(b, func(x, theta *Node) []*Node {
				rows, each := Reshape(x, -1, 2), Reshape(theta, -1, 2, of.Params())
				y, logSlope := of.Forward(rows, each)
				back, logBack := of.Inverse(rows, each)
				out := []*Node{y, logSlope, back, logBack}
				return append(out, Gradient(ReduceAllSum(Add(Add(y, logSlope), Add(back, logBack))), x, theta)...)
			}, x, theta) {
				all = append(all, tensors.MustCopyFlatData[float64](out)...)
			}
			return all
		}
		close(t, name, run(xla), run(engines.Go(t)), enginesAgree)
	}
}

// TestCompositions tries chains of maps in random order: every bijector and every family of the line is in one of them, turned around or not.
// XLA, which compiles for seconds, takes the first two,
// in turn in one precision and the other, or all if there is a seed: go test -run TestCompositions -compose SEED.
func TestCompositions(t *testing.T) {
	seed, compiled := *composeSeed, math.MaxInt
	if seed == 0 {
		seed, compiled = 1, 2
	}
	for i, pieces := range dealt(seed) {
		dim := 2 + (int(seed)+i)%3
		if slices.Contains(pieces, "SpaceToDepth") {
			dim = 4
		}
		t.Run(fmt.Sprintf("seed %d, chain %d", seed, i), func(t *testing.T) {
			t.Logf("%d dimensions, %s", dim, strings.Join(pieces, ", "))
			precisely(t, func(t *testing.T, b compute.Backend, how gentest.Trial) {
				if b.Name() != engines.Go(t).Name() && (i >= compiled || how.Float32 != (i%2 == 0)) {
					return
				}
				how.Tol = composedTol
				if how.Float32 {
					how.Tol = composedTol32
				}
				gentest.Bijector(t, b, dim, at(dim, how, func(r room) bijector.Bijector {
					return composed(rand.New(rand.NewPCG(seed, uint64(i))), r, pieces)
				}), how)
			})
		})
	}
}

// dealt is the names of all bijectors with a log-determinant and of all families of the line, shuffled and dealt to chains.
func dealt(seed uint64) (chains [][]string) {
	var deck []string
	for name, build := range bijectors {
		if build != nil {
			deck = append(deck, name)
		}
	}
	for name := range families {
		if name != "Circular" {
			deck = append(deck, name)
		}
	}
	slices.Sort(deck)
	rng := rand.New(rand.NewPCG(seed, 0))
	rng.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	for pieces := range slices.Chunk(deck, compositions) {
		if i := slices.Index(pieces, "Logit"); i > 0 { // it comes first: of numbers far from 0 it keeps few digits
			pieces[0], pieces[i] = pieces[i], pieces[0]
		}
		chains = append(chains, pieces)
	}
	return chains
}

// composed is the chain of such names.
func composed(rng *rand.Rand, r room, pieces []string) bijector.Bijector {
	var chain bijector.Chain
	for i, name := range pieces {
		in := r.in(fmt.Sprintf("map_%d", i))
		var f bijector.Bijector
		if of, ok := families[name]; ok {
			f = used(rng, in, of(in))
		} else {
			f = bijectors[name](in)
		}
		if name != "Logit" && rng.IntN(3) == 0 {
			f = bijector.Inverted{Of: f}
		}
		chain = append(chain, f)
	}
	return chain
}

// used puts a family to one of its uses.
func used(rng *rand.Rand, r room, of bijector.Univariate) bijector.Bijector {
	switch rng.IntN(4) {
	case 0:
		return bijector.Elementwise{Of: of, Theta: r.value("theta", 1, r.dim, of.Params())}
	case 1:
		return regressive(r.s, r.g, rng.Perm(r.dim), r.dim, of, r.dtype)
	case 2:
		return coupled(r.s, r.g, bijector.Alternating(r.dim), of, r.dtype)
	default:
		return coupled(r.s, r.g, bijector.Halves(r.dim).Flip(), of, r.dtype)
	}
}

// TestCompositionsOfAngles tries chains of maps of the torus in random order.
func TestCompositionsOfAngles(t *testing.T) {
	seed := max(*composeSeed, 1)
	t.Logf("seed %d", seed)
	precisely(t, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		if b.Name() != engines.Go(t).Name() && !how.Float32 {
			return // the slower of two that differ in precision alone
		}
		how.Angles, how.Tol = true, composedTol
		if how.Float32 {
			how.Tol = composedTol32
		}
		gentest.Bijector(t, b, 3, at(3, how, func(r room) bijector.Bijector {
			of, rng := bijector.Circular{Bins: 4}, rand.New(rand.NewPCG(seed, 0))
			chain := bijector.Chain{
				periodic(coupled(r.s.In("even"), r.g, bijector.Alternating(3), of, r.dtype)),
				bijector.Inverted{Of: periodic(coupled(r.s.In("odd"), r.g, bijector.Alternating(3).Flip(), of, r.dtype))},
				bijector.Elementwise{Of: bijector.Additive{}, Theta: r.value("turns", 10, 3, 1)},
				bijector.Permutation(rng.Perm(3)),
			}
			rng.Shuffle(len(chain), func(i, j int) { chain[i], chain[j] = chain[j], chain[i] })
			return chain
		}), how)
	})
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
