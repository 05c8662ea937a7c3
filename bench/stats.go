package main

import (
	"fmt"
	"math"
	"slices"
)

// estimate is a median with a 95 % interval.
type estimate struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

func (e estimate) String() string { return fmt.Sprintf("%.2f [%.2f, %.2f]", e.Median, e.Low, e.High) }

// medianOf estimates the median of independent numbers by their order alone: of n sorted numbers the k-th and the (n+1-k)-th enclose
// the median with probability 1 - 2·P(Binomial(n, ½) < k), for the largest k with at least 95 % (6 numbers or more; with fewer: the range).
// Reference: Conover, Practical Nonparametric Statistics, 3rd ed. 1999, section 3.2.
func medianOf(x []float64) estimate {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	if n == 0 {
		return estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	k, term, below := 0, math.Pow(0.5, float64(n)), 0.0 // term: P(Binomial = k), below: P(Binomial < k)
	for k < n/2 && below+term <= 0.025 {
		below += term
		k++
		term *= float64(n-k+1) / float64(k)
	}
	k = max(k, 1)
	return estimate{(s[(n-1)/2] + s[n/2]) / 2, s[k-1], s[n-k]}
}

// ratios divides pair by pair.
func ratios(x, y []float64) []float64 {
	r := make([]float64, min(len(x), len(y)))
	for i := range r {
		r[i] = x[i] / y[i]
	}
	return r
}
