package pinn

import (
	"fmt"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/opt"
)

// QuasiNewton trains by L-BFGS on all N points of each condition, the same at every evaluation, so it minimizes the sum over the conditions that
// the problem names. It wants a good start, so it comes after Adam. An evaluation costs what a step of Adam on as many points costs.
//
// Float32 ends where rounding leaves nothing lower (opt.NoLowerLoss in the history's notes); Float64 goes on from there, at three times the cost. Burgers'
// equation as in Raissi et al. (2019; 8 layers of 20, 10 000 points and 50 each for start and walls, weights 1, one seed), 1000 steps of Adam, then
// L-BFGS: in float32 3281 iterations, loss 2.50e-6, relative error 4.0e-4; in float64 after 3000 of them 3.26e-6 and 4.6e-4, and still falling.
type QuasiNewton struct {
	Method  opt.LBFGS
	Options fit.Options // Context and Callback; see fit.LBFGS. Seed and DType are those of the Solver
}

var _ Stage = QuasiNewton{}

// LBFGS is at most so many iterations of L-BFGS that remember 50 pairs, as in Raissi et al. (2019).
func LBFGS(iterations int) QuasiNewton {
	return QuasiNewton{Method: opt.LBFGS{Iterations: iterations, Memory: 50}}
}

func (q QuasiNewton) run(s *Solution) error {
	o := q.Options
	o.Seed, o.DType = s.seed, s.about.dtype
	h, err := fit.LBFGS(s.engine, s.Store, s.loss, s.source(0, false), q.Method, o)
	s.add(h)
	if err != nil {
		return fmt.Errorf("pinn: Solve: %w", err)
	}
	return nil
}
