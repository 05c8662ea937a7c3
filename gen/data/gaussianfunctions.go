package data

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// GaussianFunctions is the law of periodic Gaussian random functions with mean 0 and a kernel that depends on the distance r alone: the
// squared exponential exp(−r²/2ℓ²), or Matérn's of smoothness ν, summed over all periods. Their Fourier coefficients are independent, with
// the kernel's spectral density at kω as variances (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, section 4.2): so
// a function is drawn without factoring a matrix, and is known everywhere. On a window that is some ℓ shorter than the period it is a
// function of the kernel on the line.
//
// The law (−Δ + τ²)^(−α) of neural operators (Li et al. 2021) is Matérn's with ν = α − ½ and ℓ = √(2ν)/τ.
type GaussianFunctions struct {
	Period    float64 // 0 means 1
	Length    float64 // ℓ; 0 means a fifth of the period
	Nu        float64 // Matérn's ν; 0 means the squared exponential, its limit for large ν
	Deviation float64 // of u(x) at any x; 0 means 1
	Modes     int     // k = 0 … Modes−1 are kept; 0 means 32
	ZeroMean  bool    // without the mode k = 0, so that ∫ u = 0 over a period
}

// Span is the period, the default filled in.
func (g GaussianFunctions) Span() float64 { return or("GaussianFunctions.Period", g.Period, 1) }

// Draw returns n ≥ 0 independent functions.
func (g GaussianFunctions) Draw(rng *rand.Rand, n int) []Series {
	if n < 0 {
		panic(fmt.Sprintf("data.GaussianFunctions: Draw wants n ≥ 0, got %d", n))
	}
	variances, out := g.variances(), make([]Series, n)
	for i := range out {
		s := Series{g.Span(), make([]float64, len(variances)), make([]float64, len(variances))}
		for k, v := range variances {
			s.Cos[k] = math.Sqrt(v) * rng.NormFloat64()
			if k > 0 {
				s.Sin[k] = math.Sqrt(v) * rng.NormFloat64()
			}
		}
		out[i] = s
	}
	return out
}

// Covariance is E[u(x) u(x + r)].
func (g GaussianFunctions) Covariance(r float64) float64 {
	v := g.variances()
	return Series{g.Span(), v, make([]float64, len(v))}.At(r)
}

// variances are those of the coefficients of cos(kωx); those of sin(kωx) are the same. They are scaled to the sum Deviation².
func (g GaussianFunctions) variances() []float64 {
	modes := g.Modes
	if modes == 0 {
		modes = 32
	}
	if modes < 1 || g.ZeroMean && modes < 2 {
		panic(fmt.Sprintf("data.GaussianFunctions.Modes must leave at least one mode, got %d", modes))
	}
	v, sum := make([]float64, modes), 0.
	for k := range v {
		if k == 0 && g.ZeroMean {
			continue
		}
		v[k] = 2 * g.density(2*math.Pi*float64(k)/g.Span()) // cos and sin share the densities of kω and −kω
		if k == 0 {
			v[k] /= 2
		}
		sum += v[k]
	}
	dev := or("GaussianFunctions.Deviation", g.Deviation, 1)
	for k := range v {
		v[k] *= dev * dev / sum
	}
	return v
}

// density is the kernel's spectral density at a frequency, up to a factor.
func (g GaussianFunctions) density(frequency float64) float64 {
	l := or("GaussianFunctions.Length", g.Length, g.Span()/5)
	f := frequency * l
	if g.Nu == 0 {
		return math.Exp(-f * f / 2)
	}
	nu := or("GaussianFunctions.Nu", g.Nu, 1)
	return math.Pow(1+f*f/(2*nu), -nu-.5)
}
