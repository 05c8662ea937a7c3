package geom

import "math/rand/v2"

// Uniform lays out independent points.
type Uniform struct{}

var _ Sequence = Uniform{}

// Start draws nothing yet.
func (Uniform) Start(rng *rand.Rand, _, _ int) (func(u []float64), error) {
	return func(u []float64) { uniform(rng, u) }, nil
}

func uniform(rng *rand.Rand, u []float64) {
	for j := range u {
		u[j] = rng.Float64()
	}
}
