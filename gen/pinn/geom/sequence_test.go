package geom_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/pinn/geom"
)

var sequences = map[string]geom.Sequence{
	"kronecker": geom.Kronecker{}, "latin": geom.LatinHypercube{}, "halton": geom.Halton{}, "sobol": geom.Sobol{}, "uniform": geom.Uniform{},
}

// draw returns n points of a sequence in the cube.
func draw(t *testing.T, q geom.Sequence, seed uint64, dim, n int) [][]float64 {
	t.Helper()
	next, err := q.Start(rand.New(rand.NewPCG(seed, 9)), dim, n)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, dim)
		next(out[i])
	}
	return out
}

// discrepancy is the star discrepancy in L2, by Warnock's formula (1972): 3^-d − 2^(1−d)/n Σ_i Π(1 − x_ij²) + 1/n² Σ_ik Π(1 − max(x_ij, x_kj)).
func discrepancy(x [][]float64) float64 {
	n, d := float64(len(x)), len(x[0])
	sum := math.Pow(3, -float64(d))
	for _, p := range x {
		single := 1.0
		for _, v := range p {
			single *= 1 - v*v
		}
		sum -= math.Pow(2, 1-float64(d)) / n * single
		for _, q := range x {
			pair := 1.0
			for j, v := range p {
				pair *= 1 - max(v, q[j])
			}
			sum += pair / (n * n)
		}
	}
	return math.Sqrt(sum)
}

// TestDiscrepancy: below half of that of independent points in the mean of 8 seeds, in up to three dimensions; in five 500 points gain less, and a
// Latin hypercube, which is even in one coordinate at a time, little in more than two. The expected square for independent points is (2^-d − 3^-d)/n, which checks the formula.
func TestDiscrepancy(t *testing.T) {
	const n, seeds = 500, 8
	for _, dim := range []int{1, 2, 3, 5} {
		mean, square := map[string]float64{}, 0.0
		for name, q := range sequences {
			for seed := range uint64(seeds) {
				d := discrepancy(draw(t, q, seed, dim, n))
				mean[name] += d / seeds
				if name == "uniform" {
					square += d * d / seeds
				}
			}
		}
		expected := (math.Pow(2, -float64(dim)) - math.Pow(3, -float64(dim))) / n
		if r := square / expected; r < 0.3 || r > 3 {
			t.Errorf("%d dimensions: independent points have %.2g times the expected squared discrepancy", dim, r)
		}
		low, latin := 0.5, 0.85
		if dim > 3 {
			low, latin = 0.75, 1
		}
		for name, limit := range map[string]float64{"kronecker": low, "halton": low, "sobol": low, "latin": latin} {
			if r := mean[name] / mean["uniform"]; !(r < limit) {
				t.Errorf("%d dimensions: %s has %.2f of the discrepancy of independent points, want < %.2f", dim, name, r, limit)
			}
		}
	}
}

// TestMomentsOfSequences: numbers stay in [0, 1), and their means and mean products are those of the cube, in 8 dimensions.
func TestMomentsOfSequences(t *testing.T) {
	const n, dim = 4096, 8
	for name, q := range sequences {
		x := draw(t, q, 1, dim, n)
		for j := range dim {
			k := (j + 1) % dim
			var mean, product float64
			for _, p := range x {
				mean, product = mean+p[j]/n, product+p[j]*p[k]/n
				if !(p[j] >= 0 && p[j] < 1) {
					t.Fatalf("%s: %g", name, p[j])
				}
			}
			if math.Abs(mean-0.5) > 4*0.289/64 || math.Abs(product-0.25) > 4*0.22/64 { // 4 standard errors of independent points
				t.Errorf("%s: coordinate %d has the mean %.4f, its product with %d %.4f", name, j, mean, k, product)
			}
		}
	}
}

