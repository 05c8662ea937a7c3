package bijector_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// value is a trainable variable; the suites give it random values.
func value(s *model.Scope, g *Graph, name string, dims ...int) *Node {
	return s.WithInitializer(initializer.One).VariableWithShape(name, shapes.Make(dtypes.Float64, dims...)).NodeValue(g)
}

// perturbations are maps x + something small, and the orthogonal ones.
var perturbations = map[string]func(s *model.Scope, g *Graph) bijector.Bijector{
	"planar": func(s *model.Scope, g *Graph) bijector.Bijector {
		return bijector.Planar{U: MulScalar(value(s, g, "u", 3), 5), W: MulScalar(value(s, g, "w", 3), 5), B: value(s, g, "b", 1)}
	},
	"radial": func(s *model.Scope, g *Graph) bijector.Bijector {
		return bijector.Radial{Center: value(s, g, "center", 3), A: value(s, g, "a", 1), B: MulScalar(value(s, g, "b", 1), -10)}
	},
	"sylvester": func(s *model.Scope, g *Graph) bijector.Bijector {
		return bijector.Sylvester{Vectors: value(s, g, "v", 2, 3), R: MulScalar(value(s, g, "r", 2, 2), 3), S: MulScalar(value(s, g, "s", 2, 2), 3), B: value(s, g, "b", 2)}
	},
	"householder": func(s *model.Scope, g *Graph) bijector.Bijector {
		return bijector.Householder{Vectors: value(s, g, "v", 2, 3)}
	},
}

func TestPerturbations(t *testing.T) {
	for name, build := range perturbations {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), 3, build)
		})
	}
}

// forward runs a map on one row.
func forward(t *testing.T, x []float64, f func(g *Graph) bijector.Bijector) (y []float64, logDet float64) {
	t.Helper()
	out, err := CallOnceN(engines.Go(t), func(x *Node) []*Node {
		y, ld := f(x.Graph()).Forward(x)
		return []*Node{y, ld}
	}, [][]float64{x})
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])[0]
}

const handTol = 1e-12 // a handful of operations in float64

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= handTol*(1+math.Abs(want))) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// With w = (2, 0) and u = (a, 1): wᵀû = −1 + softplus(2a), even where 2a < −1 is forbidden.
func TestPlanarByHand(t *testing.T) {
	y, logDet := forward(t, []float64{.4, -1}, func(g *Graph) bijector.Bijector {
		return bijector.Planar{U: Const(g, []float64{-3, 1}), W: Const(g, []float64{2, 0}), B: Const(g, []float64{.5})}
	})
	wu := -1 + math.Log1p(math.Exp(-6))
	h := math.Tanh(.8 + .5)
	near(t, "first", y[0], .4+wu/2*h)
	near(t, "second", y[1], -1+h)
	near(t, "log-determinant", logDet, math.Log(1+wu*(1-h*h)))
}

// At distance 5 = ‖(3, 4)‖ from the centre with α = β̂ + α = ln 2 nothing moves; with another β̂ by a factor.
func TestRadialByHand(t *testing.T) {
	for _, beta := range []float64{0, 2, -40} {
		y, logDet := forward(t, []float64{4, 3}, func(g *Graph) bijector.Bijector {
			return bijector.Radial{Center: Const(g, []float64{1, -1}), A: Const(g, []float64{0}), B: Const(g, []float64{beta})}
		})
		alpha, total := math.Ln2, math.Log1p(math.Exp(beta))
		hat := total - alpha
		near(t, "first", y[0], 4+hat/(alpha+5)*3)
		near(t, "second", y[1], 3+hat/(alpha+5)*4)
		near(t, "log-determinant", logDet, math.Log(1+hat/(alpha+5))+math.Log(1+hat*alpha/((alpha+5)*(alpha+5))))
	}
}

