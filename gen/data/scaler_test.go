package data

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestScaler(t *testing.T) {
	x := Wine().X
	s, err := FitScaler(x)
	if err != nil {
		t.Fatal(err)
	}
	z := s.Apply(x)
	for j := range 13 {
		mean, variance := stat.PopMeanVariance(mat.Col(nil, j, z), nil)
		if math.Abs(mean) > 1e-12 || math.Abs(variance-1) > 1e-12 {
			t.Errorf("column %d: mean %g, variance %g", j, mean, variance)
		}
	}
	if !mat.EqualApprox(s.Undo(z), x, 1e-10) {
		t.Error("Undo does not undo")
	}
	constant := mat.NewDense(3, 1, []float64{.1, .1, .1})
	if s, err = FitScaler(constant); err != nil || s.Std[0] != 1 {
		t.Errorf("constant column: %v, %v", s, err)
	}
	mustPanic(t, func() { s.Apply(x) })
	for _, bad := range []*mat.Dense{nil, {}, mat.NewDense(1, 1, []float64{math.NaN()})} {
		if _, err := FitScaler(bad); err == nil {
			t.Errorf("no error for %v", bad)
		}
	}
}
