package exact

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestLidded: the walls hold to rounding, the corners' flow is biharmonic, and each derivative is that of the one before, by differences.
func TestLidded(t *testing.T) {
	for i := range 9 {
		z := 0.05 + 0.9*float64(i)/8
		for _, c := range []struct{ x, y, px, py float64 }{{z, 0, 0, 0}, {0, z, 0, 0}, {1, z, 0, 0}, {z, 1, 0, 1}} {
			got := [3]float64{lidded(0, 0, c.x, c.y, true), lidded(1, 0, c.x, c.y, true), lidded(0, 1, c.x, c.y, true)}
			for k, want := range [3]float64{0, c.px, c.py} {
				if !(math.Abs(got[k]-want) <= 1e-14) {
					t.Errorf("at (%g, %g): ψ, ψ_x, ψ_y are %.3g, want 0, %g, %g", c.x, c.y, got, c.px, c.py)
				}
			}
		}
	}
	if r := scraped(4, 0, .3, .4) + 2*scraped(2, 2, .3, .4) + scraped(0, 4, .3, .4); !(math.Abs(r) <= 1e-12) {
		t.Errorf("Δ² of the corner's flow is %g", r)
	}
	const h = 1e-4
	for a := range 3 {
		for b := range 3 {
			dx := (lidded(a, b, .3+h, .6, true) - lidded(a, b, .3-h, .6, true)) / (2 * h)
			dy := (lidded(a, b, .3, .6+h, true) - lidded(a, b, .3, .6-h, true)) / (2 * h)
			if x, y := lidded(a+1, b, .3, .6, true), lidded(a, b+1, .3, .6, true); !(math.Abs(dx-x) <= 1e-5*(1+math.Abs(x))) || !(math.Abs(dy-y) <= 1e-5*(1+math.Abs(y))) {
				t.Errorf("derivatives of ψ^(%d,%d) are %.8g and %.8g, by differences %.8g and %.8g", a, b, x, y, dx, dy)
			}
		}
	}
}

// TestCavityConverges: ψ of 12 and 18 polynomials against the reference's 24, in the inner four fifths.
func TestCavityConverges(t *testing.T) {
	ref := Cavity{}.reference()
	gap := func(n int) (most float64) {
		f := solveCavity(100, n)
		for i := range 9 {
			for j := range 9 {
				x, y := 0.1+0.8*float64(i)/8, 0.1+0.8*float64(j)/8
				most = math.Max(most, math.Abs(f.derivative(0, 0, x, y)-ref.derivative(0, 0, x, y)))
			}
		}
		return most
	}
	coarse, fine := gap(12), gap(18)
	if !(fine <= 2e-5) || !(coarse >= 4*fine) {
		t.Errorf("gaps of ψ with 12 and 18 polynomials are %.2g and %.2g, want at most 2e-5 and less than a quarter of the first", coarse, fine)
	}
}

// TestCavityWeakly: the equation holds in the mean over polynomials too that the reference was not made for, a third more in each direction, to
// 1e-4 of what is left without the reference's polynomials.
func TestCavityWeakly(t *testing.T) {
	ref := Cavity{}.reference()
	s := newCavitySystem(32)
	f := &cavityFlow{n: 32, c: mat.NewDense(32, 32, nil)}
	none := mat.Norm(s.residual(s.fields(f), 0.01), 2)
	f.c.Slice(0, ref.n, 0, ref.n).(*mat.Dense).Copy(ref.c)
	left := mat.Norm(s.residual(s.fields(f), 0.01), 2)
	if !(left <= 1e-4*none) {
		t.Errorf("residual %.2g, without the solution %.2g", left, none)
	}
}
