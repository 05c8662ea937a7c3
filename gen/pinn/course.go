package pinn

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Squares are the mean squares of the residuals over the training, without weights: those of Terms as a table, one row for each of steps and one column
// for each of Conditions; nil where there are none.
func (s *Solution) Squares() (steps []int, squares *mat.Dense) {
	if len(s.Terms) == 0 {
		return nil, nil
	}
	squares = mat.NewDense(len(s.Terms), len(s.conditions), nil)
	for i, t := range s.Terms {
		steps = append(steps, t.Step)
		squares.SetRow(i, t.Squares)
	}
	return steps, squares
}

// Stages are the steps before which each stage of the training began, the first one 0; none after Load.
func (s *Solution) Stages() []int { return slices.Clone(s.stages) }
