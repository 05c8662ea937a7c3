package data

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// VonMises is the von Mises law on a circle in space: the point at angle θ has, by arc length,
//
//	p(θ) = exp(κ·cos(θ−μ))/(2πR·I₀(κ)).
//
// The circle lies in the plane, around the origin, or, for Ambient > 2, in a plane of R^Ambient that Seed alone decides.
// Its entropy in nats is ln(2πR·I₀(κ)) − κ·I₁(κ)/I₀(κ). Mardia and Jupp, Directional Statistics, 2000, eq. 3.5.17.
type VonMises struct {
	Mean    float64 // μ in radians
	Kappa   float64 // concentration; 0 means 2
	Radius  float64 // R; 0 means 1
	Ambient int     // coordinates of a point, at least 2; 0 means 2
	Seed    uint64  // of the plane that the circle lies in, where Ambient > 2
}

var _ Surface = VonMises{}

func (v VonMises) kappa() float64  { return or("VonMises.Kappa", v.Kappa, 2) }
func (v VonMises) radius() float64 { return or("VonMises.Radius", v.Radius, 1) }

// Dim is Ambient, 2 by default.
func (v VonMises) Dim() int {
	if v.Ambient == 0 {
		return 2
	}
	if v.Ambient < 2 {
		panic(fmt.Sprintf("data.VonMises: want Ambient of at least 2 coordinates, got %d", v.Ambient))
	}
	return v.Ambient
}

// Intrinsic is 1: a curve.
func (v VonMises) Intrinsic() int { return 1 }

// Points are those at the given angles, one per row: [n, Dim].
func (v VonMises) Points(angles ...float64) *mat.Dense {
	rows, r, i := frame(2, v.Dim(), v.Seed), v.radius(), -1
	return points("VonMises", len(angles), v.Dim(), func() []float64 {
		i++
		sin, cos := math.Sincos(angles[i])
		return place(rows, r*cos, r*sin)
	})
}

// Sample draws n points [n, Dim], by the rejection method of Best and Fisher 1979 with a wrapped Cauchy envelope.
func (v VonMises) Sample(rng *rand.Rand, n int) *mat.Dense {
	if n < 0 {
		panic(fmt.Sprintf("data.VonMises: Sample wants n ≥ 0, got %d", n))
	}
	mu, kappa := finite("VonMises.Mean", v.Mean), v.kappa()
	angles := make([]float64, n)
	for i := range angles {
		angles[i] = mu + bestFisher(rng, kappa)
	}
	return v.Points(angles...)
}

// bestFisher draws an angle around 0.
func bestFisher(rng *rand.Rand, kappa float64) float64 {
	tau := 1 + math.Sqrt(1+4*kappa*kappa)
	rho := (tau - math.Sqrt(2*tau)) / (2 * kappa)
	if kappa < 1e-4 { // the difference would be rounding; ρ = κ/2 to κ² relative
		rho = kappa / 2
	}
	r := (1 + rho*rho) / (2 * rho)
	for {
		z := math.Cos(math.Pi * rng.Float64())
		f := (1 + r*z) / (r + z)
		c := kappa * (r - f)
		if u := rng.Float64(); c*(2-c) > u || math.Log(c/u)+1-c >= 0 {
			angle := math.Acos(max(-1, min(1, f)))
			if rng.Float64() < .5 {
				return -angle
			}
			return angle
		}
	}
}

// LogProb is the exact log-density in nats per unit of arc length.
func (v VonMises) LogProb(x []float64) float64 {
	wantPoint("VonMises", x, v.Dim())
	rows, r, kappa := frame(2, v.Dim(), v.Seed), v.radius(), v.kappa()
	sin, cos := math.Sincos(math.Atan2(inner(rows[1], x), inner(rows[0], x)))
	switch off := distance(x, place(rows, r*cos, r*sin)); {
	case math.IsNaN(off):
		return math.NaN()
	case off > offSurface*r:
		return math.Inf(-1)
	}
	sinMu, cosMu := math.Sincos(finite("VonMises.Mean", v.Mean))
	return kappa*(cos*cosMu+sin*sinMu) - math.Log(2*math.Pi*r) - logBesselI0(kappa)
}
