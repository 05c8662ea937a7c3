package exact

import (
	"math"
	"math/cmplx"
	"sync"

	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/dsp/fourier"
)

// semilinear is the equation u_t = L u + S N(u) for a function u of x in [lo, hi] with that period, from t = 0 to end. L and S are
// given by what they do to e^(ikx), N by what it does to numbers.
type semilinear struct {
	lo, hi, end   float64
	modes, steps  int // modes: best a power of 2
	linear, slope func(k float64) complex128
	pointwise     func(u complex128) complex128
	start         func(x float64) complex128
}

// evolution is the solution of a semilinear equation: Fourier coefficients at the end of every step. Between them, one shorter step is made from
// the one before, so that the interpolation in time is as exact as the steps.
type evolution struct {
	semilinear
	k    []float64
	fft  *fourier.CmplxFFT
	coef [][]complex128

	mu  sync.Mutex
	at  float64      // time of the last evaluation
	now []complex128 // coefficients then
}

// solve steps from the start to the end.
func (s semilinear) solve() *evolution {
	e := &evolution{semilinear: s, fft: fourier.NewCmplxFFT(s.modes), k: make([]float64, s.modes)}
	for j := range e.k {
		e.k[j] = 2 * math.Pi / (s.hi - s.lo) * float64((j+s.modes/2)%s.modes-s.modes/2)
	}
	c := s.begin()
	factors := e.factors(s.end / float64(s.steps))
	e.coef = append(e.coef, c)
	for range s.steps {
		c = e.step(factors, c)
		e.coef = append(e.coef, c)
	}
	e.now = e.coef[0]
	e.check(c)
	return e
}

// unresolved is the part of the largest coefficient that the last ones may have at the end; a kink at the start leaves 1e-5.
const unresolved = 1e-4

// check refuses a solution with waves too short for the grid.
func (e *evolution) check(c []complex128) {
	most, last := 0.0, 0.0
	for j, v := range c {
		most = math.Max(most, cmplx.Abs(v))
		if d := j - e.modes/2; d*d < e.modes*e.modes/100 {
			last = math.Max(last, cmplx.Abs(v))
		}
	}
	if !(last <= unresolved*most) {
		exceptions.Panicf("exact: %d modes and %d steps do not resolve the solution, whose shortest waves are %.2g of the longest ones: choose more diffusion or dispersion", e.modes, e.steps, last/most)
	}
}

// begin are the coefficients at the start, of a grid 16 times as fine: where the start has a kink, those of the grid itself have errors
// that stay, while those that are missing decay.
func (s semilinear) begin() []complex128 {
	n := 16 * s.modes
	u := make([]complex128, n)
	for j := range u {
		u[j] = s.start(s.lo + (s.hi-s.lo)*float64(j)/float64(n))
	}
	all := fourier.NewCmplxFFT(n).Coefficients(nil, u)
	c := append(all[:s.modes/2], all[n-s.modes/2:]...)
	for j := range c {
		c[j] /= complex(float64(n), 0)
	}
	c[s.modes/2] = 0
	return c
}

// At is u at (t, x); NaN before the start and after the end.
func (e *evolution) At(t, x float64) complex128 {
	return e.derivative(t, x, 0)
}

// derivative is a derivative by x, of any order.
func (e *evolution) derivative(t, x float64, order int) complex128 {
	c := e.coefficientsAt(t)
	if c == nil {
		return cmplx.NaN()
	}
	turn := cmplx.Rect(1, 2*math.Pi*(x-e.lo)/(e.hi-e.lo))
	half := e.modes / 2
	var sum, w complex128 = 0, cmplx.Rect(1, -2*math.Pi*(x-e.lo)/(e.hi-e.lo)*float64(half))
	for j := -half; j < e.modes-half; j++ {
		i := (j + e.modes) % e.modes
		term := c[i] * w
		for range order {
			term *= complex(0, e.k[i])
		}
		sum, w = sum+term, w*turn
	}
	return sum
}

