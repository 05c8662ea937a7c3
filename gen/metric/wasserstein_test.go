package metric

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/combin"
	"gonum.org/v1/gonum/stat/distuv"
)

func TestWasserstein1D(t *testing.T) {
	for _, c := range []struct {
		x, y    []float64
		p, want float64
	}{
		{[]float64{0}, []float64{3}, 1, 3},
		{[]float64{1, 0}, []float64{2, 1}, 2, 1},
		{[]float64{0, 1}, []float64{.5}, 1, .5},
		{[]float64{0, 0, 3}, []float64{0, 3}, 1, .5}, // 1/6 of the mass moves by 3
		{[]float64{0, 0, 3}, []float64{0, 3}, 2, 3 / math.Sqrt(6)},
		{[]float64{5, 7, 1}, []float64{1, 5, 7}, 3, 0},
	} {
		got, err := Wasserstein1D(c.x, c.y, c.p)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "W", got, c.want, 1e-14)
	}
	_, err := Wasserstein1D(nil, []float64{1}, 1)
	wantError(t, err, "at least one number")
	_, err = Wasserstein1D([]float64{math.NaN()}, []float64{1}, 1)
	wantError(t, err, "NaN")
	_, err = Wasserstein1D([]float64{0}, []float64{1}, .5)
	wantError(t, err, "order")
}

// W₂(N(a, s²), N(b, r²))² = (a−b)² + (s−r)², by quantiles in place of samples.
func TestWasserstein1DOfGaussians(t *testing.T) {
	const n = 20_000
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		q := distuv.UnitNormal.Quantile((float64(i) + .5) / n)
		x[i], y[n-1-i] = 1+2*q, -2+.5*q
	}
	got, err := Wasserstein1D(x, y, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "W₂", got, math.Sqrt(9+1.5*1.5), 1e-3)
}

// The assignment beats every one of the 7! permutations.
func TestAssignAgainstAllPermutations(t *testing.T) {
	rng := newRNG(1)
	permutations := combin.Permutations(7, 7)
	for trial := range 30 {
		cost := gaussian(rng, 7, 7, 0)
		if trial%3 == 0 { // ties
			cost.Apply(func(_, _ int, v float64) float64 { return math.Round(v) }, cost)
		}
		total := func(p []int) (sum float64) {
			for i, j := range p {
				sum += cost.At(i, j)
			}
			return sum
		}
		best := math.Inf(1)
		for _, p := range permutations {
			best = min(best, total(p))
		}
		got := assign(cost)
		sorted := slices.Clone(got)
		slices.Sort(sorted)
		if !slices.Equal(sorted, []int{0, 1, 2, 3, 4, 5, 6}) {
			t.Fatalf("not a permutation: %v", got)
		}
		near(t, "cost", total(got), best, 1e-12)
	}
}

// On the line the assignment is the sorted one; a shift by a vector costs its length, whatever the points.
func TestWassersteinClosedForms(t *testing.T) {
	rng := newRNG(2)
	x, y := gaussian(rng, 200, 1, 0), gaussian(rng, 200, 1, 1)
	for _, p := range []float64{1, 2, 3.5} {
		got, err := Wasserstein(x, y, p)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Wasserstein1D(mat.Col(nil, 0, x), mat.Col(nil, 0, y), p)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "W", got, want, 1e-12)
	}
	a := gaussian(rng, 300, 3, 0)
	b := mat.NewDense(300, 3, nil)
	for i, j := range rng.Perm(300) {
		b.SetRow(i, []float64{a.At(j, 0) + 2, a.At(j, 1) - 3, a.At(j, 2) + 6})
	}
	got, err := Wasserstein(a, b, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "W₂ of a shift by (2, −3, 6)", got, 7, 1e-12)
	_, err = Wasserstein(a, x, 2)
	wantError(t, err, "columns")
	_, err = Wasserstein(x, gaussian(rng, 3, 1, 0), 2)
	wantError(t, err, "equal size")
	_, err = Wasserstein(x, y, 0)
	wantError(t, err, "order")
}

// A shift by s in d dimensions has sliced W₂ = |s|/√d, since E (θ·s)² = |s|²/d.
func TestSlicedWasserstein(t *testing.T) {
	x := gaussian(newRNG(3), 100, 3, 0)
	var y mat.Dense
	y.Apply(func(_, j int, v float64) float64 { return v + []float64{2, -3, 6}[j] }, x)
	got, err := SlicedWasserstein(x, &y, SlicedOptions{Projections: 2000})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "sliced W₂", got.Value, 7/math.Sqrt(3), 4*got.StdErr)
	if got.StdErr > .1 || got.StdErr <= 0 {
		t.Errorf("standard error %g", got.StdErr)
	}
	same, err := SlicedWasserstein(x, x)
	if err != nil || same.Value != 0 || same.StdErr != 0 {
		t.Errorf("distance to itself: %v, %v", same, err)
	}
	_, err = SlicedWasserstein(x, x, SlicedOptions{Projections: -1})
	wantError(t, err, "at least 2 projections")
}

func BenchmarkWasserstein(b *testing.B) {
	rng := newRNG(4)
	x, y := gaussian(rng, 1000, 2, 0), gaussian(rng, 1000, 2, 0)
	for range b.N {
		_, _ = Wasserstein(x, y, 2)
	}
}

// The standard error is the spread over seeds.
func TestSlicedWassersteinStandardError(t *testing.T) {
	x, y := gaussian(newRNG(5), 30, 2, 0), gaussian(newRNG(6), 20, 2, 2)
	const repeats = 200
	values, se := make([]float64, repeats), 0.
	for r := range values {
		e, err := SlicedWasserstein(x, y, SlicedOptions{Projections: 100, Seed: uint64(r)})
		if err != nil {
			t.Fatal(err)
		}
		values[r], se = e.Value, se+e.StdErr/repeats
	}
	near(t, "mean standard error over the spread", se/stat.StdDev(values, nil), 1, .2) // the spread of 200 is known to 5 %
}
