package opt_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/gensci/gensci/gen/opt"
	"github.com/gensci/gensci/internal/engines"
)

// descend takes steps of an optimizer on ½ Σ λ w² from w = (1, 1) and returns w.
func descend(b compute.Backend, o optimizer.Interface, lambda []float64, steps int) ([]float64, error) {
	store := model.NewStore()
	store.RootScope().VariableWithValue("w", []float64{1, 1})
	exec, err := model.NewExec(b, store, func(scope *model.Scope, in []*Node) []*Node {
		store.SetTraining(in[0].Graph(), true)
		w := store.GetVariable("/w").NodeValue(in[0].Graph())
		loss := MulScalar(ReduceAllSum(Mul(in[0], Square(w))), 0.5)
		o.UpdateGraph(scope, loss.Graph(), loss)
		return []*Node{loss}
	})
	if err != nil {
		return nil, err
	}
	for range steps {
		if _, err = exec.Call(lambda); err != nil {
			return nil, err
		}
	}
	return store.GetVariable("/w").MustValue().Value().([]float64), nil
}

// Three steps are those of Zeiler's algorithm by hand, and a scale of the loss changes them by ε alone.
func TestAdadelta(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		got, err := descend(b, opt.Adadelta{Rho: 0.9, Epsilon: 1e-6}, []float64{1, 4}, 3)
		if err != nil {
			t.Fatal(err)
		}
		for i, lambda := range []float64{1, 4} {
			w, eg, ed := 1.0, 0.0, 0.0
			for range 3 {
				g := lambda * w
				eg = 0.9*eg + 0.1*g*g
				d := -math.Sqrt(ed+1e-6) / math.Sqrt(eg+1e-6) * g
				ed = 0.9*ed + 0.1*d*d
				w += d
			}
			if math.Abs(got[i]-w) > 1e-14 { // a dozen operations on numbers of order 1
				t.Errorf("λ = %g: %.16g, want %.16g", lambda, got[i], w)
			}
		}
	})
}

func TestAdadeltaDescends(t *testing.T) {
	w, err := descend(engines.Go(t), opt.Adadelta{}, []float64{1, 100}, 3000)
	if err != nil || !(math.Abs(w[0]) < 0.1) || !(math.Abs(w[1]) < 0.1) {
		t.Errorf("%v, %v after 3000 steps", w, err)
	}
}

func TestAdadeltaRefuses(t *testing.T) {
	for _, a := range []opt.Adadelta{{Rho: 1}, {Rho: -0.5}, {Rho: math.NaN()}, {Epsilon: -1}, {Epsilon: math.NaN()}} {
		if _, err := descend(engines.Go(t), a, []float64{1, 1}, 1); err == nil || !strings.Contains(err.Error(), "opt.Adadelta: want Rho") {
			t.Errorf("%+v: %v", a, err)
		}
	}
}
