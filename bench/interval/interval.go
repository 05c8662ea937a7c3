package interval

import (
	"fmt"
	"math"
	"slices"
)

// Interval is a median with a 95 % interval.
type Interval struct{ Median, Low, High float64 }

func (i Interval) String() string { return fmt.Sprintf("%.2f [%.2f, %.2f]", i.Median, i.Low, i.High) }

// Of estimates the median of independent numbers by their order alone: of n sorted numbers the k-th and the (n+1-k)-th enclose
// the median with probability 1 - 2·P(Binomial(n, ½) < k), for the largest k with at least 95 % (6 numbers or more; with fewer: the range).
// Of no numbers it is NaN.
// Reference: Conover, Practical Nonparametric Statistics, 3rd ed. 1999, section 3.2.
func Of(x []float64) Interval {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	if n == 0 {
		return Interval{math.NaN(), math.NaN(), math.NaN()}
	}
	k, term, below := 0, math.Pow(0.5, float64(n)), 0.0 // term: P(Binomial = k), below: P(Binomial < k)
	for k < n/2 && below+term <= 0.025 {
		below += term
		k++
		term *= float64(n-k+1) / float64(k)
	}
	k = max(k, 1)
	return Interval{(s[(n-1)/2] + s[n/2]) / 2, s[k-1], s[n-k]}
}

// Ratios divides pair by pair.
func Ratios(x, y []float64) []float64 {
	r := make([]float64, min(len(x), len(y)))
	for i := range r {
		r[i] = x[i] / y[i]
	}
	return r
}

// Verdict says whether an upper bound is kept: "met" and "missed" where the whole interval says so, else "undecided".
func (i Interval) Verdict(bound float64) string {
	switch {
	case i.High <= bound:
		return "met"
	case i.Low > bound:
		return "missed"
	}
	return "undecided"
}
