package fit_test

import (
	"path/filepath"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/engines"
)

// TestWeightsComeBack: what SaveWeights wrote is what a model finds after LoadWeights, settings included.
func TestWeightsComeBack(t *testing.T) {
	type settings struct{ Name string }
	b, store := engines.Go(t), model.NewStore()
	objective := func(c gen.Ctx, batch []*Node) *Node {
		w := c.Scope.VariableWithValue("w", float32(0)).NodeValue(c.Graph)
		return Square(Sub(batch[0], w))
	}
	if _, err := fit.Run(b, store, func(c gen.Ctx, batch []*Node) *Node { return ReduceAllMean(objective(c, batch)) },
		fit.Whole(mat.NewDense(2, 1, []float64{3, 5})), fit.Options{Steps: 10, LearningRate: 0.1}); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "w")
	if err := fit.SaveWeights(dir, store, settings{"mean"}); err != nil {
		t.Fatal(err)
	}
	back, s := model.NewStore(), settings{}
	if err := fit.LoadWeights(dir, back, &s); err != nil || s.Name != "mean" {
		t.Fatalf("settings %+v, error %v", s, err)
	}
	want := tensors.ToScalar[float32](fit.ModelScope(store).GetVariable("w").MustValue())
	got := fit.ModelScope(back).GetVariable("w")
	if got == nil || want == 0 || tensors.ToScalar[float32](got.MustValue()) != want {
		t.Errorf("weight %v, want %g", got, want)
	}
	if err := fit.LoadWeights(t.TempDir(), back, &s); err == nil || !strings.Contains(err.Error(), "is no saved model") {
		t.Errorf("an empty folder: %v", err)
	}
}
