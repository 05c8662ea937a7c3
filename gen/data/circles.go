package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Circles is the equal mixture of two concentric circles with Gaussian noise. Angles are uniform and independent: FFJORD's
// generator spaces them evenly within a batch, which has the same density for one point. The density of a blurred circle is
//
//	p(ρ) = I₀(ρR/σ²)·exp(−(ρ²+R²)/2σ²)/(2πσ²).
type Circles struct {
	Radius float64 // of the outer circle; 0 means 3
	Factor float64 // inner radius over outer radius; 0 means .5
	Noise  float64 // σ, deviation of each coordinate; 0 means .24, .08 times the default radius
}

var _ Planar = Circles{}

func (c Circles) rings() rings {
	r := or("Circles.Radius", c.Radius, 3)
	return rings{"Circles", []float64{r, r * or("Circles.Factor", c.Factor, .5)}, or("Circles.Noise", c.Noise, .24)}
}

// Dim is 2.
func (c Circles) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the outer circle.
func (c Circles) Box() (lo, hi [2]float64) { return c.rings().box() }

// Sample draws n points [n, 2].
func (c Circles) Sample(rng *rand.Rand, n int) *mat.Dense { return c.rings().sample(rng, n) }

// LogProb is the exact log-density in nats.
func (c Circles) LogProb(p []float64) float64 { return c.rings().logProb(p) }

// Rings is the equal mixture of four concentric circles, of radius 1, ¾, ½ and ¼ of Radius, with Gaussian noise. Angles are
// uniform and independent, where FFJORD's generator spaces them evenly within a batch.
type Rings struct {
	Radius float64 // of the outermost ring; 0 means 3
	Noise  float64 // σ, deviation of each coordinate; 0 means .08
}

var _ Planar = Rings{}

func (r Rings) rings() rings {
	radius := or("Rings.Radius", r.Radius, 3)
	return rings{"Rings", []float64{radius, .75 * radius, .5 * radius, .25 * radius}, or("Rings.Noise", r.Noise, .08)}
}

// Dim is 2.
func (r Rings) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond the outermost ring.
func (r Rings) Box() (lo, hi [2]float64) { return r.rings().box() }

// Sample draws n points [n, 2].
func (r Rings) Sample(rng *rand.Rand, n int) *mat.Dense { return r.rings().sample(rng, n) }

// LogProb is the exact log-density in nats.
func (r Rings) LogProb(p []float64) float64 { return r.rings().logProb(p) }

// rings is the equal mixture of concentric circles with Gaussian noise: what Circles and Rings share.
type rings struct {
	name  string
	radii []float64
	noise float64
}

func (r rings) box() (lo, hi [2]float64) {
	var outer float64
	for _, radius := range r.radii {
		outer = max(outer, radius)
	}
	return square(outer + 6.5*r.noise)
}

func (r rings) sample(rng *rand.Rand, n int) *mat.Dense {
	return plane(r.name, n, func() (x, y float64) {
		radius := r.radii[rng.IntN(len(r.radii))]
		sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
		return radius*cos + r.noise*rng.NormFloat64(), radius*sin + r.noise*rng.NormFloat64()
	})
}

func (r rings) logProb(p []float64) float64 {
	x, y := xy(r.name, p)
	rho, s2 := math.Hypot(x, y), r.noise*r.noise
	sum := math.Inf(-1)
	for _, radius := range r.radii {
		d := rho - radius
		z := rho * radius / s2
		sum = logAdd(sum, logBesselI0(z)-z-d*d/(2*s2)) // ρ² + R² = (ρ−R)² + 2ρR
	}
	return sum - math.Log(float64(len(r.radii))*2*math.Pi*s2)
}
