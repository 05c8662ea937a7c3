package uniform_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gensci/gensci/plots/uniform"
)

func equal(k int) (z []float64) {
	for i := 1; i <= k; i++ {
		z = append(z, float64(i)/float64(k))
	}
	return z
}

// counts are the numbers of n uniform values up to each point.
func counts(rng *rand.Rand, n int, z []float64) []int {
	out := make([]int, len(z))
	for range n {
		u := rng.Float64()
		for i := range z {
			if u <= z[i] {
				out[i]++
			}
		}
	}
	return out
}

func inside(b uniform.Band, c []int) bool {
	for i := range c {
		if c[i] < b.Low[i] || c[i] > b.High[i] {
			return false
		}
	}
	return true
}

// TestCoverageByEnumeration: the sum of multinomial probabilities over all ways to divide few values.
func TestCoverageByEnumeration(t *testing.T) {
	b := uniform.Band{N: 6, Z: []float64{0.2, 0.5, 0.9, 1}, Low: []int{0, 2, 5, 6}, High: []int{2, 4, 6, 6}}
	sum := 0.0
	for c1 := 0; c1 <= 6; c1++ {
		for c2 := c1; c2 <= 6; c2++ {
			for c3 := c2; c3 <= 6; c3++ {
				if inside(b, []int{c1, c2, c3, 6}) {
					parts := []int{c1, c2 - c1, c3 - c2, 6 - c3}
					p := 720.0
					for i, q := range []float64{0.2, 0.3, 0.4, 0.1} {
						p *= math.Pow(q, float64(parts[i])) / math.Gamma(float64(parts[i]+1))
					}
					sum += p
				}
			}
		}
	}
	if got := b.Coverage(); math.Abs(got-sum) > 1e-12 {
		t.Errorf("coverage %.15f, enumerated %.15f", got, sum)
	}
}

// TestCoverageOfOnePoint: at one point it is the binomial's probability, summed by hand.
func TestCoverageOfOnePoint(t *testing.T) {
	b := uniform.Band{N: 10, Z: []float64{0.3}, Low: []int{2}, High: []int{5}}
	want := 0.0
	for k, c := range map[int]float64{2: 45, 3: 120, 4: 210, 5: 252} {
		want += c * math.Pow(0.3, float64(k)) * math.Pow(0.7, float64(10-k))
	}
	if got := b.Coverage(); math.Abs(got-want) > 1e-12 {
		t.Errorf("coverage %v, want %v", got, want)
	}
}

func TestSimultaneousHoldsItsLevel(t *testing.T) {
	for _, c := range []struct{ n, k int }{{20, 10}, {100, 100}, {1000, 50}, {10_000, 30}} {
		z := equal(c.k)
		b := uniform.Simultaneous(c.n, z, 0.95)
		exact := b.Coverage()
		if exact < 0.95 || exact > 0.97 && c.n > 50 {
			t.Errorf("n %d, k %d: exact coverage %.4f, want .95 and not much more", c.n, c.k, exact)
		}
		rng := rand.New(rand.NewPCG(uint64(c.n), 1))
		const runs = 3000
		in := 0
		n := min(c.n, 1000) // simulation of the large one takes long
		if n == c.n {
			for range runs {
				if inside(b, counts(rng, n, z)) {
					in++
				}
			}
			// Four standard errors of a frequency.
			if got, tol := float64(in)/runs, 4*math.Sqrt(exact*(1-exact)/runs); math.Abs(got-exact) > tol {
				t.Errorf("n %d, k %d: inside in %.4f of runs, exact %.4f ± %.4f", c.n, c.k, got, exact, tol)
			}
		}
		p := uniform.Pointwise(c.n, z, 0.95)
		if got := p.Coverage(); got > 0.9 && c.k >= 10 {
			t.Errorf("n %d, k %d: the pointwise band covers %.3f of curves: no difference", c.n, c.k, got)
		}
		for i := range z {
			if b.Low[i] > p.Low[i] || b.High[i] < p.High[i] {
				t.Fatalf("the simultaneous band is narrower at %v", z[i])
			}
		}
	}
}

func TestQuantiles(t *testing.T) {
	// SciPy 1.x: binom.ppf([.025, .975], 100, .3) is 21 39; binom.ppf([.005, .995], 1000, .05) is 33 69.
	for _, c := range []struct {
		n        int
		p, level float64
		lo, hi   int
	}{{100, 0.3, 0.95, 21, 39}, {1000, 0.05, 0.99, 33, 69}, {5, 0, 0.95, 0, 0}, {5, 1, 0.95, 5, 5}} {
		if lo, hi := uniform.Quantiles(c.n, c.p, c.level); lo != c.lo || hi != c.hi {
			t.Errorf("n %d, p %v: %d %d, want %d %d", c.n, c.p, lo, hi, c.lo, c.hi)
		}
	}
}

// TestRepeatedPoints: points that come twice change nothing.
func TestRepeatedPoints(t *testing.T) {
	z := equal(10)
	twice := slices.Sorted(slices.Values(append(slices.Clone(z), z...)))
	a, b := uniform.Pointwise(50, z, 0.99).Coverage(), uniform.Pointwise(50, twice, 0.99).Coverage()
	if math.Abs(a-b) > 1e-12 {
		t.Errorf("coverage %v, with points twice %v", a, b)
	}
}

func ExampleSimultaneous() {
	z := []float64{0.25, 0.5, 0.75}
	b := uniform.Simultaneous(100, z, 0.95)
	fmt.Println(b.Low, b.High)
	fmt.Printf("%.3f %.3f\n", b.Coverage(), uniform.Pointwise(100, z, 0.95).Coverage())
	// Output:
	// [15 39 65] [35 61 85]
	// 0.955 0.907
}
