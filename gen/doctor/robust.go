package doctor

import (
	"math"
	"slices"
)

// median is that of the values, which may be in any order; 0 of none.
func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(x))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// deviation is the standard deviation of a normal law with the median absolute deviation of the values (Hampel 1974).
func deviation(x []float64) float64 {
	m, d := median(x), make([]float64, len(x))
	for i, v := range x {
		d[i] = math.Abs(v - m)
	}
	return 1.4826 * median(d)
}

// slope is the median of the slopes between all pairs of points, and the bounds that hold the slope with 95 % probability if the errors around a line
// are independent (Theil 1950; Sen, J. Am. Stat. Assoc. 63, 1968, section 3).
func slope(x, y []float64) (m, lo, hi float64) {
	var all []float64
	for i := range x {
		for j := range i {
			if x[i] != x[j] {
				all = append(all, (y[i]-y[j])/(x[i]-x[j]))
			}
		}
	}
	if len(all) == 0 {
		return 0, math.Inf(-1), math.Inf(1)
	}
	slices.Sort(all)
	n := float64(len(x))
	reach := 1.96 * math.Sqrt(n*(n-1)*(2*n+5)/18) / 2 // standard deviation of Kendall's statistic
	at := func(k float64) float64 { return all[min(max(int(k), 0), len(all)-1)] }
	half := float64(len(all)-1) / 2
	return median(all), at(math.Floor(half - reach)), at(math.Ceil(half + reach))
}

// lagged is the autocorrelation at lag 1 of values around 0. Values beyond three deviations count as three, so that a single spike decides nothing.
func lagged(e []float64) float64 {
	end := 3 * deviation(e)
	cut := func(v float64) float64 { return math.Max(-end, math.Min(end, v)) }
	var both, square float64
	for i := range e {
		v := cut(e[i])
		square += v * v
		if i > 0 {
			both += v * cut(e[i-1])
		}
	}
	if square == 0 {
		return 0
	}
	return both / square
}

// smooth is the running median over a window of an odd number of values, shorter at the ends.
func smooth(y []float64, window int) []float64 {
	out, half := make([]float64, len(y)), window/2
	for i := range y {
		out[i] = median(y[max(0, i-half):min(len(y), i+half+1)])
	}
	return out
}
