package pinn

import (
	"slices"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/fit"
)

// Terms are the mean squares of the residuals of each condition, without weights, in one step of a training.
type Terms struct {
	Step    int // since the start of the first stage
	Squares []float64
	Slopes  []float64 // mean squares of the gradients of the residuals, without Condition.Gradient; nil where no condition has it
	Factors []float64 // that Balance had multiplied the weights by then; nil without it
}

// termsKept is how many Terms a stage keeps, evenly spaced.
const termsKept = 200

// note keeps the terms of the last step.
func (s *Solution) note(step int) {
	of := func(path string) []float64 { return numbers(s.Store.GetVariable(path)) }
	t := Terms{Step: step, Squares: of(termsPath), Slopes: of(slopesPath), Factors: of(factorsPath)}
	s.Terms = append(s.Terms, t)
}

// numbers are those of a variable that may not be there.
func numbers(v *model.Variable) []float64 {
	if v == nil {
		return nil
	}
	return slices.Clone(v.MustValue().Value().([]float64))
}

// Conditions are the names of the problem's conditions, in the order of Terms.
func (s *Solution) Conditions() []string { return slices.Clone(s.conditions) }

// follow is what happens between steps of a stage with options o: terms are kept and weights are balanced, if looks is not nil. Calls of the engine
// end at multiples of every, which are the same in each run. With validation they are those of its looks.
func (s *Solution) follow(o fit.Options, looks *balancer) (callback func(h *fit.History) error, every int) {
	s.beside(termsPath, 0)
	if s.problem.enhanced() {
		s.beside(slopesPath, 0)
	}
	steps := o.Steps
	if steps == 0 {
		steps = 1000
	}
	every = max(steps/termsKept, 1)
	switch {
	case o.Validation != nil && o.EvalEvery > 0:
		every = o.EvalEvery
	case o.Validation != nil:
		every = max(steps/20, 1)
	case looks != nil:
		every = looks.Every
	}
	keep := every * max(steps/termsKept/every, 1)
	before := len(s.History.Loss)
	return func(h *fit.History) error {
		step := h.Steps()
		if step%keep == 0 {
			s.note(before + step)
		}
		if looks != nil && step%every == 0 && step > 0 {
			if err := looks.look(before + step); err != nil {
				return err
			}
		}
		if o.Callback != nil {
			return o.Callback(h)
		}
		return nil
	}, every
}
