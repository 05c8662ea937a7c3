package bijector_test

import (
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// room is where a map of a test is built: the names of its variables, its graph, its dimensions and its precision.
type room struct {
	s     *model.Scope
	g     *Graph
	dim   int
	dtype dtypes.DType
}

func (r room) in(name string) room { return room{r.s.In("%s", name), r.g, r.dim, r.dtype} }

// value is size times a trainable variable; the suites give it random values.
func (r room) value(name string, size float64, dims ...int) *Node {
	v := r.s.WithInitializer(initializer.One).VariableWithShape(name, shapes.Make(r.dtype, dims...))
	return MulScalar(v.NodeValue(r.g), size)
}

func (r room) affine(dim int) bijector.Affine {
	return bijector.Affine{Shift: r.value("shift", 1, dim), LogScale: r.value("log_scale", 1, dim)}
}

func (r room) contraction() bijector.Residual {
	const lipschitz = .1 // few steps back
	net := nets.Lipschitz{Hidden: []int{4}, Out: r.dim, Bound: lipschitz}.Build(r.s, r.g, r.dim, r.dtype)
	return bijector.Residual{Dim: r.dim, Lipschitz: lipschitz, Net: func(x *Node) *Node { return net(x, nil) }}
}

// pixels is two where dim can be halved, else dim.
func (r room) pixels() int {
	if r.dim%2 == 0 {
		return 2
	}
	return r.dim
}

// bijectors are small ones of every exported type, in 2 dimensions or more. TestNoMapIsForgotten holds that. Logit, which is a map of an
// interval, is turned around.
var bijectors = map[string]func(r room) bijector.Bijector{
	"ActNorm": func(r room) bijector.Bijector { return bijector.NewActNorm(r.s, r.g, r.dim, r.dtype, false) },
	"Affine":  func(r room) bijector.Bijector { return r.affine(r.dim) },
	"Autoregressive": func(r room) bijector.Bijector {
		return regressive(r.s, r.g, bijector.Permutation(backward(r.dim)), r.dim, bijector.ScaleShift{}, r.dtype)
	},
	"Chain": func(r room) bijector.Bijector {
		return bijector.Chain{r.in("first").affine(r.dim), bijector.Permutation(backward(r.dim)), r.in("second").affine(r.dim)}
	},
	"Coupling": func(r room) bijector.Bijector {
		return coupled(r.s, r.g, bijector.Alternating(r.dim), bijector.ScaleShift{}, r.dtype)
	},
	"Elementwise": func(r room) bijector.Bijector {
		return bijector.Elementwise{Of: bijector.ScaleShift{Bound: 2}, Theta: r.value("theta", 1, r.dim, 2)}
	},
	"Householder": func(r room) bijector.Bijector { return bijector.Householder{Vectors: r.value("v", 1, 2, r.dim)} },
	"Inverted":    func(r room) bijector.Bijector { return bijector.Inverted{Of: r.affine(r.dim)} },
	"Leading":     func(r room) bijector.Bijector { return bijector.Leading{Count: r.dim - 1, Of: r.affine(r.dim - 1)} },
	"Linear": func(r room) bijector.Bijector {
		return bijector.NewLinear(r.s, r.g, nets.Orthogonal(r.s, r.dim), r.dtype)
	},
	"Logit": func(room) bijector.Bijector { return bijector.Inverted{Of: bijector.Logit{Alpha: 0.05}} },
	"PassingFirst": func(r room) bijector.Bijector {
		return bijector.PassingFirst{Mask: bijector.Alternating(r.dim).Flip()}
	},
	"Permutation": func(r room) bijector.Bijector { return bijector.Permutation(backward(r.dim)) },
	"Pixelwise": func(r room) bijector.Bijector {
		return bijector.Pixelwise{Pixels: r.pixels(), Of: r.affine(r.dim / r.pixels())}
	},
	"Planar": func(r room) bijector.Bijector {
		return bijector.Planar{U: r.value("u", 5, r.dim), W: r.value("w", 5, r.dim), B: r.value("b", 1, 1)}
	},
	"Radial": func(r room) bijector.Bijector {
		return bijector.Radial{Center: r.value("center", 1, r.dim), A: r.value("a", 1, 1), B: r.value("b", -10, 1)}
	},
	"Residual":       func(r room) bijector.Bijector { return r.contraction() },
	"ResidualSeries": nil, // a random log-determinant, which TestEstimates tries
	"SpaceToDepth": func(r room) bijector.Bijector {
		return bijector.SpaceToDepth{Height: 2, Width: 2, Channels: r.dim / 4}
	},
	"Sylvester": func(r room) bijector.Bijector {
		return bijector.Sylvester{Vectors: r.value("v", 1, 2, r.dim), R: r.value("r", 3, 2, 2), S: r.value("s", 3, 2, 2), B: r.value("b", 1, 2)}
	},
}

// families are small ones of every exported family of increasing maps of the line, and of the circle.
var families = map[string]func(r room) bijector.Univariate{
	"Additive":          func(room) bijector.Univariate { return bijector.Additive{} },
	"Bernstein":         func(room) bijector.Univariate { return bijector.Bernstein{Degree: 4, Box: 2} },
	"Circular":          func(room) bijector.Univariate { return bijector.Circular{Bins: 4} },
	"MixtureCDF":        func(room) bijector.Univariate { return bijector.MixtureCDF{Components: 2} },
	"Monotonic":         integral,
	"RationalQuadratic": func(room) bijector.Univariate { return bijector.RationalQuadratic{Bins: 4, Box: 3} },
	"Reversed":          func(room) bijector.Univariate { return bijector.Reversed{Of: bijector.ScaleShift{}} },
	"ScaleShift":        func(room) bijector.Univariate { return bijector.ScaleShift{} },
	"SumOfSquares":      func(room) bijector.Univariate { return bijector.SumOfSquares{Degree: 2, Squares: 1} },
}

func integral(r room) bijector.Univariate {
	net := nets.MLP{Hidden: []int{4}, Out: 1}.Build(r.s.In("integrand"), r.g, 2, r.dtype)
	return bijector.Monotonic{Embedding: 1, Intervals: 16, Net: net}
}

// backward is the order from the last coordinate to the first.
func backward(dim int) []int {
	order := make([]int, dim)
	for i := range order {
		order[i] = dim - 1 - i
	}
	return order
}

// leastDim is the number of dimensions that a map is tried in.
func leastDim(name string) int {
	if name == "SpaceToDepth" {
		return 4
	}
	return 2
}

// precisely runs f in both precisions on both engines.
func precisely(t *testing.T, f func(t *testing.T, b compute.Backend, how gentest.Trial)) {
	t.Helper()
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		t.Run("float64", func(t *testing.T) { f(t, b, gentest.Trial{}) })
		t.Run("float32", func(t *testing.T) { f(t, b, gentest.Trial{Float32: true}) })
	})
}

