package metric

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// BitsPerDim is what a model of pixels needs for each of them: the model's density lives on (x + u)/levels with whole
// numbers x in 0 … levels-1 and uniform noise u, as fit.Dequantized trains it, and
//
//	bits = E[-ln p((x + u)/levels)]/(dim·ln 2) + log₂ levels,
//
// an upper bound of the bits for the whole numbers (Jensen). Options.N is the number of noisy copies of each row of x
// [n, dim], 0 for one; the standard error is that over rows.
//
// Reference: Theis, van den Oord, Bethge, A note on the evaluation of generative models, ICLR 2016, section 3.1.
func BitsPerDim(m LogProber, x *mat.Dense, levels int, opts ...Options) (Estimate, error) {
	o, err := one("BitsPerDim", opts)
	if err != nil {
		return Estimate{}, err
	}
	if x == nil || x.IsEmpty() || levels < 2 || o.N < 0 {
		return Estimate{}, fmt.Errorf("metric.BitsPerDim: want rows of pixels, at least 2 levels and N of at least 0, got %d levels and N = %d", levels, o.N)
	}
	n, dim := x.Dims()
	bits := make([]float64, n)
	rng := rand.New(rand.NewPCG(o.Seed, 0x62697473))
	noisy := mat.NewDense(n, dim, nil)
	for range max(o.N, 1) {
		noisy.Apply(func(_, _ int, v float64) float64 { return (v + rng.Float64()) / float64(levels) }, x)
		var lp []float64
		if lp, err = logProb("BitsPerDim", m, noisy); err != nil {
			return Estimate{}, err
		}
		for i, v := range lp {
			bits[i] += (-v/(float64(dim)*math.Ln2) + math.Log2(float64(levels))) / float64(max(o.N, 1))
		}
	}
	return mean(bits, "bits per dimension"), nil
}
