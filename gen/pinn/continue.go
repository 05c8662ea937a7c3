package pinn

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gomlx/compute/dtypes"
)

// Continue is Solve that begins with the weights and unknowns of a solution, which stays as it is: for a precision that is higher, for data that
// have changed, for a coefficient that is raised step by step. Variables, fields, unknowns and the box around the domains must be those of the
// solution, whose network is taken: the solver's Net must be that or the zero Net. A zero DType means the solution's.
func (v Solver) Continue(p Problem, from *Solution, stages ...Stage) (*Solution, error) {
	s, err := v.follow(p, from)
	if err != nil {
		return nil, err
	}
	return s, s.train(stages)
}

// follow is a solution of p before its first stage, with the weights of another.
func (v Solver) follow(p Problem, from *Solution) (*Solution, error) {
	if from == nil || from.Store == nil {
		return nil, errors.New("pinn: Continue: there is no solution to go on from")
	}
	if !reflect.DeepEqual(v.Net, Net{}) && !reflect.DeepEqual(v.Net.settled(), from.about.Net) {
		return nil, fmt.Errorf("pinn: Continue: the solution has the network %s: leave Solver.Net out, got %s", from.about.Net, v.Net)
	}
	v.Net = from.about.Net
	if v.DType == dtypes.InvalidDType {
		v.DType = from.about.dtype
	}
	if v.Engine == nil {
		v.Engine = from.engine
	}
	v.From = from
	return v.start(p)
}
