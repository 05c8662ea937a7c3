package pinn

import (
	"fmt"
	"math"
)

// blame adds to the error of a step that was not finite the condition whose residual is not, and a point where it is so. The weights are
// those before that step, the points those that the solver's seed gives. What cannot be found adds nothing.
func (s *Solution) blame(bad error) error {
	c := s.problem
	tables, err := c.tables(s.seed, 0, func(i int) int { return min(c.Conditions[i].N, rowsPerCall) })
	if err != nil {
		return bad
	}
	for i, m := range tables {
		r, err := s.residualsAt(i, m)
		if err != nil {
			return bad
		}
		for k, v := range r {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("pinn: condition %q: its residual is %g at %s: %w", c.Conditions[i].Name, v, c.place(m.RawRowView(k)), bad)
			}
		}
	}
	return bad
}
