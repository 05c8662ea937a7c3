package uniform

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Quantiles are the ends of the smallest central interval of counts that a binomial variable with n and p is in with at least this probability.
func Quantiles(n int, p, level float64) (lo, hi int) {
	tail := (1 - level) / 2
	return quantile(n, p, tail), quantile(n, p, 1-tail)
}

// quantile is the smallest k with P(X ≤ k) ≥ q.
func quantile(n int, p, q float64) int {
	lo, hi := -1, n // P(X ≤ lo) < q ≤ P(X ≤ hi)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; distribution(n, p, mid) >= q {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

// distribution is P(X ≤ k).
func distribution(n int, p float64, k int) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n || p <= 0:
		return 1
	case p >= 1:
		return 0
	}
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 1-p)
}

// add adds weight times the probabilities of a binomial with n and p to to[k − from], for all k of the slice; shift is added to the variable.
func add(to []float64, from, shift, n int, p, weight float64) {
	first, last := max(from-shift, 0), min(from+len(to)-1-shift, n)
	if first > last {
		return
	}
	if p >= 1 {
		if n >= first && n <= last {
			to[n+shift-from] += weight
		}
		return
	}
	// From the likeliest count in both directions by the ratio of neighbours: what is far from it may vanish without harm.
	start := min(max(int(p*float64(n+1)), first), last)
	top := weight * mass(n, start, p)
	odds := p / (1 - p)
	for k, m := start, top; k <= last && m > 0; k++ {
		to[k+shift-from] += m
		m *= odds * float64(n-k) / float64(k+1)
	}
	for k, m := start, top; k > first && m > 0; k-- {
		m *= float64(k) / (odds * float64(n-k+1))
		to[k-1+shift-from] += m
	}
}

// mass is the probability of k.
func mass(n, k int, p float64) float64 {
	if p <= 0 {
		if k == 0 {
			return 1
		}
		return 0
	}
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}
