package pinn

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Points are those of a condition that the last stage trained on, [N, variables], where Resample has left them. There are none after Load, nor where that stage
// took fresh ones at every step.
func (s *Solution) Points(condition string) (*mat.Dense, error) {
	i := slices.Index(s.conditions, condition)
	switch {
	case len(s.conditions) == 0:
		return nil, errors.New("pinn: Solution.Points: a solution that was loaded has no points: take Problem.Points")
	case i < 0:
		return nil, fmt.Errorf("pinn: Solution.Points: there is no condition %q: name one of %s", condition, strings.Join(s.conditions, ", "))
	case s.used == nil:
		return nil, errors.New("pinn: Solution.Points: the last stage took fresh points at every step: there are none to show")
	}
	n, k := s.used[i].Dims[0], len(s.about.Vars)
	return mat.DenseCopyOf(table(s.used[i]).Slice(0, n, 0, k)), nil
}

// keepPoints remembers what Points returns after a stage.
func (s *Solution) keepPoints(after Stage) {
	s.used = nil
	if d, ok := after.(Descent); !ok || !d.Fresh {
		s.used = s.source(0, false).fixed
	}
}
