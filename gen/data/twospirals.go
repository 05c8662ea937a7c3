package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// TwoSpirals is two interleaved spirals, one the other rotated by a half turn:
//
//	x = ±(t·(−cos t, sin t) + ½u)/3 + ε,  t = 3π√v,  u uniform on [0, 1]²,  v uniform on [0, 1],  ε ~ N(0, Noise² I),
//
// as in FFJORD's generator; the noise is a small square (which turns with the spiral's sign) blurred by a Gaussian.
type TwoSpirals struct {
	Noise float64 // σ, deviation of the Gaussian part of the noise; 0 means .1
}

var _ Planar = TwoSpirals{}

const (
	twoScale = 3.
	twoEnd   = 3 * math.Pi
	twoSide  = .5 / twoScale
)

func (s TwoSpirals) noise() float64 { return or("TwoSpirals.Noise", s.Noise, .1) }

// Dim is 2.
func (s TwoSpirals) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the ends.
func (s TwoSpirals) Box() (lo, hi [2]float64) {
	return square(twoEnd/twoScale + twoSide + 6.5*s.noise())
}

// Sample draws n points [n, 2].
func (s TwoSpirals) Sample(rng *rand.Rand, n int) *mat.Dense {
	noise := s.noise()
	return plane("TwoSpirals", n, func() (x, y float64) {
		t := twoEnd * math.Sqrt(rng.Float64())
		sin, cos := math.Sincos(t)
		x, y = -t*cos/twoScale+twoSide*rng.Float64(), t*sin/twoScale+twoSide*rng.Float64()
		if rng.IntN(2) == 1 {
			x, y = -x, -y
		}
		return x + noise*rng.NormFloat64(), y + noise*rng.NormFloat64()
	})
}

// LogProb is the exact log-density in nats, by quadrature along the spirals to about 1e-8.
func (s TwoSpirals) LogProb(p []float64) float64 {
	x, y := xy("TwoSpirals", p)
	arm := spiral(0, twoEnd, twoScale, boxGauss{twoSide, s.noise()}, func(t float64) float64 {
		return 2 * t / (twoEnd * twoEnd)
	})
	at := arm.at
	arm.at = func(t float64) (x, y float64) { x, y = at(t); return -x, y }
	return arm.logPair(x, y, -x, -y) - math.Ln2
}
