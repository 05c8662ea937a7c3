package exact

import (
	"math"
	"math/cmplx"
	"testing"
)

// TestPhi: φ_j(z) = Σ z^i/(i + j)! on both sides of |z| = 1, where the formulas change.
func TestPhi(t *testing.T) {
	for _, z := range []complex128{0, 1e-9, 0.5i, -0.99, 0.99i, 1.01, -1.01i, -3 + 2i} {
		var want [4]complex128
		term := complex128(1)
		for i := range 60 {
			f := complex(float64(i), 0)
			want[1], want[2], want[3] = want[1]+term/(f+1), want[2]+term/((f+1)*(f+2)), want[3]+term/((f+1)*(f+2)*(f+3))
			term *= z / (f + 1)
		}
		p1, p2, p3 := phi(z)
		for j, p := range []complex128{0, p1, p2, p3} {
			if !(cmplx.Abs(p-want[j]) <= 1e-14) {
				t.Errorf("φ_%d(%v) = %v, want %v", j, z, p, want[j])
			}
		}
	}
}

// largestGap is the largest difference of two evolutions at ten times from t on, and 50 places.
func largestGap(a, b *evolution, from float64) (gap float64) {
	for i := range 10 {
		for j := range 50 {
			time, x := from+(a.end-from)*float64(i+1)/10, a.lo+(a.hi-a.lo)*(float64(j)+0.3)/50
			gap = math.Max(gap, cmplx.Abs(a.At(time, x)-b.At(time, x)))
		}
	}
	return gap
}

// solitonTol is 256 times below the error with a quarter of the steps, 3e-5.
const solitonTol = 3e-7

// TestSoliton: a soliton of Korteweg and de Vries's equation runs once around; its tails at the walls are e^-20.
func TestSoliton(t *testing.T) {
	soliton := func(x float64) float64 { return 0.5 / math.Pow(math.Cosh(x/2), 2) }
	e := semilinear{
		lo: -20, hi: 20, end: 40, modes: 128, steps: 3200,
		linear:    func(k float64) complex128 { return complex(0, k*k*k) },
		slope:     func(k float64) complex128 { return complex(0, -3*k) },
		pointwise: func(u complex128) complex128 { return u * u },
		start:     func(x float64) complex128 { return complex(soliton(x), 0) },
	}.solve()
	for _, p := range [][2]float64{{0, 1}, {1.03, 1.03}, {10, 12}, {40, 0.5}, {40, -3}} {
		want := soliton(math.Mod(p[1]-p[0]+60, 40) - 20)
		if got := e.At(p[0], p[1]); !(cmplx.Abs(got-complex(want, 0)) <= solitonTol) {
			t.Errorf("soliton at t = %g, x = %g: %v, want %g", p[0], p[1], got, want)
		}
	}
	if !cmplx.IsNaN(e.At(-0.1, 0)) || !cmplx.IsNaN(e.At(40.1, 0)) || !cmplx.IsNaN(e.At(math.NaN(), 0)) {
		t.Error("there is a solution outside of the interval of time")
	}
}

// TestReferencesConverge: with half as many steps the error is 16 times as large, up to what is not yet asymptotic, or 3 times for Schrödinger's equation,
// whose start has a kink; that of the reference, the gap by this factor less 1, is below its bound, and a quarter less modes
// move it by less than theirs.
func TestReferencesConverge(t *testing.T) {
	for _, c := range []struct {
		name         string
		equation     func(modes, steps int) semilinear
		modes, steps int
		from         float64 // time up to which a kink of the start has still effects
		factor       float64
		time, space  float64 // bounds of the errors
	}{
		{"Allen-Cahn", AllenCahn{}.equation, 1024, 400, 0.05, 14, 1e-9, 1e-7},
		{"KdV", KdV{}.equation, 256, 2000, 0, 14, 1e-8, 1e-10},
		{"Schrödinger", Schrodinger{}.equation, 256, 2000, 0, 3, 5e-6, 4e-5},
		{"Kuramoto-Sivashinsky", KuramotoSivashinsky{}.equation, 256, 5000, 0, 10, 2e-5, 1e-6},
	} {
		ref := c.equation(c.modes, c.steps).solve()
		half := largestGap(c.equation(c.modes, c.steps/2).solve(), ref, c.from)
		quarter := largestGap(c.equation(c.modes, c.steps/4).solve(), ref, c.from)
		if !(quarter >= c.factor*half) || !(half/(c.factor-1) <= c.time) {
			t.Errorf("%s: gaps to the reference are %.2g and %.2g with a quarter and half of its steps: want a ratio of at least %g and at most %.2g", c.name, quarter, half, c.factor, (c.factor-1)*c.time)
		}
		coarse := largestGap(c.equation(c.modes*3/4, c.steps).solve(), ref, c.from)
		if !(coarse <= c.space) {
			t.Errorf("%s: with %d modes it is %.2g away: want at most %.2g", c.name, c.modes*3/4, coarse, c.space)
		}
	}
}

// TestConserved: mass and energy of KdV, the mass of Schrödinger's equation, which their nonlinear terms don't change.
func TestConserved(t *testing.T) {
	norm := func(c []complex128) (sum float64) {
		for _, v := range c {
			sum += real(v)*real(v) + imag(v)*imag(v)
		}
		return sum
	}
	for name, e := range map[string]*evolution{"KdV": KdV{}.equation(256, 1000).solve(), "Schrödinger": Schrodinger{}.equation(256, 1000).solve()} {
		first, last := norm(e.coef[0]), norm(e.coef[len(e.coef)-1])
		if !(math.Abs(last-first) <= 1e-6*first) {
			t.Errorf("%s: ∫|u|² goes from %.9g to %.9g", name, first, last)
		}
	}
}
