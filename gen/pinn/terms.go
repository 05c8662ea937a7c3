package pinn

import (
	"cmp"
	"slices"

	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/floats"

	"github.com/gensci/gensci/gen/fit"
)

// Terms are the mean squares of the residuals of each condition, without weights, in one step of a training.
type Terms struct {
	Step    int // since the start of the first stage
	Squares []float64
	Slopes  []float64 // mean squares of the gradients of the residuals, without Condition.Gradient; nil where no condition has it
	Factors []float64 // that Balance had multiplied the weights by then, masks in the mean; nil without it
	Moved   []float64 // how many points of each condition had moved by then; nil without Resample
}

// termsKept is how many Terms a stage keeps, evenly spaced.
const termsKept = 200

// note keeps the terms of the last step.
func (s *Solution) note(step int) {
	of := func(path string) []float64 { return numbers(s.Store.GetVariable(path)) }
	t := Terms{Step: step, Squares: of(termsPath), Slopes: of(slopesPath), Factors: of(factorsPath), Moved: of(movedPath)}
	if masks := of(masksPath); t.Factors == nil {
		t.Factors = masks
	} else if masks != nil {
		floats.Mul(t.Factors, masks)
	}
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

// look is something that is done between steps.
type look struct {
	every int
	at    func(step int) error // steps since the start of the first stage
}

// follow is what happens between steps of a stage with options o: terms are kept, and there are looks, of Balance and Resample. Calls of the engine
// end at multiples of every, which are the same in each run. With validation they are those of its looks, and so are all others.
func (s *Solution) follow(o fit.Options, looks []look) (callback func(h *fit.History) error, every int) {
	steps := cmp.Or(o.Steps, 1000)
	every = max(steps/termsKept, 1)
	switch {
	case o.Validation != nil && o.EvalEvery > 0:
		every = o.EvalEvery
	case o.Validation != nil:
		every = max(steps/20, 1)
	case len(looks) > 0:
		every = 0
		for _, l := range looks {
			every = gcd(every, l.every)
		}
	}
	keep := every * max(steps/termsKept/every, 1)
	before := len(s.History.Loss)
	return func(h *fit.History) error {
		step := h.Steps()
		if step%keep == 0 {
			s.note(before + step)
		}
		for _, l := range looks {
			if due := step%l.every == 0 || o.Validation != nil; !due || step%every != 0 || step == 0 {
				continue
			}
			if err := l.at(before + step); err != nil {
				return err
			}
		}
		if o.Callback != nil {
			return o.Callback(h)
		}
		return nil
	}, every
}

// gcd is the greatest common divisor.
func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
