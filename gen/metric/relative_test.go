package metric

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestRelativeL2(t *testing.T) {
	got, err := RelativeL2([]float64{3, 4.5}, []float64{3, 4})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "relative L2", got, .1, 1e-15)
	_, err = RelativeL2([]float64{1}, []float64{1, 2})
	wantError(t, err, "1 and 2")
	_, err = RelativeL2(nil, nil)
	wantError(t, err, "at least 1")
	_, err = RelativeL2([]float64{1}, []float64{0})
	wantError(t, err, "all 0")
	_, err = RelativeL2([]float64{math.NaN()}, []float64{1})
	wantError(t, err, "not all finite")
}

// TestMeanRelativeL2: rows count the same, however large they are.
func TestMeanRelativeL2(t *testing.T) {
	want := mat.NewDense(2, 2, []float64{3, 4, 300, 400})
	e, err := MeanRelativeL2(mat.NewDense(2, 2, []float64{3, 4.5, 300, 550}), want)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", e.Value, .2, 1e-15)
	near(t, "standard error", e.StdErr, .1, 1e-15)
	_, err = MeanRelativeL2(mat.NewDense(2, 1, nil), want)
	wantError(t, err, "[2, 1] and [2, 2]")
	_, err = MeanRelativeL2(nil, want)
	wantError(t, err, "empty")
	_, err = MeanRelativeL2(want, mat.NewDense(2, 2, []float64{3, 4, 0, 0}))
	wantError(t, err, "row 1")
}
