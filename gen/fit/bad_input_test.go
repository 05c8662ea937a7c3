package fit_test

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/internal/engines"
)

// liar is a law whose samples are not what it says.
type liar struct{ dim, rows, cols int }

func (l liar) Dim() int { return l.dim }

func (l liar) Sample(*rand.Rand, int) *mat.Dense {
	if l.rows == 0 {
		return nil
	}
	return mat.NewDense(l.rows, l.cols, nil)
}

// TestBadSources: data that cannot be trained on are an error that says what to do, before anything is built.
func TestBadSources(t *testing.T) {
	x := mat.NewDense(50, 2, nil)
	split := func(fraction float64) fit.Source {
		train, _ := fit.Rows(8, x).Split(fraction, 1)
		return train
	}
	for name, c := range map[string]struct {
		source fit.Source
		want   string
	}{
		"nil table":      {fit.Rows(8, nil), "table 0 of the data is empty"},
		"nil whole":      {fit.Whole(nil), "table 0 of the data is empty"},
		"nil law":        {fit.Stream(nil, 8), "no law"},
		"negative batch": {fit.Stream(data.Moons{}, -8), "at least 1 row"},
		"nil sample":     {fit.Stream(liar{2, 0, 0}, 8), "drew [0, 0]"},
		"wrong columns":  {fit.Stream(liar{3, 8, 2}, 8), "drew [8, 2]"},
		"wrong rows":     {fit.Stream(liar{2, 9, 2}, 8), "drew [9, 2]"},
		"split 2":        {split(2), "that keeps some, got 2"},
		"split NaN":      {split(math.NaN()), "got NaN"},
		"split of none":  {split(.001), "keeps none of 50 rows"},
	} {
		_, err := fit.Run(nil, nil, nil, c.source, fit.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: want an error with %q, got %v", name, c.want, err)
		}
	}
}

// TestUntrainedModel: methods of a model that nobody trained say so.
func TestUntrainedModel(t *testing.T) {
	for _, m := range []*fit.Model{nil, {}} {
		_, lp := m.LogProb(mat.NewDense(1, 2, nil))
		_, s := m.Sample(rand.New(rand.NewPCG(1, 2)), 1)
		for _, err := range []error{lp, s, m.Save(t.TempDir())} {
			if err == nil || !strings.Contains(err.Error(), "not trained") {
				t.Errorf("want an error that says that the model is not trained, got %v", err)
			}
		}
	}
}

// TestCheckpointOfAnotherModel: a checkpoint does not go on with a model that has other weights.
func TestCheckpointOfAnotherModel(t *testing.T) {
	o := fit.Options{Steps: 2, StepsPerCall: 1, Checkpoint: filepath.Join(t.TempDir(), "run")}
	x := fit.Rows(8, data.Moons{}.Sample(rand.New(rand.NewPCG(1, 2)), 16))
	train := func(couplings, width int) error {
		_, err := fit.DensityOn(engines.Go(t), flow.RealNVP{Couplings: couplings, Hidden: []int{width}}, x, o)
		return err
	}
	if err := train(2, 4); err != nil {
		t.Fatal(err)
	}
	o.Steps = 4
	if err := train(3, 4); err == nil || !strings.Contains(err.Error(), "another model") {
		t.Errorf("more couplings: %v", err)
	}
	if err := train(2, 5); err == nil || !strings.Contains(err.Error(), "name another folder") {
		t.Errorf("wider: %v", err)
	}
	if err := train(2, 4); err != nil {
		t.Errorf("the same model: %v", err)
	}
}
