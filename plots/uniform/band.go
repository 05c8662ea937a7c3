package uniform

import "math"

// Band is, for each of rising points Z in (0, 1], the range of the number of values ≤ z among N uniform ones.
type Band struct {
	N         int
	Z         []float64
	Low, High []int
}

// Pointwise is the band in which each point is with the given probability by itself.
func Pointwise(n int, z []float64, level float64) Band {
	b := Band{N: n, Z: z, Low: make([]int, len(z)), High: make([]int, len(z))}
	for i, z := range z {
		b.Low[i], b.High[i] = Quantiles(n, z, level)
	}
	return b
}

// Simultaneous is the narrowest band of pointwise ones of one level in which all points are together with at least the given probability.
func Simultaneous(n int, z []float64, level float64) Band {
	// Between these tails the probability to leave the band crosses 1 − level: that of all points is at most their sum.
	wide, narrow := math.Log((1-level)/float64(len(z)+1)), math.Log(1-level)
	best := Pointwise(n, z, 1-math.Exp(wide))
	for range 16 {
		mid := (wide + narrow) / 2
		if b := Pointwise(n, z, 1-math.Exp(mid)); b.Coverage() >= level {
			best, wide = b, mid
		} else {
			narrow = mid
		}
	}
	return best
}

// Coverage is the probability that N uniform values are inside at all points.
func (b Band) Coverage() float64 {
	last, before := []float64{1}, 0 // probabilities of counts from before on
	at := 0.0
	for i, z := range b.Z {
		if z <= at { // the same point again
			continue
		}
		step := 1.0
		if z < 1 {
			step = (z - at) / (1 - at)
		}
		next := make([]float64, b.High[i]-b.Low[i]+1)
		for k, p := range last {
			if p > 0 {
				add(next, b.Low[i], before+k, b.N-before-k, step, p)
			}
		}
		last, before, at = next, b.Low[i], z
	}
	sum := 0.0
	for _, p := range last {
		sum += p
	}
	return sum
}
