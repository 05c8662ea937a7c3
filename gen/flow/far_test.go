package flow_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/internal/engines"
)

// TestFarRowsHaveNoDensity: rows that are not finite, or near overflow, have the log-density −∞ whatever the model, and leave the
// rows beside them alone.
func TestFarRowsHaveNoDensity(t *testing.T) {
	rows := [][]float64{{1, 2, 3}, {1, math.Inf(1), 3}, {math.Inf(-1), 2, 3}, {1, 2, math.NaN()}, {1, 1e200, 3}}
	for _, m := range []gen.Density{
		small,
		flow.FreeForm{Width: 4},
		flow.FreeForm{Latent: 2, Width: 4},
		flow.Injective{Latent: 2, Outer: small, Inner: small},
		flow.Rectangular{Latent: 2, Outer: small},
	} {
		out, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 3)}).LogProb(x)
		}, rows)
		if err != nil {
			t.Fatal(err)
		}
		logProb := tensors.MustCopyFlatData[float64](out)
		if math.IsNaN(logProb[0]) || math.IsInf(logProb[0], 0) {
			t.Errorf("%T: log p of a row beside far ones is %g", m, logProb[0])
		}
		for i, v := range logProb[1:] {
			if !math.IsInf(v, -1) {
				t.Errorf("%T: log p%v = %g, want -Inf", m, rows[i+1], v)
			}
		}
	}
}

// TestManyDimensionsSayWhatIsLeft: more latent dimensions than have an exact volume are refused by what the user chose, not by a matrix.
func TestManyDimensionsSayWhatIsLeft(t *testing.T) {
	_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		return flow.FreeForm{Width: 4, Blocks: 1}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 65)}).LogProb(x)
	}, [][]float64{make([]float64, 65)})
	if err == nil || !strings.Contains(err.Error(), "at most 64 latent dimensions") {
		t.Errorf("want an error that names the number of latent dimensions, got %v", err)
	}
}
