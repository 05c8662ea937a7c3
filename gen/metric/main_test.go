package metric

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/internal/engines"
)

func newRNG(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2026)) }

// gaussian draws n points of N((shift, 0, …), I) in d dimensions.
func gaussian(rng *rand.Rand, n, d int, shift float64) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	x.Apply(func(_, j int, _ float64) float64 {
		if j == 0 {
			return shift + rng.NormFloat64()
		}
		return rng.NormFloat64()
	}, x)
	return x
}

// wantError holds an error to one sentence that contains the text.
func wantError(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want one sentence with %q", err, text)
	}
}

// badPairs are samples that nothing can compare.
var badPairs = []struct {
	x, y *mat.Dense
	text string
}{
	{&mat.Dense{}, mat.NewDense(1, 1, nil), "empty"},
	{nil, mat.NewDense(1, 1, nil), "empty"},
	{mat.NewDense(3, 2, nil), mat.NewDense(3, 1, nil), "2 and 1 columns"},
	{mat.NewDense(2, 1, []float64{0, math.NaN()}), mat.NewDense(2, 1, nil), "first sample has NaN at row 1"},
	{mat.NewDense(2, 1, nil), mat.NewDense(2, 1, []float64{math.Inf(1), 0}), "second sample has +Inf at row 0"},
}

func TestBadSamples(t *testing.T) {
	engine := engines.Go(t)
	for _, c := range badPairs {
		_, err := MMD(c.x, c.y)
		wantError(t, err, c.text)
		_, err = C2ST(c.x, c.y, C2STOptions{Engine: engine})
		wantError(t, err, c.text)
		_, err = SlicedWasserstein(c.x, c.y)
		wantError(t, err, c.text)
		_, err = Wasserstein(c.x, c.y, 2)
		wantError(t, err, c.text)
	}
}

// near compares with an absolute tolerance.
func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %.9g, want %.9g ± %.1g", what, got, want, within)
	}
}
