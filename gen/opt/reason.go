package opt

import "fmt"

// Reason says why a minimization ended.
type Reason int

// The reasons.
const (
	Running         Reason = iota // it has not ended
	SmallGradient                 // the norm of the gradient is at most LBFGS.Gradient
	SmallDecrease                 // the loss has changed by less than LBFGS.Decrease, ten times in a row
	SmallStep                     // the parameters have changed by less than LBFGS.Step, the last of ten iterations that led nowhere
	NoLowerLoss                   // the line search found nothing lower along the steepest descent: rounding, a wrong gradient or a kink
	IterationLimit                // LBFGS.Iterations were made
	EvaluationLimit               // LBFGS.Evaluations were made
	NotFinite                     // the loss or its gradient is NaN or infinite at the start
	Interrupted                   // LBFGS.Callback returned false
)

var reasons = [...]string{
	"running", "small gradient", "small decrease of the loss", "small step", "no lower loss along the line", "iteration limit",
	"evaluation limit", "not finite at the start", "interrupted",
}

// String returns a few words.
func (r Reason) String() string {
	if r < 0 || int(r) >= len(reasons) {
		return fmt.Sprintf("Reason(%d)", int(r))
	}
	return reasons[r]
}

// Converged says that a tolerance was met, or that no lower loss could be found at this precision.
func (r Reason) Converged() bool { return r >= SmallGradient && r <= NoLowerLoss }
