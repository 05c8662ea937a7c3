package flow_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

var gaussianization = map[string]gen.Density{
	"two components": flow.Gaussianization{Layers: 2, Components: 2, Hidden: []int{8}},
	"one reflection": flow.Gaussianization{Layers: 2, Components: 1, Reflections: 1, Hidden: []int{8}},
	"mixture":        flow.Mixture{Of: flow.RealNVP{Couplings: 2, Hidden: []int{8}}, Components: 3},
	"both":           flow.Mixture{Of: flow.Gaussianization{Layers: 1, Hidden: []int{8}}, Components: 2, Spread: 1},
}

func TestGaussianization(t *testing.T) {
	for name, m := range gaussianization {
		t.Run(name, func(t *testing.T) { gentest.Density(t, engines.Go(t), 14, m) })
	}
}

func TestGaussianizationSeesTheCondition(t *testing.T) {
	for name, m := range gaussianization {
		if g := gradientByCondition(t, engines.Go(t), m); !(g > 1e-6) || math.IsInf(g, 1) {
			t.Errorf("%s: the density changes by %g with the condition", name, g)
		}
	}
}

// lawOnly is a model whose law is made by no map.
type lawOnly struct{}

func (lawOnly) Build(c gen.Ctx) dist.Distribution { return dist.StandardNormal{Event: c.Event} }

// still is a flow that does nothing.
type still struct{}

func (still) Build(c gen.Ctx) dist.Distribution {
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: bijector.Chain{}}
}

// One component with mean μ and deviation 1 on the identity is N(μ, 1), and the mean is inside ±Spread.
func TestMixtureIsItsBaseUnderTheIdentity(t *testing.T) {
	x := [][]float64{{0, 0}, {1, 0}, {0, 1}}
	out, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		return flow.Mixture{Of: still{}, Components: 1, Spread: 3}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 2)}).LogProb(x)
	}, x)
	if err != nil {
		t.Fatal(err)
	}
	lp := tensors.MustCopyFlatData[float64](out) // ln p(e_i) − ln p(0) = μ_i − ½
	a, b := lp[1]-lp[0]+.5, lp[2]-lp[0]+.5
	want := -(a*a+b*b)/2 - math.Log(2*math.Pi)
	if math.Abs(lp[0]-want) > 1e-13 || math.Abs(a) > 3 || math.Abs(b) > 3 || a == 0 || a == b {
		t.Errorf("ln p(0) is %g, want %g for the mean (%g, %g)", lp[0], want, a, b)
	}
}

func TestGaussianizationRefusesSettings(t *testing.T) {
	refuses(t, map[string]gen.Density{
		"layers":     flow.Gaussianization{Layers: -1},
		"components": flow.Gaussianization{Components: -1},
		"no flow":    flow.Mixture{},
		"no map":     flow.Mixture{Of: lawOnly{}},
		"mixture":    flow.Mixture{Of: flow.RealNVP{}, Components: -1},
		"spread":     flow.Mixture{Of: flow.RealNVP{}, Spread: math.Inf(1)},
	})
}
