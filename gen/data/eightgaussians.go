package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// EightGaussians is the equal mixture of eight round Gaussians on a circle,
//
//	p(x) = ⅛ Σ_k N(x; R·(cos kπ/4, sin kπ/4), σ² I).
//
// The defaults are those of FFJORD's generator: radius 4 and deviation .5, both divided by 1.414.
type EightGaussians struct {
	Radius float64 // R, distance of the centres from the origin; 0 means 4/1.414
	Std    float64 // σ, deviation of each Gaussian; 0 means .5/1.414
}

var _ Planar = EightGaussians{}

func (g EightGaussians) defaults() (radius, std float64) {
	return or("EightGaussians.Radius", g.Radius, 4/1.414), or("EightGaussians.Std", g.Std, .5/1.414)
}

// Dim is 2.
func (g EightGaussians) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the centres.
func (g EightGaussians) Box() (lo, hi [2]float64) {
	radius, std := g.defaults()
	return square(radius + 6.5*std)
}

// Sample draws n points [n, 2].
func (g EightGaussians) Sample(rng *rand.Rand, n int) *mat.Dense {
	radius, std := g.defaults()
	return plane("EightGaussians", n, func() (x, y float64) {
		sin, cos := math.Sincos(float64(rng.IntN(8)) * math.Pi / 4)
		return radius*cos + std*rng.NormFloat64(), radius*sin + std*rng.NormFloat64()
	})
}

// LogProb is the exact log-density in nats.
func (g EightGaussians) LogProb(p []float64) float64 {
	radius, std := g.defaults()
	x, y := xy("EightGaussians", p)
	var d2 [8]float64
	nearest := math.Inf(1)
	for k := range d2 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 4)
		dx, dy := (x-radius*cos)/std, (y-radius*sin)/std
		d2[k] = dx*dx + dy*dy
		nearest = min(nearest, d2[k])
	}
	var sum float64
	for _, d := range d2 {
		sum += math.Exp((nearest - d) / 2)
	}
	return math.Log(sum/8) - nearest/2 - math.Log(2*math.Pi*std*std)
}

// square is the box |x|, |y| ≤ r.
func square(r float64) (lo, hi [2]float64) {
	return [2]float64{-r, -r}, [2]float64{r, r}
}