// at makes a map in the precision of a trial.
func at(dim int, how gentest.Trial, build func(r room) bijector.Bijector) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector { return build(room{s, g, dim, dtypeOf(how)}) }
}

func dtypeOf(how gentest.Trial) dtypes.DType {
	if how.Float32 {
		return dtypes.Float32
	}
	return dtypes.Float64
}

// TestBijectorsHoldTheirClaims runs the suite on every bijector.
func TestBijectorsHoldTheirClaims(t *testing.T) {
	for name, build := range bijectors {
		if build == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			precisely(t, func(t *testing.T, b compute.Backend, how gentest.Trial) {
				gentest.Bijector(t, b, leastDim(name), at(leastDim(name), how, build), how)
			})
		})
	}
}

// TestFamiliesHoldTheirClaims runs the suite on every family, with parameters that are variables.
func TestFamiliesHoldTheirClaims(t *testing.T) {
	for name, of := range families {
		t.Run(name, func(t *testing.T) {
			precisely(t, func(t *testing.T, b compute.Backend, how gentest.Trial) {
				how.Angles = name == "Circular"
				gentest.Bijector(t, b, 1, at(1, how, func(r room) bijector.Bijector { // TestEveryFamily has more dimensions
					f := of(r)
					return bijector.Elementwise{Of: f, Theta: r.value("theta", 2, r.dim, f.Params())}
				}), how)
			})
		})
	}
}

// TestEstimates runs the suite on the map with a random log-determinant.
func TestEstimates(t *testing.T) {
	precisely(t, func(t *testing.T, b compute.Backend, how gentest.Trial) {
		gentest.EstimatedLogDet(t, b, 2, 0, func(s *model.Scope, g *Graph, rng *dist.Rng) (estimate, exact bijector.Bijector) {
			block := at(2, how, func(r room) bijector.Bijector { return r.contraction() })(s, g).(bijector.Residual)
			return bijector.ResidualSeries{Of: block, Rng: rng, Terms: 1}, block
		}, how)
	})
}
