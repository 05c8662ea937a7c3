package data

import "math"

// Series is a periodic function given by its Fourier coefficients, with ω = 2π/Period,
//
//	u(x) = Cos[0] + Σ_{k ≥ 1} Cos[k] cos(kωx) + Sin[k] sin(kωx)
//
// so that it is known everywhere and not on a grid alone, and with it what linear equations with constant coefficients make of it.
type Series struct {
	Period   float64
	Cos, Sin []float64 // of one length; Sin[0] does not count
}

// At is u(x). The waves come from one rotation by recurrence, which costs some roundings for each mode.
func (s Series) At(x float64) float64 {
	sin1, cos1 := math.Sincos(s.frequency(1) * x)
	sin, cos, sum := 0., 1., 0.
	for k, a := range s.Cos {
		sum += a*cos + s.Sin[k]*sin
		sin, cos = sin*cos1+cos*sin1, cos*cos1-sin*sin1
	}
	return sum
}

// Map applies an operator that is diagonal in the modes: f gets the frequency kω and the coefficients of cos(kωx) and sin(kωx), and returns the new ones.
func (s Series) Map(f func(frequency, cos, sin float64) (newCos, newSin float64)) Series {
	out := Series{s.Period, make([]float64, len(s.Cos)), make([]float64, len(s.Cos))}
	for k := range s.Cos {
		out.Cos[k], out.Sin[k] = f(s.frequency(k), s.Cos[k], s.Sin[k])
	}
	return out
}

// frequency is kω.
func (s Series) frequency(k int) float64 { return 2 * math.Pi / s.Period * float64(k) }

// Derivative is u′.
func (s Series) Derivative() Series {
	return s.Map(func(f, a, b float64) (float64, float64) { return f * b, -f * a })
}

// Integral is ∫₀ˣ u.
func (s Series) Integral(x float64) float64 {
	periodic := s.Map(func(f, a, b float64) (float64, float64) {
		if f == 0 {
			return 0, 0
		}
		return -b / f, a / f
	})
	return s.Cos[0]*x + periodic.At(x) - periodic.At(0)
}
