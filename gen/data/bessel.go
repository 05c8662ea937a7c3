package data

import "math"

// logBesselI0 is log I₀(z) for z ≥ 0, to about 1e-15 relative: the power series Σ (z²/4)^k/(k!)² below besselSplit, whose terms
// are all positive, above it the asymptotic series e^z/√(2πz)·Σ ((2k−1)!!)²/(k!·(8z)^k) (Abramowitz and Stegun 1964,
// 9.6.12 and 9.7.1), whose smallest term is about e^(−2z).
func logBesselI0(z float64) float64 {
	sum, term := 1., 1.
	if z < besselSplit {
		for k := 1.; term > 1e-17*sum; k++ {
			term *= z * z / (4 * k * k)
			sum += term
		}
		return math.Log(sum)
	}
	for k := 1.; term > 1e-17*sum && k < 2*z; k++ {
		term *= (2*k - 1) * (2*k - 1) / (8 * k * z)
		sum += term
	}
	return z + math.Log(sum) - .5*math.Log(2*math.Pi*z)
}

const besselSplit = 25
