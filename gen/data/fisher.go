package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// VonMisesFisher is the law of von Mises and Fisher on a sphere around the origin in R³, by area,
//
//	p(x) = κ·exp(κ·cos γ)/(4πR²·sinh κ),  γ the angle between x and Mean.
//
// Its entropy in nats is ln(4πR²·sinh κ/κ) − κ·coth κ + 1. Fisher, Proc. R. Soc. A 217, 1953.
type VonMisesFisher struct {
	Mean   [3]float64 // direction, of any length; zero means (0, 0, 1)
	Kappa  float64    // concentration; 0 means 2
	Radius float64    // R; 0 means 1
}

var _ Surface = VonMisesFisher{}

func (f VonMisesFisher) kappa() float64  { return or("VonMisesFisher.Kappa", f.Kappa, 2) }
func (f VonMisesFisher) radius() float64 { return or("VonMisesFisher.Radius", f.Radius, 1) }

// mean is the unit vector of Mean.
func (f VonMisesFisher) mean() []float64 {
	m := []float64{f.Mean[0], f.Mean[1], f.Mean[2]}
	if f.Mean == [3]float64{} {
		m[2] = 1
	}
	scale(m, 1/math.Hypot(finite("VonMisesFisher.Mean", m[0]), math.Hypot(finite("VonMisesFisher.Mean", m[1]), finite("VonMisesFisher.Mean", m[2]))))
	return m
}

// Dim is 3.
func (f VonMisesFisher) Dim() int { return 3 }

// Intrinsic is 2.
func (f VonMisesFisher) Intrinsic() int { return 2 }

// Sample draws n points [n, 3]: the cosine of γ by inversion (Ulrich 1984), the angle around the mean uniform.
func (f VonMisesFisher) Sample(rng *rand.Rand, n int) *mat.Dense {
	kappa, r, axis := f.kappa(), f.radius(), f.mean()
	across, third := normalTo(axis)
	return points("VonMisesFisher", n, 3, func() []float64 {
		u := rng.Float64()
		w := max(-1, 1+math.Log(u+(1-u)*math.Exp(-2*kappa))/kappa)
		rho := math.Sqrt((1 - w) * (1 + w))
		sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
		return place([][]float64{axis, across, third}, r*w, r*rho*cos, r*rho*sin)
	})
}

// normalTo is two unit vectors that make a right-handed frame with the unit vector a.
func normalTo(a []float64) (b, c []float64) {
	b = []float64{1, 0, 0}
	if math.Abs(a[0]) > .7 {
		b = []float64{0, 1, 0}
	}
	addScaled(b, -inner(a, b), a)
	scale(b, 1/math.Sqrt(inner(b, b)))
	return b, []float64{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
}

// LogProb is the exact log-density in nats per unit of area.
func (f VonMisesFisher) LogProb(x []float64) float64 {
	wantPoint("VonMisesFisher", x, 3)
	kappa, r := f.kappa(), f.radius()
	length := math.Sqrt(inner(x, x))
	switch off := math.Abs(length - r); {
	case math.IsNaN(off):
		return math.NaN()
	case off > offSurface*r:
		return math.Inf(-1)
	}
	// ln(κ/(4π·sinh κ)) with sinh κ = e^κ·(1−e^(−2κ))/2, which does not overflow
	return kappa*(inner(f.mean(), x)/length-1) + math.Log(kappa/(2*math.Pi*r*r)) - math.Log(-math.Expm1(-2*kappa))
}
