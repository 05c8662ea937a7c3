package pinn

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Points returns N points of each condition, what a solver with this seed trains on, [N, variables].
func (p Problem) Points(seed uint64) ([]*mat.Dense, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	points := make([]*mat.Dense, len(c.sets))
	for i, s := range c.sets {
		points[i] = s.Points(rand.New(rand.NewPCG(seed, uint64(i))), c.Conditions[i].N)
	}
	return points, nil
}
