package data

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// VonMisesAngle is the von Mises law of an angle in [-π, π), with density exp(κ·cos(x-μ)) / (2π·I₀(κ)). VonMises is the
// same law of points on a circle in space.
type VonMisesAngle struct {
	Mu    float64 // the direction, in radians
	Kappa float64 // concentration, about 1/σ²; 0 means 1
}

var _ Law = VonMisesAngle{}

func (v VonMisesAngle) kappa() float64 { return or("VonMisesAngle.Kappa", v.Kappa, 1) }

// Dim is 1.
func (VonMisesAngle) Dim() int { return 1 }

// Sample draws n angles, [n, 1].
func (v VonMisesAngle) Sample(rng *rand.Rand, n int) *mat.Dense {
	kappa := v.kappa()
	return points("VonMisesAngle", n, 1, func() []float64 { return []float64{wrapped(v.Mu + bestFisher(rng, kappa))} })
}

// wrapped is the angle in [-π, π).
func wrapped(x float64) float64 {
	x -= 2 * math.Pi * math.Floor((x+math.Pi)/(2*math.Pi))
	if x >= math.Pi {
		return -math.Pi
	}
	return x
}

// LogProb is the log-density in nats at an angle in any range: it is 2π-periodic.
func (v VonMisesAngle) LogProb(x []float64) float64 {
	if len(x) != 1 {
		panic(fmt.Sprintf("data.VonMisesAngle: LogProb wants one angle, got %d numbers", len(x)))
	}
	return v.kappa()*math.Cos(x[0]-v.Mu) - math.Log(2*math.Pi) - logBesselI0(v.kappa())
}
