package flow_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestRealNVP(t *testing.T) {
	for name, f := range map[string]flow.RealNVP{
		"plain": {Couplings: 3, Hidden: []int{8}},
		"norm":  {Couplings: 2, Hidden: []int{8}, Norm: true},
	} {
		t.Run(name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) { gentest.Density(t, b, 12, f) })
		})
	}
}

// In more than two dimensions permutations come in between.
func TestRealNVPInFiveDimensions(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Bijector(t, b, 5, func(s *model.Scope, g *Graph) bijector.Bijector {
			law := flow.RealNVP{Couplings: 5, Hidden: []int{8}}.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, 5)})
			return law.(bijector.Transformed).T
		})
	})
}

func TestRealNVPNeedsTwoDimensions(t *testing.T) {
	_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		return flow.RealNVP{}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 1)}).LogProb(x)
	}, [][]float64{{1}})
	if err == nil {
		t.Error("want an error for one dimension")
	}
}

// TestRealNVPRefusesSettings: settings that no flow can have are refused by name.
func TestRealNVPRefusesSettings(t *testing.T) {
	for want, f := range map[string]flow.RealNVP{
		"Couplings": {Couplings: -1},
		"Hidden":    {Hidden: []int{8, 0}},
		"Bound":     {Bound: math.NaN()},
	} {
		err := exceptions.TryCatch[error](func() { f.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, 2)}) })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: want an error that names %s, got %v", f, want, err)
		}
	}
}
