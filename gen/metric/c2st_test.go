package metric

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/internal/engines"
)

// The best classifier of N(0, I) and N(d, I) is right with probability Φ(d/2).
func TestC2STOfShiftedGaussians(t *testing.T) {
	rng := newRNG(1)
	const n, shift = 1500, 1.5
	got, err := C2ST(gaussian(rng, n, 2, 0), gaussian(rng, n, 2, shift), C2STOptions{Steps: 300, Engine: engines.Go(t)})
	if err != nil {
		t.Fatal(err)
	}
	best := distuv.UnitNormal.CDF(shift / 2)
	se := math.Sqrt(best * (1 - best) / (2 * n))
	if got.Value > best+4*se || got.Value < best-4*se-.01 { // a trained classifier is a little below the best one
		t.Errorf("accuracy %.4f, the best possible is %.4f ± %.4f", got.Value, best, se)
	}
	if got.Inside() {
		t.Errorf("a shift of 1.5 is not seen: %v", got)
	}
}

// Two samples of one law are inside the widened band at least 95 times in 100; so weak a classifier spreads no more than coins.
func TestC2STBand(t *testing.T) {
	repeats, lowest := 20, 18
	if testing.Short() {
		repeats, lowest = 6, 5
	}
	engine := engines.Go(t)
	inside := 0
	for r := range repeats {
		rng := newRNG(uint64(r))
		b, err := C2ST(gaussian(rng, 100, 2, 0), gaussian(rng, 100, 2, 0), C2STOptions{Steps: 50, Hidden: []int{10}, Seed: uint64(r), Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		if b.Inside() {
			inside++
		}
	}
	if inside < lowest {
		t.Errorf("inside the band in %d of %d repetitions", inside, repeats)
	}
}

// The band from refits is of the width of the binomial one.
func TestC2STRefits(t *testing.T) {
	if testing.Short() {
		t.Skip("long: 21 trainings")
	}
	rng := newRNG(3)
	x, y := gaussian(rng, 100, 1, 0), gaussian(rng, 100, 1, 0)
	b, err := C2ST(x, y, C2STOptions{Steps: 30, Hidden: []int{8}, Refits: 20, Engine: engines.Go(t)})
	if err != nil {
		t.Fatal(err)
	}
	if !(b.Low < .5 && b.High > .5) || b.High-b.Low > .25 || b.High-b.Low < .05 {
		t.Errorf("band %g … %g, the binomial one is .43 … .57", b.Low, b.High)
	}
}

func TestC2STErrors(t *testing.T) {
	x, engine := mat.NewDense(10, 1, nil), engines.Go(t)
	for _, c := range []struct {
		y    *mat.Dense
		o    C2STOptions
		text string
	}{
		{mat.NewDense(9, 1, nil), C2STOptions{}, "equal size"},
		{x, C2STOptions{Folds: 1}, "2 folds"},
		{x, C2STOptions{Folds: 11}, "2 folds"},
		{x, C2STOptions{Steps: -1}, "positive steps"},
		{x, C2STOptions{Hidden: []int{0}}, "positive steps"},
		{x, C2STOptions{Refits: 3}, "20 refits"},
	} {
		c.o.Engine = engine
		_, err := C2ST(x, c.y, c.o)
		wantError(t, err, c.text)
	}
}

// A classifier that learns its training points by heart gains nothing on points that it has not seen.
func TestC2STHoldsOut(t *testing.T) {
	rng := newRNG(4)
	got, err := C2ST(gaussian(rng, 50, 8, 0), gaussian(rng, 50, 8, 0), C2STOptions{Steps: 200, Hidden: []int{64}, Engine: engines.Go(t)})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "accuracy on noise", got.Value, .5, .2) // 4 deviations of 100 coins; with leaks it is 1
}
