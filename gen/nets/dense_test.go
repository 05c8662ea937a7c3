package nets_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// dense returns weights and biases of a layer with 3 inputs, row by row, from a fresh store.
func dense(t *testing.T, b compute.Backend, d nets.Dense) (w, bias []float64, store *model.Store) {
	t.Helper()
	store = model.NewStore()
	store.SetParam(model.ParamInitialSeed, int64(5))
	exec := model.MustNewExec(b, store, func(s *model.Scope, x *Node) (w, b *Node) {
		w, b = d.Build(s, x.Graph(), 3, x.DType())
		return Reshape(w, -1), b
	})
	out := exec.MustCall(0.)
	return out[0].Value().([]float64), out[1].Value().([]float64), store
}

// A factorized layer starts with weights of the usual size, which are a product of what is trained.
func TestFactorizedStartsAsUsual(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		w, bias, store := dense(t, b, nets.Dense{Out: 4, Behind: act.Tanh, Factorized: true})
		if len(w) != 12 || len(bias) != 4 {
			t.Fatalf("want 12 weights and 4 biases, got %d and %d", len(w), len(bias))
		}
		s := store.GetVariable("/scales").MustValue().Value().([]float64)
		v := store.GetVariable("/directions").MustValue().Value().([][]float64)
		limit := math.Sqrt(6. / 7) // Glorot's
		for i, x := range w {
			if math.Abs(x) > limit || math.Abs(x-v[i/4][i%4]*math.Exp(s[i%4])) > 1e-14 {
				t.Errorf("weight %d is %g: want at most %g, and %g·exp(%g)", i, x, limit, v[i/4][i%4], s[i%4])
			}
		}
		if s[0] == s[1] || math.Abs(s[0]-0.5) > 0.5 {
			t.Errorf("want scales around exp(.5), got logarithms %v", s)
		}
	})
}
