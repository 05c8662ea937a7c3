package operator_test

import (
	"path/filepath"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/internal/engines"
)

// TestSave: what is loaded gives the same numbers; an empty branch is still empty.
func TestSave(t *testing.T) {
	pairs, err := good.Aligned(multiplier.Antiderivative{}, three)
	if err != nil {
		t.Fatal(err)
	}
	b, dir := engines.Go(t), filepath.Join(t.TempDir(), "model")
	net := operator.DeepONet{Box: interval, Periods: []float64{2}, Branch: []int{}, Activation: act.Tanh}
	m, err := operator.TrainOn(b, net, pairs, fit.Options{Steps: 2, DType: dtypes.Float64})
	if err != nil {
		t.Fatal(err)
	}
	if err = m.Save(dir); err != nil {
		t.Fatal(err)
	}
	again, err := operator.LoadOn[operator.DeepONet](b, dir)
	if err != nil {
		t.Fatal(err)
	}
	u := mat.NewDense(1, 8, []float64{1, 2, 3, 4, 5, 6, 7, 8})
	want, err := m.At(u, three)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.At(u, three)
	if err != nil || !mat.Equal(got, want) {
		t.Errorf("loaded: %v (%v), want %v", got, err, want)
	}
	_, err = operator.LoadOn[operator.FNO](b, dir)
	wantError(t, "Load", err, `holds a "operator.DeepONet", not a operator.FNO`)
	_, err = operator.LoadOn[operator.FNO](b, t.TempDir())
	wantError(t, "Load", err, "is no saved model")
	wantError(t, "Save", (*operator.Model)(nil).Save(dir), "not trained")
}
