package doctor

import "fmt"

// Cause is what is wrong with a run.
type Cause int

// The causes, the gravest first.
const (
	NotFinite    Cause = iota // the loss became NaN or infinite all at once
	Exploding                 // the loss, and with it the gradient, grew without bound
	RateTooHigh               // steps jump across the valley: losses swing by far more than batches differ, and one step's loss tells the next one's
	RateTooLow                // the loss falls as fast at the end as at the start, by little
	Overfitting               // the validation loss rises while the training loss falls
	Dominating                // one term is nearly all of the loss, and another one is neglected
	Stiff                     // one term stays where it began while the others fall
	Unsampled                 // residuals at points that were not trained on are far larger
	DeadUnits                 // units of a layer give the same value for all examples
	StillFalling              // more steps would go on lowering the loss
)

var causes = [...]string{
	"not finite", "exploding gradient", "learning rate too high", "learning rate too low", "overfitting", "one term dominates", "stiff term",
	"unsampled points", "dead units", "still falling",
}

// String is the cause in a few words.
func (c Cause) String() string {
	if c < 0 || int(c) >= len(causes) {
		return fmt.Sprintf("Cause(%d)", int(c))
	}
	return causes[c]
}
