package doctor

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMedianAndDeviation(t *testing.T) {
	if m := median([]float64{3, 1, 100}); m != 3 {
		t.Errorf("median %v", m)
	}
	if m := median([]float64{4, 1, 2, 3}); m != 2.5 {
		t.Errorf("median of four %v", m)
	}
	if d := deviation([]float64{1, 2, 3, 4, 1e9}); d != 1.4826 {
		t.Errorf("deviation %v", d)
	}
}

// TestSlope: exact on a line with a wild point, and the bounds hold the slope in about 95 of 100 noisy lines.
func TestSlope(t *testing.T) {
	x := []float64{0, 1, 2, 3, 4, 5, 6}
	if m, _, _ := slope(x, []float64{0, 2, 4, 60, 8, 10, 12}); m != 2 {
		t.Errorf("slope %v", m)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	in := 0
	for range 400 {
		var x, y []float64
		for i := range blocks {
			x, y = append(x, float64(i)), append(y, -0.3*float64(i)+rng.NormFloat64())
		}
		if _, lo, hi := slope(x, y); lo <= -0.3 && -0.3 <= hi {
			in++
		}
	}
	if in < 370 || in > 399 { // 380 ± 3 deviations, and a little more since the bounds are at whole numbers
		t.Errorf("%d of 400 bounds hold the slope", in)
	}
}

// TestLagged: 0 for independent values, ρ for an autoregression, and no spike changes that.
func TestLagged(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for _, rho := range []float64{0, 0.8, -0.6} {
		e := make([]float64, 4000)
		for i := range e {
			if e[i] = rng.NormFloat64(); i > 0 {
				e[i] += rho * e[i-1]
			}
		}
		e[77] = 1e6
		if got := lagged(e); math.Abs(got-rho) > 0.06 { // four deviations of 1/√n
			t.Errorf("ρ %v, want %v", got, rho)
		}
	}
}

func TestScatterIsBlindToTrends(t *testing.T) {
	var line []float64
	for i := range 30 {
		line = append(line, float64(3*i))
	}
	if s := scatter(line); s != 0 {
		t.Errorf("scatter of a line %v", s)
	}
}