// coefficientsAt are the Fourier coefficients at a time; nil where there are none. The last ones are kept, since points often
// come with the same time.
func (e *evolution) coefficientsAt(t float64) []complex128 {
	if slack := 1e-9 * e.end; !(t >= -slack && t <= e.end+slack) {
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if t != e.at {
		h := e.end / float64(e.steps)
		i := max(0, min(int(t/h), e.steps-1))
		e.at, e.now = t, e.step(e.factors(t-float64(i)*h), e.coef[i])
	}
	return e.now
}

// factors are those of a step of exponential time differencing, one for each mode.
type factors struct{ full, half, q, f1, f2, f3 []complex128 }

// factors computes them by the functions φ_j, z = hL.
func (e *evolution) factors(h float64) factors {
	n := len(e.k)
	all := make([]complex128, 6*n)
	f := factors{all[:n], all[n : 2*n], all[2*n : 3*n], all[3*n : 4*n], all[4*n : 5*n], all[5*n:]}
	scale := complex(h, 0)
	for j, k := range e.k {
		z := scale * e.linear(k)
		p1, p2, p3 := phi(z)
		q, _, _ := phi(z / 2)
		f.full[j], f.half[j], f.q[j] = cmplx.Exp(z), cmplx.Exp(z/2), scale*q/2
		f.f1[j], f.f2[j], f.f3[j] = scale*(p1-3*p2+4*p3), scale*(2*p2-4*p3), scale*(4*p3-p2)
	}
	return f
}

// step is ETDRK4 (Cox and Matthews, J. Comput. Phys. 176, 2002, equations 26 to 29).
func (e *evolution) step(f factors, c []complex128) []complex128 {
	n := len(c)
	a, b, d, out := make([]complex128, n), make([]complex128, n), make([]complex128, n), make([]complex128, n)
	nc := e.nonlinear(c)
	for j := range c {
		a[j] = f.half[j]*c[j] + f.q[j]*nc[j]
	}
	na := e.nonlinear(a)
	for j := range c {
		b[j] = f.half[j]*c[j] + f.q[j]*na[j]
	}
	nb := e.nonlinear(b)
	for j := range c {
		d[j] = f.half[j]*a[j] + f.q[j]*(2*nb[j]-nc[j])
	}
	nd := e.nonlinear(d)
	for j := range c {
		out[j] = f.full[j]*c[j] + f.f1[j]*nc[j] + f.f2[j]*(na[j]+nb[j]) + f.f3[j]*nd[j]
	}
	return out
}

// nonlinear are the coefficients of S N(u).
func (e *evolution) nonlinear(c []complex128) []complex128 {
	u := e.fft.Sequence(nil, c)
	for j, v := range u {
		u[j] = e.pointwise(v)
	}
	out := e.coefficients(u)
	for j, k := range e.k {
		out[j] *= e.slope(k)
	}
	return out
}

// coefficients are those of the series through values on the grid, without the last one, whose opposite is missing: even functions stay even.
func (e *evolution) coefficients(u []complex128) []complex128 {
	c := e.fft.Coefficients(nil, u)
	for j := range c {
		c[j] /= complex(float64(len(c)), 0)
	}
	c[len(c)/2] = 0
	return c
}

// phi are φ₁ = (e^z − 1)/z, φ₂ = (φ₁ − 1)/z, φ₃ = (φ₂ − ½)/z, by their series Σ z^i/(i + j)! where these formulas cancel.
func phi(z complex128) (p1, p2, p3 complex128) {
	if cmplx.Abs(z) > 1 {
		p1 = (cmplx.Exp(z) - 1) / z
		p2 = (p1 - 1) / z
		return p1, p2, (p2 - 0.5) / z
	}
	for i := 17; i > 0; i-- { // Horner; 1/20! is below rounding
		p3 = 1 + p3*z/complex(float64(i+3), 0)
	}
	p3 /= 6
	p2 = 0.5 + z*p3
	return 1 + z*p2, p2, p3
}
