package pinn

import (
	"fmt"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/fit"
)

// state is the trained numbers of a solution, by the paths of their variables.
type state map[string][]float64

// state is a copy of the trained numbers of now.
func (s *Solution) state() state {
	out := state{}
	for v := range s.Store.IterVariables() {
		if v.Trainable {
			out[v.Path()] = array(v).F
		}
	}
	return out
}

// restore sets the trained numbers to those of a state, or as far beyond it as it lies beyond the one before.
func (s *Solution) restore(to, before state) error {
	for v := range s.Store.IterVariables() {
		x, ok := to[v.Path()]
		if !ok {
			continue
		}
		y := append([]float64{}, x...)
		for i, b := range before[v.Path()] {
			y[i] += x[i] - b
		}
		if err := s.set(v, y); err != nil {
			return err
		}
	}
	return nil
}

// hold sets an unknown, which is not trained from now on.
func (s *Solution) hold(u Unknown, theta float64) error {
	return s.set(fit.ModelScope(s.Store).GetVariable(u.variable()).SetTrainable(false), []float64{theta})
}

// set gives a variable numbers, in its shape.
func (s *Solution) set(v *model.Variable, x []float64) error {
	if err := v.SetValue(s.points(fit.Array{Dims: v.Shape().Dimensions, F: x})); err != nil {
		return fmt.Errorf("pinn: set %s: %w", v.Path(), err)
	}
	return nil
}
