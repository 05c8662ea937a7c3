package metric

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// plainMMD is the formula with three double sums.
func plainMMD(x, y *mat.Dense, sigma float64) float64 {
	average := func(a, b *mat.Dense, same bool) float64 {
		n, _ := a.Dims()
		m, _ := b.Dims()
		var sum, count float64
		for i := range n {
			for j := range m {
				if same && i == j {
					continue
				}
				sum += math.Exp(-squaredDistance(a.RawRowView(i), b.RawRowView(j)) / (2 * sigma * sigma))
				count++
			}
		}
		return sum / count
	}
	return average(x, x, true) + average(y, y, true) - 2*average(x, y, false)
}

func TestMMDAgainstTheFormula(t *testing.T) {
	rng := newRNG(1)
	x, y := gaussian(rng, 200, 2, 0), gaussian(rng, 130, 2, .5)
	got, err := MMD(x, y, MMDOptions{Bandwidths: []float64{.8}, Permutations: 20})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MMD²", got.Value, plainMMD(x, y, .8), 1e-12)
	got, err = MMD(x, y, MMDOptions{Bandwidths: []float64{.8, 2}, Permutations: 20})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MMD² of two kernels", got.Value, (plainMMD(x, y, .8)+plainMMD(x, y, 2))/2, 1e-12)
}

// Of N(0, I) and N(s, I) in d dimensions with kernel width σ: E k = (σ²/(σ²+2))^(d/2)·exp(−|Δ|²/(2(σ²+2))). The estimate is unbiased:
// the mean over repetitions is that value, also at n = 20.
func TestMMDIsUnbiased(t *testing.T) {
	const d, shift, sigma, repeats = 2, 1.5, 1.2, 300
	c := math.Pow(sigma*sigma/(sigma*sigma+2), d/2.)
	want := 2 * c * (1 - math.Exp(-shift*shift/(2*(sigma*sigma+2))))
	values := make([]float64, repeats)
	for r := range values {
		rng := newRNG(uint64(r))
		values[r] = plainMMD(gaussian(rng, 20, d, 0), gaussian(rng, 20, d, shift), sigma)
	}
	e := mean(values, "")
	near(t, "mean of MMD²", e.Value, want, 4*e.StdErr)
	rng := newRNG(9)
	got, err := MMD(gaussian(rng, 600, d, 0), gaussian(rng, 600, d, shift), MMDOptions{Bandwidths: []float64{sigma}, Permutations: 20})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MMD² of 600 points", got.Value, want, .05)
	if got.Inside() {
		t.Errorf("a shift of 1.5 is not seen: %v", got)
	}
}

// Two samples of one law are inside the band about 95 times in 100; a shift is outside.
func TestMMDBand(t *testing.T) {
	const repeats = 200
	inside := 0
	for r := range repeats {
		rng := newRNG(uint64(r))
		b, err := MMD(gaussian(rng, 60, 2, 0), gaussian(rng, 40, 2, 0), MMDOptions{Permutations: 200, Seed: uint64(r)})
		if err != nil {
			t.Fatal(err)
		}
		if b.Inside() {
			inside++
		}
	}
	if inside < 180 || inside > 199 { // binomial(200, .95) ± 3.2 deviations
		t.Errorf("inside the band in %d of %d repetitions", inside, repeats)
	}
}

func TestMMDErrors(t *testing.T) {
	x := mat.NewDense(30, 1, nil)
	_, err := MMD(x, x)
	wantError(t, err, "give Bandwidths")
	_, err = MMD(x, x, MMDOptions{Bandwidths: []float64{-1}})
	wantError(t, err, "positive bandwidths")
	_, err = MMD(mat.NewDense(1, 1, nil), x)
	wantError(t, err, "at least 2 points")
	_, err = MMD(x, x, MMDOptions{Permutations: 3})
	wantError(t, err, "at least 20 permutations")
}
