package sheet

import (
	"fmt"
	"math"
	"slices"
)

// level is the probability with which each of the tests below fails draws that are right: small enough that ten of them in a sheet of two hundred students stay below one in a million a student.
const level = 1e-8

// leastDraws is how many draws Law wants: with so many the bound of the distance is 0.14, with ten it is 1, which every sample keeps.
const leastDraws = 500

// Law checks that got are independent draws of the law with a cumulative distribution function, by Kolmogorov and Smirnov's distance with Massart's bound
// P(D > ε) ≤ 2·exp(−2nε²), which holds for every n and every continuous law (Massart, 1990). Fewer than 500 draws fail, since a handful of any numbers would pass; a test that
// asks for more checks how many came.
func (t *T) Law(got []float64, cdf func(x float64) float64, hint string) bool {
	if detail := usable(got, leastDraws); detail != "" {
		return t.note(false, hint, detail)
	}
	x := slices.Sorted(slices.Values(got))
	n := float64(len(x))
	distance := 0.0
	for i, v := range x {
		p := cdf(v)
		distance = max(distance, math.Abs(p-float64(i)/n), math.Abs(p-float64(i+1)/n))
	}
	return t.distance(distance, math.Sqrt(math.Log(2/level)/(2*n)), hint)
}

// SameLaw checks that two samples of independent draws have the same law, by Kolmogorov and Smirnov's distance D with P(D > ε) ≤ 2e·exp(−2ε²·nm/(n+m)). The factor e is what Wei and Dudley (2012) show for
// equal sizes; for others the bound is nearly so, and level is far below what is needed. There must be half as many draws as there are in want: a handful of any numbers would pass.
func (t *T) SameLaw(got, want []float64, hint string) bool {
	if detail := usable(got, max(len(want)/2, 1)); detail != "" {
		return t.note(false, hint, detail)
	}
	x, y := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	n, m := float64(len(x)), float64(len(y))
	return t.distance(ks(x, y), math.Sqrt(math.Log(2*math.E/level)*(n+m)/(2*n*m)), hint)
}

// ks is the largest distance between the empirical distribution functions of two sorted samples.
func ks(x, y []float64) float64 {
	distance := 0.0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		at := min(x[i], y[j])
		for i < len(x) && x[i] == at {
			i++
		}
		for j < len(y) && y[j] == at {
			j++
		}
		distance = max(distance, math.Abs(float64(i)/float64(len(x))-float64(j)/float64(len(y))))
	}
	return distance
}

// Mean checks that the mean of independent draws is mean, where sd is the exact standard deviation of one draw. The bound is six standard errors, and the draws must be many enough (at least 100)
// for their mean to be nearly Gaussian: for draws with heavy tails use Law.
func (t *T) Mean(got []float64, mean, sd float64, hint string) bool {
	if detail := usable(got, 100); detail != "" {
		return t.note(false, hint, detail)
	}
	sum := 0.0
	for _, x := range got {
		sum += x
	}
	found, bound := sum/float64(len(got)), 6*sd/math.Sqrt(float64(len(got)))
	ok := math.Abs(found-mean) <= bound
	return t.note(ok, hint, fmt.Sprintf("the mean of %d draws is %.4g, want %.4g ± %.2g", len(got), found, mean, bound))
}

func (t *T) distance(found, bound float64, hint string) bool {
	return t.note(found <= bound, hint, fmt.Sprintf("the distribution functions differ by %.3f; right draws by less than %.3f", found, bound))
}

// usable says what is wrong with draws, or "".
func usable(draws []float64, least int) string {
	if len(draws) < least {
		return fmt.Sprintf("got %d draws, want at least %d", len(draws), least)
	}
	for i, x := range draws {
		if math.IsNaN(x) {
			return fmt.Sprintf("draw %d is NaN", i)
		}
	}
	return ""
}