// TestSobolTable: points 37 and 63 in all 21 coordinates, times 64, as scipy 1.17's qmc.Sobol(21, scramble=False) gives them, which reads the
// same table of Joe and Kuo.
func TestSobolTable(t *testing.T) {
	x := draw(t, geom.Sobol{Plain: true}, 1, 21, 64)
	for i, want := range map[int][]float64{
		63: {1, 51, 23, 29, 55, 9, 37, 9, 53, 37, 27, 43, 35, 49, 21, 49, 5, 25, 61, 15, 15},
		37: {59, 41, 37, 59, 49, 19, 11, 51, 39, 11, 1, 5, 37, 55, 7, 31, 51, 27, 3, 9, 61},
	} {
		got := make([]float64, 21)
		for j, v := range x[i] {
			got[j] = 64 * v
		}
		if !slices.Equal(got, want) {
			t.Errorf("point %d is %v/64, want %v/64", i, got, want)
		}
	}
}

// TestSobolNet: scrambled or not, each aligned run of 2^k points has one in each of 2^k equal slices of every coordinate, and in the first two
// coordinates one in every box of area 2^-k with sides that are powers of 2. Scrambled points differ from seed to seed and repeat with it.
func TestSobolNet(t *testing.T) {
	const k = 6
	for _, q := range []geom.Sobol{{}, {Plain: true}} {
		x := draw(t, q, 1, 21, 4<<k)
		for run := range 4 {
			p := x[run<<k : (run+1)<<k]
			for j := range 21 {
				once(t, p, func(p []float64) int { return int(p[j] * (1 << k)) })
			}
			for a := range k + 1 {
				once(t, p, func(p []float64) int { return int(p[0]*float64(int(1)<<a))<<(k-a) + int(p[1]*float64(int(1)<<(k-a))) })
			}
		}
	}
	plain, nested := draw(t, geom.Sobol{Plain: true}, 1, 1, 8), draw(t, geom.Sobol{}, 1, 1, 8)
	difference := func(x [][]float64, i int) uint32 { return uint32(x[0][0]*(1<<32)) ^ uint32(x[i][0]*(1<<32)) }
	if difference(plain, 1) == difference(nested, 1) && difference(plain, 2) == difference(nested, 2) {
		t.Error("digits are flipped alike for all points: want flips that depend on the digits before")
	}
	a, b, c := draw(t, geom.Sobol{}, 1, 2, 8), draw(t, geom.Sobol{}, 1, 2, 8), draw(t, geom.Sobol{}, 2, 2, 8)
	if !slices.Equal(a[3], b[3]) || slices.Equal(a[3], c[3]) {
		t.Errorf("seed 1: %v, again %v, seed 2: %v", a[3], b[3], c[3])
	}
}

// once wants every number from 0 to len(x)-1 once.
func once(t *testing.T, x [][]float64, number func(p []float64) int) {
	t.Helper()
	seen := make([]bool, len(x))
	for _, p := range x {
		if i := number(p); seen[i] {
			t.Fatalf("two points in interval %d", i)
		} else {
			seen[i] = true
		}
	}
}

// TestLatinHypercube: n points, and after them n others, have one in each of n slices.
func TestLatinHypercube(t *testing.T) {
	next, err := geom.LatinHypercube{}.Start(rand.New(rand.NewPCG(1, 1)), 2, 50)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		x := make([][]float64, 50)
		for i := range x {
			x[i] = make([]float64, 2)
			next(x[i])
		}
		for j := range 2 {
			once(t, x, func(p []float64) int { return int(50 * p[j]) })
		}
	}
}

// TestNoCoordinates: a single point takes none, from any sequence.
func TestNoCoordinates(t *testing.T) {
	s := bind(t, geom.Rect{{0, 1}}.Face("x", 1), []string{"x"})
	for name, q := range sequences {
		if p := sample(t, s, 3, q); p.X.At(2, 0) != 1 {
			t.Errorf("%s: %v", name, p.X.RawMatrix().Data)
		}
	}
}

func TestSobolHasATable(t *testing.T) {
	_, err := geom.Sobol{}.Start(rand.New(rand.NewPCG(1, 1)), 22, 1)
	if err == nil || !strings.Contains(err.Error(), "tabulated for 21 coordinates, not for 22: take geom.Kronecker or geom.Halton") {
		t.Errorf("error %v", err)
	}
}
