package data_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gensci/gensci/gen/data"
)

func TestVonMisesAngle(t *testing.T) {
	v := data.VonMisesAngle{Mu: 3, Kappa: 2}
	// I₀(2) = 2.2795853023360673, I₁(2) = 1.5906368546373291 (Abramowitz and Stegun 1964, table 9.8).
	const i0, i1 = 2.2795853023360673, 1.5906368546373291
	for _, x := range []float64{3, 1, -3, 3 + 2*math.Pi} {
		want := 2*math.Cos(x-3) - math.Log(2*math.Pi*i0)
		if got := v.LogProb([]float64{x}); math.Abs(got-want) > 1e-13 {
			t.Errorf("log-density at %g: got %.15g, want %.15g", x, got, want)
		}
	}
	// E[exp(i(x-μ))] = I₁/I₀; each part has a variance below ½, so 5 standard errors are 5/√(2n).
	const n = 100_000
	x := v.Sample(rand.New(rand.NewPCG(1, 2)), n)
	var cos, sin float64
	for i := range n {
		a := x.At(i, 0)
		if !(a >= -math.Pi && a < math.Pi) {
			t.Fatalf("angle %g is outside [-π, π)", a)
		}
		cos += math.Cos(a-3) / n
		sin += math.Sin(a-3) / n
	}
	tol := 5 / math.Sqrt(2*n)
	if math.Abs(cos-i1/i0) > tol || math.Abs(sin) > tol {
		t.Errorf("mean direction: got (%g, %g), want (%g, 0) ± %g", cos, sin, i1/i0, tol)
	}
}

// However weak or strong the concentration is, the sampler ends, and the spread is that of the limits: uniform, and 1/κ.
func TestVonMisesAngleAtItsLimits(t *testing.T) {
	for kappa, want := range map[float64]float64{1e-6: math.Pi * math.Pi / 3, 1e6: 1e-6} {
		const n = 10_000
		x := data.VonMisesAngle{Kappa: kappa}.Sample(rand.New(rand.NewPCG(1, 2)), n)
		var square float64
		for i := range n {
			square += x.At(i, 0) * x.At(i, 0) / n
		}
		if math.Abs(square/want-1) > 0.07 { // 5 standard errors: √(2/n) for a normal law
			t.Errorf("κ = %g: mean square %g, want %g", kappa, square, want)
		}
	}
}
