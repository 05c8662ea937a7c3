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

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestGIN(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Density(t, b, 14, flow.GIN{Couplings: 3, Hidden: []int{8}})
	})
}

// The map starts as the identity, so that the law is the base: class 1 has mean (1, 2) and standard deviations (1, e).
func TestGINsConditionMovesItsBase(t *testing.T) {
	store := model.NewStore()
	store.VariableWithValue("/mean_given", [][]float64{{0, 0}, {1, 2}})
	store.VariableWithValue("/log_sigma_given", [][]float64{{0, 0}, {0, 1}})
	out, err := model.CallOnce(engines.Go(t), store, func(s *model.Scope, x *Node) *Node {
		c := gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 2), Cond: Const(x.Graph(), [][]float64{{1, 0}, {0, 1}})}
		return flow.GIN{Couplings: 2, Hidden: []int{4}}.Build(c).LogProb(x)
	}, [][]float64{{1, 2}, {1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{-2.5 - math.Log(2*math.Pi), -1 - math.Log(2*math.Pi)}
	for i, v := range tensors.MustCopyFlatData[float64](out) {
		if math.Abs(v-want[i]) > 1e-12 {
			t.Errorf("class %d: got %g, want %g", i, v, want[i])
		}
	}
}
