package pinn

import (
	"fmt"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/opt"
)

// QuasiNewton trains by L-BFGS on all N points of each condition, the same at every evaluation. It wants a good start, so it comes after Adam, and
// Float64: in float32 a residual of second derivatives carries so much rounding that the line search soon finds nothing lower.
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
	h, err := fit.LBFGS(s.engine, s.Store, s.loss, newPoints(s.problem, s.seed, 0, false), q.Method, o)
	s.add(h)
	if err != nil {
		return fmt.Errorf("pinn: Solve: %w", err)
	}
	return nil
}
