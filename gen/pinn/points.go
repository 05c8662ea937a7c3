package pinn

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Names are the names of the conditions.
func (p Problem) Names() []string {
	names := make([]string, len(p.Conditions))
	for i, c := range p.Conditions {
		names[i] = c.Name
	}
	return names
}

// Points returns n points of each condition's domain, [n, variables] each, a function of the seed.
func (p Problem) Points(seed uint64, n int) ([]*mat.Dense, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	points := make([]*mat.Dense, len(c.sets))
	for i, s := range c.sets {
		points[i] = s.Points(rand.New(rand.NewPCG(seed, uint64(i))), n)
	}
	return points, nil
}