// A reflection by e₀ and then by e₁ turns both signs: then Sylvester's Q is −1 and y = x − R·tanh(−S·x + b).
func TestSylvesterByHand(t *testing.T) {
	y, logDet := forward(t, []float64{.3, -.8}, func(g *Graph) bijector.Bijector {
		return bijector.Sylvester{
			Vectors: Const(g, [][]float64{{3, 0}, {0, -2}}),
			R:       Const(g, [][]float64{{.5, 1.5}, {99, -1}}), // what is below the diagonal does not count
			S:       Const(g, [][]float64{{.7, -.4}, {99, 2}}),
			B:       Const(g, []float64{.1, .2}),
		}
	})
	s0, s1, r0, r1 := math.Tanh(.7), math.Tanh(2), math.Tanh(.5), math.Tanh(-1)
	h0, h1 := math.Tanh(-s0*.3+-.4*.8+.1), math.Tanh(s1*.8+.2)
	near(t, "first", y[0], .3-(r0*h0+1.5*h1))
	near(t, "second", y[1], -.8-r1*h1)
	near(t, "log-determinant", logDet, math.Log(1+r0*s0*(1-h0*h0))+math.Log(1+r1*s1*(1-h1*h1)))
}

// H = 1 − 2vvᵀ/‖v‖² with v = (1, 1) swaps the coordinates and their signs.
func TestHouseholderByHand(t *testing.T) {
	y, logDet := forward(t, []float64{.3, -.8}, func(g *Graph) bijector.Bijector {
		return bijector.Householder{Vectors: Const(g, [][]float64{{7, 7}, {1, 0}})}
	})
	near(t, "first", y[0], -.8) // (.3, −.8) → (.8, −.3) → (−.8, −.3)
	near(t, "second", y[1], -.3)
	near(t, "log-determinant", logDet, 0)
}

// Every row may have parameters of its own.
func TestPerturbationsOfEachRow(t *testing.T) {
	out := MustExecOnceN(engines.Go(t), func(x *Node) []*Node {
		g := x.Graph()
		rows := bijector.Planar{U: Const(g, [][]float64{{1, 0}, {0, 2}}), W: Const(g, [][]float64{{.3, 1}, {1, 1}}), B: Const(g, [][]float64{{0}, {1}})}
		alone := bijector.Planar{U: Const(g, []float64{0, 2}), W: Const(g, []float64{1, 1}), B: Const(g, []float64{1})}
		y, _ := rows.Forward(x)
		z, _ := alone.Forward(x)
		back, _ := rows.Inverse(y)
		return []*Node{y, z, back}
	}, [][]float64{{.5, .1}, {-.2, .7}})
	y, z, back := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1]), tensors.MustCopyFlatData[float64](out[2])
	if y[2] != z[2] || y[3] != z[3] || y[0] == z[0] {
		t.Errorf("rows have %v, the second one's parameters give %v", y, z)
	}
	for i, want := range []float64{.5, .1, -.2, .7} {
		near(t, "back", back[i], want)
	}
}

func TestPerturbationsRefuse(t *testing.T) {
	for want, f := range map[string]func(x *Node){
		"Planar": func(x *Node) { bijector.Planar{U: Ones(x.Graph(), shapes.Make(dtypes.Float64, 3))}.Forward(x) },
		"Radial": func(x *Node) { bijector.Radial{Center: Ones(x.Graph(), shapes.Make(dtypes.Float64, 3))}.Inverse(x) },
		"Householder": func(x *Node) {
			bijector.Householder{Vectors: Ones(x.Graph(), shapes.Make(dtypes.Float64, 1, 3))}.Forward(x)
		},
		"Sylvester": func(x *Node) {
			one := Ones(x.Graph(), shapes.Make(dtypes.Float64, 3, 3))
			bijector.Sylvester{Vectors: Slice(one, AxisRange(), AxisRange(0, 2)), R: one, S: one, B: Ones(x.Graph(), shapes.Make(dtypes.Float64, 3))}.Forward(x)
		},
	} {
		_, err := CallOnce(engines.Go(t), func(x *Node) *Node {
			if caught := exceptions.TryCatch[error](func() { f(x) }); caught == nil || !strings.Contains(caught.Error(), want) {
				t.Errorf("want an error that names %s, got %v", want, caught)
			}
			return x
		}, [][]float64{{1, 2}})
		if err != nil {
			t.Fatal(err)
		}
	}
}
