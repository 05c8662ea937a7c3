package opt

import (
	"fmt"
	"time"
)

// Result is where a minimization ended and how it got there.
type Result struct {
	X            []float64 // the point, [n]
	Loss         float64   // its loss
	GradientNorm float64   // Euclidean norm of the gradient there
	Reason       Reason
	Iterations   int
	Evaluations  int         // of the loss with its gradient
	Trace        []Iteration // the start, then each iteration
	Notes        []string    // what the reader should know, one sentence each
	Elapsed      time.Duration
	FirstCall    time.Duration // of which tracing, compiling and the first evaluation
}

// Iteration is the state after an iteration.
type Iteration struct {
	Loss         float64
	GradientNorm float64
	Step         float64 // of the line search, in units of the direction; 0 at the start
	Evaluations  int     // so far
}

// String is one line.
func (r *Result) String() string {
	return fmt.Sprintf("%d iterations, %d evaluations, loss %.5g, gradient %.2g, %s, %s",
		r.Iterations, r.Evaluations, r.Loss, r.GradientNorm, r.Elapsed.Round(10*time.Millisecond), r.Reason)
}
