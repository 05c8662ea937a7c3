package exact

import (
	"math"
	"testing"

	"github.com/gensci/gensci/gen/ode"
)

// TestTaylor: x′ = x² from 1 is 1/(1 − t).
func TestTaylor(t *testing.T) {
	o := taylor(func(c [][]float64, k int) []float64 { return []float64{cauchy(c[0], c[0], k)} }, []float64{1}, 0.99)
	for _, at := range []float64{0, 0.3, 0.5, 0.9, 0.99} {
		if got, want := o.At(at)[0], 1/(1-at); !(math.Abs(got-want) <= 1e-12*want*want) {
			t.Errorf("at %g: %.15g, want %.15g", at, got, want)
		}
	}
	if !math.IsNaN(o.At(1)[0]) || !math.IsNaN(o.At(-0.01)[0]) {
		t.Error("there is a solution outside of the interval of time")
	}
}

// TestLotkaVolterraInvariant: δx − γ ln x + βy − α ln y never changes.
func TestLotkaVolterraInvariant(t *testing.T) {
	for at := 0.0; at <= 10; at += 0.37 {
		p := LotkaVolterra{}.At([]float64{at})
		if v := p[0] - 3*math.Log(p[0]) + p[1] - 1.5*math.Log(p[1]); !(math.Abs(v-2) <= 1e-12) {
			t.Errorf("at %g: %.15g, want 2", at, v)
		}
	}
}

// TestLorenz: another method agrees, and a change of the start by some units in the last place grows as the setting's documentation says.
func TestLorenz(t *testing.T) {
	h := ode.Host{Method: ode.Dopri8, RTol: 1e-13, ATol: 1e-13, MaxSteps: 100_000}
	tr, err := h.Solve(func(_ float64, x, dx []float64) {
		dx[0], dx[1], dx[2] = 10*(x[1]-x[0]), x[0]*(28-x[2])-x[1], x[0]*x[1]-8./3*x[2]
	}, []float64{1, 1, 1}, 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	last := Lorenz{End: lorenzLimit}
	moved := last.solve([]float64{1 + 1e-14, 1, 1})
	for i := range 3 {
		if got, want := (Lorenz{}).At([]float64{20})[i], tr.End()[i]; !(math.Abs(got-want) <= 1e-6) {
			t.Errorf("field %d at t = 20: %.12g, by Dormand and Prince %.12g", i, got, want)
		}
		for at, most := range map[float64]float64{20: 1e-9, lorenzLimit: 1e-5} {
			if gap := math.Abs(moved.At(at)[i] - last.At([]float64{at})[i]); !(gap <= most) {
				t.Errorf("field %d at t = %g: %.2g away after a change by 1e-14, want at most %.2g", i, at, gap, most)
			}
		}
	}
}
