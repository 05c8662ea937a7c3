package metric

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// checkSamples refuses two samples that cannot be compared: empty, of different dimensions, or with entries that are NaN or infinite.
func checkSamples(name string, x, y *mat.Dense) (n, m, d int, err error) {
	if x == nil || y == nil || x.IsEmpty() || y.IsEmpty() {
		return 0, 0, 0, fmt.Errorf("metric.%s: want two samples with at least one row each, got an empty one", name)
	}
	n, d = x.Dims()
	m, dy := y.Dims()
	if d != dy {
		return 0, 0, 0, fmt.Errorf("metric.%s: want samples of one dimension, got %d and %d columns", name, d, dy)
	}
	for k, s := range []*mat.Dense{x, y} {
		rows, _ := s.Dims()
		for i := range rows {
			for j, v := range s.RawRowView(i) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return 0, 0, 0, fmt.Errorf("metric.%s: %s sample has %v at row %d, column %d (counted from 0)", name, []string{"the first", "the second"}[k], v, i, j)
				}
			}
		}
	}
	return n, m, d, nil
}

// squaredDistance is |a − b|².
func squaredDistance(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += (v - b[i]) * (v - b[i])
	}
	return sum
}
