package flow_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// monotone are small flows of increasing maps; Density tries them on a square that holds their mass.
var monotone = map[string]struct {
	half float64
	of   gen.Density
}{
	"bernstein":           {12, flow.Bernstein{Transforms: 2, Degree: 4, Hidden: []int{8}}},
	"bernstein, coupling": {12, flow.Bernstein{Transforms: 2, Degree: 4, Hidden: []int{8}, Coupling: true, Norm: true}},
	"sum of squares":      {12, flow.SumOfSquares{Transforms: 1, Degree: 2, Hidden: []int{8}}},
	"umnn":                {12, flow.UMNN{Transforms: 1, Embedding: 1, Integrand: []int{4}, Intervals: 8, Hidden: []int{4}, Coupling: true}},
}

func TestMonotone(t *testing.T) {
	for name, m := range monotone {
		t.Run(name, func(t *testing.T) { gentest.Density(t, engines.Go(t), m.half, m.of) })
	}
}

// In more than two dimensions the order changes; the map stays invertible.
func TestMonotoneInFourDimensions(t *testing.T) {
	for name, m := range map[string]gen.Density{
		"bernstein, coupling": flow.Bernstein{Transforms: 2, Degree: 3, Hidden: []int{8}, Coupling: true},
		"umnn":                flow.UMNN{Transforms: 1, Embedding: 2, Intervals: 16, Integrand: []int{6}, Hidden: []int{8}},
	} {
		t.Run(name, func(t *testing.T) { gentest.Bijector(t, engines.Go(t), 4, mapOf(m, 4)) })
	}
}

// mapOf is the map of a flow in dim dimensions.
func mapOf(m gen.Density, dim int) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		return m.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}).(bijector.Transformed).T
	}
}

// gradientByCondition is how much the log-density at three points changes with the condition, whatever the weights.
func gradientByCondition(t *testing.T, b compute.Backend, m gen.Density) float64 {
	t.Helper()
	store := model.NewStore()
	run := func() float64 {
		out, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node {
			cond := Const(x.Graph(), [][]float64{{.1, 1}, {-.3, 2}, {1, 0}})
			lp := m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 2), Cond: cond}).LogProb(x)
			return ReduceAllSum(Abs(Gradient(ReduceAllSum(lp), cond)[0]))
		}, [][]float64{{.5, -1}, {0, .2}, {2, 1}})
		if err != nil {
			t.Fatal(err)
		}
		return tensors.MustCopyFlatData[float64](out)[0]
	}
	run()
	for v := range store.IterVariables() { // networks start at zero
		v.MustValue().MustMutableFlatData(func(flat any) {
			for i, x := range flat.([]float64) {
				flat.([]float64)[i] = x + .1 + .01*float64(i%7)
			}
		})
	}
	return run()
}

func TestMonotoneSeesTheCondition(t *testing.T) {
	for name, m := range monotone {
		if g := gradientByCondition(t, engines.Go(t), m.of); !(g > 1e-6) || math.IsInf(g, 1) {
			t.Errorf("%s: the density changes by %g with the condition", name, g)
		}
	}
}

// refuses tries settings in the plane that no flow can have.
func refuses(t *testing.T, bad map[string]gen.Density) {
	t.Helper()
	for name, m := range bad {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 2)}).LogProb(x)
		}, [][]float64{{1, 2}})
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

func TestMonotoneRefusesSettings(t *testing.T) {
	refuses(t, map[string]gen.Density{
		"Transforms": flow.Bernstein{Transforms: -1},
		"Hidden":     flow.Bernstein{Hidden: []int{0}},
		"Degree":     flow.Bernstein{Degree: 100},
		"Box":        flow.Bernstein{Box: -1},
		"Squares":    flow.SumOfSquares{Squares: -1},
		"Embedding":  flow.UMNN{Embedding: -1},
		"Intervals":  flow.UMNN{Intervals: 3},
		"Integrand":  flow.UMNN{Integrand: []int{-1}},
	})
	err := exceptions.TryCatch[error](func() {
		flow.Bernstein{Coupling: true}.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, 1)})
	})
	if err == nil {
		t.Error("couplings in one dimension: want an error")
	}
}
