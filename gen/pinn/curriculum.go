package pinn

import (
	"errors"
	"fmt"

	"github.com/gensci/gensci/gen/fit"
)

// Curriculum solves a series of problems, from an easy one to the one that is meant: a coefficient of the equation is raised from value to value,
// and each network starts with the weights of the one before.
//
//	c := pinn.Curriculum{Problem: func(beta float64) pinn.Problem { return exact.Advection{Beta: beta}.Problem() }, Values: []float64{1, 5, 10, 20, 30}}
//	sol, err := c.Solve(pinn.Adam(1_000))
//
// It takes every problem of the series to be solved before the next one. Of u_t = ρ u (1 − u) with u(0) = .1, ρ = 2, 4, 7, 11, 16 and 100 or 150 steps of Adam each, it
// ended at u = 0 as a single training did (relative errors .99 to 1, three seeds), where March with 12 windows had .008 and .001.
//
// Reference: Krishnapriyan, Gholami, Zhe, Kirby, Mahoney, Characterizing possible failure modes in physics-informed neural networks, NeurIPS 2021, section 4.
type Curriculum struct {
	Problem func(value float64) Problem // all with the same variables, fields and unknowns
	Values  []float64                   // in the order of training; the last one's solution is returned
	Last    []Stage                     // stages of the last value, such as an L-BFGS at its end; nil means those of all values
	Solver  Solver                      // of all problems; its From is what the first one starts with
}

// Solve trains all stages on each value in turn and returns the solution for the last one, with the history of all. If the training is
// interrupted, it is the solution for the value that was reached, and the history's notes say which.
func (c Curriculum) Solve(stages ...Stage) (*Solution, error) {
	if err := c.check(stages); err != nil {
		return nil, err
	}
	solver := c.Solver
	var s *Solution
	for i, value := range c.Values {
		if i == len(c.Values)-1 && c.Last != nil {
			stages = c.Last
		}
		next, err := solver.Solve(c.Problem(value), stages...)
		if next != nil && s != nil {
			next.follows(s)
		}
		if err != nil {
			return next, fmt.Errorf("pinn: Curriculum, value %d, %g: %w", i, value, err)
		}
		s, solver.From = next, next
		if s.History.Stopped == fit.Interrupted && i < len(c.Values)-1 {
			s.History.Notes = append(s.History.Notes, fmt.Sprintf("interrupted in the curriculum at the value %g, before %g", value, c.Values[len(c.Values)-1]))
			break
		}
	}
	return s, nil
}

func (c Curriculum) check(stages []Stage) error {
	switch {
	case c.Problem == nil:
		return errors.New("pinn: Curriculum has no Problem: set the function that makes one of a value")
	case len(c.Values) == 0:
		return errors.New("pinn: Curriculum has no Values: give those of the coefficient, from the easiest to the one that is meant")
	case len(stages) == 0:
		return errors.New("pinn: Curriculum.Solve needs a stage, such as pinn.Adam(1_000)")
	case c.Last != nil && len(c.Last) == 0:
		return errors.New("pinn: Curriculum.Last is empty: leave it nil for the stages of all values")
	}
	return nil
}

// follows puts the history of an earlier training before that of s.
func (s *Solution) follows(earlier *Solution) {
	steps := len(earlier.History.Loss)
	late := s.Terms
	s.Terms = append([]Terms{}, earlier.Terms...)
	for _, t := range late {
		t.Step += steps
		s.Terms = append(s.Terms, t)
	}
	h := s.History
	s.History = earlier.History
	s.add(h)
}
