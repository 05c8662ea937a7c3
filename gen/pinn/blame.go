package pinn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// blame adds to the error of a step that was not finite the condition whose residual is not, and a point where it is so. The weights are
// those before that step, the points those that the solver's seed gives, or where they have moved. What cannot be found adds nothing.
func (s *Solution) blame(bad error) error {
	c := s.problem
	for i, a := range s.source(0, false).fixed {
		m := mat.DenseCopyOf(table(a).Slice(0, min(a.Dims[0], rowsPerCall), 0, c.width(i)))
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
