package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Moons is two half circles of radius 1 with Gaussian noise, (cos t, sin t) and (1 − cos t, ½ − sin t), each with probability ½
// and t uniform on [0, π]. It is in the unit scale; FFJORD's generator has noise .1 and shows 2x − (1, .2). The generator
// of scikit-learn spaces t evenly within a batch, which has this law in the limit of large batches.
type Moons struct {
	Noise float64 // σ, deviation of each coordinate; 0 means .05
}

var _ Planar = Moons{}

func (m Moons) noise() float64 { return or("Moons.Noise", m.Noise, .05) }

// Dim is 2.
func (m Moons) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the arcs.
func (m Moons) Box() (lo, hi [2]float64) {
	r := 6.5 * m.noise()
	return [2]float64{-1 - r, -.5 - r}, [2]float64{2 + r, 1 + r}
}

// Sample draws n points [n, 2].
func (m Moons) Sample(rng *rand.Rand, n int) *mat.Dense {
	noise := m.noise()
	return plane("Moons", n, func() (x, y float64) {
		y, x = math.Sincos(math.Pi * rng.Float64())
		if rng.IntN(2) == 1 {
			x, y = 1-x, .5-y
		}
		return x + noise*rng.NormFloat64(), y + noise*rng.NormFloat64()
	})
}

// LogProb is the exact log-density in nats, by quadrature along the arcs to about 1e-8.
func (m Moons) LogProb(p []float64) float64 {
	x, y := xy("Moons", p)
	arc := blurred{
		knot:   func(f float64) float64 { return math.Pi * f },
		at:     func(t float64) (x, y float64) { y, x = math.Sincos(t); return x, y },
		speed:  func(float64) float64 { return 1 },
		weight: func(float64) float64 { return 1 / math.Pi },
		length: math.Pi,
		noise:  gauss(m.noise()),
	}
	return arc.logPair(x, y, 1-x, .5-y) - math.Ln2 // the moons are images of each other in the point (½, ¼)
}
