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
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestResidual(t *testing.T) {
	gentest.Density(t, engines.Go(t), 12, flow.Residual{Blocks: 2, Hidden: []int{8}, Lipschitz: .5})
	if g := gradientByCondition(t, engines.Go(t), flow.Residual{Blocks: 2, Hidden: []int{8}}); !(g > 1e-6) || math.IsInf(g, 1) {
		t.Errorf("the density changes by %g with the condition", g)
	}
}

// Above Exact dimensions, training has a random log-density and judging an exact one.
func TestResidualEstimatesInTrainingAlone(t *testing.T) {
	for _, training := range []bool{false, true} {
		state, err := RNGStateFromSeed(1)
		if err != nil {
			t.Fatal(err)
		}
		out := model.MustCallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, state *Node) *Node {
			x := Const(state.Graph(), [][]float64{{1, 2, 3}, {1, 2, 3}}) // an activation norm of equal rows gives zeros
			c := gen.Ctx{Scope: s, Graph: state.Graph(), Event: shapes.Make(dtypes.Float64, 3), Rng: dist.NewRng(state), Training: training}
			return flow.Residual{Blocks: 1, Hidden: []int{8}, Exact: 2}.Build(c).LogProb(x)
		}, state)
		if lp := tensors.MustCopyFlatData[float64](out); (lp[0] != lp[1]) != training {
			t.Errorf("training %t: equal rows have %v", training, lp)
		}
	}
}

func TestResidualRefusesSettings(t *testing.T) {
	refuses(t, map[string]gen.Density{
		"blocks":    flow.Residual{Blocks: -1},
		"hidden":    flow.Residual{Hidden: []int{0}},
		"lipschitz": flow.Residual{Lipschitz: 1},
		"exact":     flow.Residual{Exact: -1},
		"terms":     flow.Residual{Terms: -1},
	})
}
