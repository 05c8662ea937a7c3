package metric

import (
	"math"
	"testing"
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
