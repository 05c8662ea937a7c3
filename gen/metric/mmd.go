package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// MMDOptions are the settings of MMD.
type MMDOptions struct {
	Bandwidths   []float64 // σ of the kernels exp(−|a−b|²/(2σ²)), whose average is used; none means the median distance of the points
	Permutations int       // for the band; 0 means 200
	Seed         uint64    // of the permutations
}

// MMD is the unbiased estimate of the squared maximum mean discrepancy of samples x [n, d] and y [m, d], n, m ≥ 2,
//
//	1/(n(n−1))·Σ_{i≠j} k(x_i, x_j) + 1/(m(m−1))·Σ_{i≠j} k(y_i, y_j) − 2/(nm)·Σ k(x_i, y_j)
//
// (Gretton et al. 2012, equation 3), which may be negative. The band is that of random divisions of the pooled points into samples
// of n and m: exact, if both are of one law. Time grows with (n + m)²; 2 · 2000 points take a few seconds.
func MMD(x, y *mat.Dense, opts ...MMDOptions) (Band, error) {
	o, err := one("MMD", opts)
	if err != nil {
		return Band{}, err
	}
	n, m, _, err := checkSamples("MMD", x, y)
	if err != nil {
		return Band{}, err
	}
	if n < 2 || m < 2 {
		return Band{}, fmt.Errorf("metric.MMD: want at least 2 points in each sample, got %d and %d", n, m)
	}
	if o.Permutations == 0 {
		o.Permutations = 200
	}
	if o.Permutations < 20 {
		return Band{}, fmt.Errorf("metric.MMD: want at least 20 permutations for a band (0 for 200), got %d", o.Permutations)
	}
	var pooled mat.Dense
	pooled.Stack(x, y)
	rng := rand.New(rand.NewPCG(o.Seed, 0x6d6d64))
	if len(o.Bandwidths) == 0 {
		o.Bandwidths = []float64{medianDistance(&pooled, rng)}
	}
	for _, s := range o.Bandwidths {
		if !(s > 0) || math.IsInf(s, 0) {
			return Band{}, fmt.Errorf("metric.MMD: want positive bandwidths, got %v (the median is 0 if most points are equal: give Bandwidths)", o.Bandwidths)
		}
	}
	values := divisions(&pooled, n, indicators(rng, n, m, o.Permutations), o.Bandwidths)
	null := values[1:]
	slices.Sort(null)
	return Band{
		Value: values[0], Name: "MMD²",
		Low:  stat.Quantile(.025, stat.Empirical, null, nil),
		High: stat.Quantile(.975, stat.Empirical, null, nil),
	}, nil
}

// medianDistance is the median over pairs of up to 1000 of the points (Gretton et al. 2012, section 8).
func medianDistance(points *mat.Dense, rng *rand.Rand) float64 {
	n, _ := points.Dims()
	some := rng.Perm(n)[:min(n, 1000)]
	var distances []float64
	for i, a := range some {
		for _, b := range some[:i] {
			distances = append(distances, math.Sqrt(squaredDistance(points.RawRowView(a), points.RawRowView(b))))
		}
	}
	slices.Sort(distances)
	return stat.Quantile(.5, stat.Empirical, distances, nil)
}

// indicators marks which points are in the first sample: as given in column 0, then in random divisions, [n+m, 1+permutations].
func indicators(rng *rand.Rand, n, m, permutations int) *mat.Dense {
	s := mat.NewDense(n+m, permutations+1, nil)
	for i := range n {
		s.Set(i, 0, 1)
	}
	for p := range permutations {
		for _, i := range rng.Perm(n + m)[:n] {
			s.Set(i, p+1, 1)
		}
	}
	return s
}

// blockRows is how many rows of the kernel matrix are held at a time.
const blockRows = 128

// divisions is the statistic for every column of s. With K the kernel matrix without its diagonal and s a column of indicators,
// the sum over pairs within the first sample is sᵀKs, across it is sᵀK(1 − s), and the rest is within the second.
func divisions(points *mat.Dense, n int, s *mat.Dense, bandwidths []float64) []float64 {
	total, columns := s.Dims()
	m := total - n
	blocks := (total + blockRows - 1) / blockRows
	parts := make([][3][]float64, blocks)
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for b := w; b < blocks; b += workers {
				parts[b] = blockSums(points, b*blockRows, min(total, (b+1)*blockRows), s, bandwidths)
			}
		})
	}
	wg.Wait()
	values := make([]float64, columns)
	for c := range values {
		var xx, x1, all float64 // sᵀKs, sᵀK1, 1ᵀK1
		for _, p := range parts {
			xx, x1, all = xx+p[0][c], x1+p[1][c], all+p[2][0]
		}
		xy, yy := x1-xx, all-2*x1+xx
		fn, fm := float64(n), float64(m)
		values[c] = xx/(fn*(fn-1)) + yy/(fm*(fm-1)) - 2*xy/(fn*fm)
	}
	return values
}

// blockSums are the shares of rows lo … hi−1 of K in sᵀKs and sᵀK1 for each column s, and in 1ᵀK1.
func blockSums(points *mat.Dense, lo, hi int, s *mat.Dense, bandwidths []float64) [3][]float64 {
	total, columns := s.Dims()
	k := mat.NewDense(hi-lo, total, nil)
	out := [3][]float64{make([]float64, columns), make([]float64, columns), {0}}
	for i := range hi - lo {
		row := k.RawRowView(i)
		var sum float64
		for j := range row {
			if j != lo+i {
				row[j] = kernel(squaredDistance(points.RawRowView(lo+i), points.RawRowView(j)), bandwidths)
				sum += row[j]
			}
		}
		out[2][0] += sum
		for c, v := range s.RawRowView(lo + i) {
			out[1][c] += v * sum
		}
	}
	var ks mat.Dense
	ks.Mul(k, s) // [block, total]·[total, columns]
	for i := range hi - lo {
		for c, v := range s.RawRowView(lo + i) {
			out[0][c] += v * ks.At(i, c)
		}
	}
	return out
}

// kernel is the average of Gaussian kernels at squared distance d2.
func kernel(d2 float64, bandwidths []float64) float64 {
	var sum float64
	for _, s := range bandwidths {
		sum += math.Exp(-d2 / (2 * s * s))
	}
	return sum / float64(len(bandwidths))
}
