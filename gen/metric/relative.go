package metric

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// RelativeL2 is ‖got − want‖/‖want‖, the usual error of a PDE's solution on a grid.
func RelativeL2(got, want []float64) (float64, error) {
	if len(got) != len(want) || len(want) == 0 {
		return 0, fmt.Errorf("metric.RelativeL2: want two vectors of one length of at least 1, got %d and %d", len(got), len(want))
	}
	norm := floats.Norm(want, 2)
	if norm == 0 {
		return 0, fmt.Errorf("metric.RelativeL2: the exact values are all 0, so a relative error has no meaning")
	}
	e := floats.Distance(got, want, 2) / norm
	if math.IsNaN(e) || math.IsInf(e, 0) {
		return 0, fmt.Errorf("metric.RelativeL2: the values are not all finite")
	}
	return e, nil
}

// MeanRelativeL2 is the mean over rows of RelativeL2, with its standard error: for operators, whose outputs are functions, one a row. Both are [n, values]
// with n of at least 2. A perfect operator has 0.
func MeanRelativeL2(got, want *mat.Dense) (Estimate, error) {
	if got == nil || want == nil || got.IsEmpty() || want.IsEmpty() {
		return Estimate{}, fmt.Errorf("metric.MeanRelativeL2: a table is empty: want two of one size")
	}
	n, cols := got.Dims()
	if rows, width := want.Dims(); rows != n || width != cols || n < 2 {
		return Estimate{}, fmt.Errorf("metric.MeanRelativeL2: want two tables of one size and at least 2 rows, got [%d, %d] and [%d, %d]", n, cols, rows, width)
	}
	each := make([]float64, n)
	for i := range each {
		e, err := RelativeL2(got.RawRowView(i), want.RawRowView(i))
		if err != nil {
			return Estimate{}, fmt.Errorf("metric.MeanRelativeL2: row %d: %w", i, err)
		}
		each[i] = e
	}
	return mean(each, "relative L2 error of a function"), nil
}
