package metric

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
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
