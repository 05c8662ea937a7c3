package ode

import (
	"fmt"
	"math"
)

// checkSpan says what is wrong with an interval of time; t1 < t0 is backward in time.
func checkSpan(t0, t1 float64) error {
	if math.IsNaN(t0) || math.IsInf(t0, 0) || math.IsNaN(t1) || math.IsInf(t1, 0) {
		return fmt.Errorf("want finite times, got t0 = %g and t1 = %g", t0, t1)
	}
	if t0 == t1 {
		return fmt.Errorf("want t1 other than t0 (before it for backward in time), got t0 = t1 = %g", t0)
	}
	return nil
}
