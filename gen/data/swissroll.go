package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// SwissRoll is a blurred spiral,
//
//	x = (t·(cos t, sin t) + ε)/5,  t uniform on [3π/2, 9π/2],  ε ~ N(0, Noise² I):
//
// the first and third coordinate of scikit-learn's swiss roll with noise 1, over 5, as in FFJORD's generator. t, not the arc
// length, is uniform, so the spiral is denser inside.
type SwissRoll struct {
	Noise float64 // deviation of ε; 0 means 1
}

var _ Planar = SwissRoll{}

func (s SwissRoll) sigma() float64 { return or("SwissRoll.Noise", s.Noise, 1) / rollScale }

const (
	rollScale = 5.
	rollStart = 1.5 * math.Pi
	rollEnd   = 4.5 * math.Pi
)

// Dim is 2.
func (s SwissRoll) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the spiral's last turn.
func (s SwissRoll) Box() (lo, hi [2]float64) { return square(rollEnd/rollScale + 6.5*s.sigma()) }

// Sample draws n points [n, 2].
func (s SwissRoll) Sample(rng *rand.Rand, n int) *mat.Dense {
	sigma := s.sigma()
	return plane("SwissRoll", n, func() (x, y float64) {
		t := rollStart + (rollEnd-rollStart)*rng.Float64()
		sin, cos := math.Sincos(t)
		return t*cos/rollScale + sigma*rng.NormFloat64(), t*sin/rollScale + sigma*rng.NormFloat64()
	})
}

// LogProb is the exact log-density in nats, by quadrature along the spiral to about 1e-8.
func (s SwissRoll) LogProb(p []float64) float64 {
	x, y := xy("SwissRoll", p)
	return spiral(rollStart, rollEnd, rollScale, gauss(s.sigma()), func(float64) float64 {
		return 1 / (rollEnd - rollStart)
	}).logProb(x, y)
}

// spiral is the blurred Archimedean spiral t·(cos t, sin t)/scale from t = start to end, where T has the given density.
func spiral(start, end, scale float64, noise kernel, weight func(t float64) float64) blurred {
	speed := func(t float64) float64 { return math.Sqrt(1+t*t) / scale }
	arc := func(t float64) float64 { return (t*math.Sqrt(1+t*t) + math.Asinh(t)) / (2 * scale) }
	return blurred{
		knot: func(f float64) float64 { return math.Sqrt(start*start + f*(end*end-start*start)) },
		at: func(t float64) (x, y float64) {
			sin, cos := math.Sincos(t)
			return t * cos / scale, t * sin / scale
		},
		speed:  speed,
		weight: weight,
		length: arc(end) - arc(start),
		noise:  noise,
	}
}
