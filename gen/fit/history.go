package fit

import (
	"fmt"
	"time"
)

// History is what happened in a run.
type History struct {
	Loss       []float64     // the loss of each step, in order, before its update
	Validation []Point       // the looks at Options.Validation
	Best       Point         // the lowest of them
	Stopped    Reason        // why the run ended
	Notes      []string      // what the reader of the curve should know, one sentence each
	Elapsed    time.Duration // time of this run, in all
	FirstCall  time.Duration // of which tracing, compiling and the first steps
}

// Point is a loss after a number of steps.
type Point struct {
	Step int
	Loss float64
}

// Reason says why a run ended.
type Reason int

// The reasons.
const (
	Running     Reason = iota // it has not ended
	Finished                  // all steps were taken
	Early                     // Options.Patience ran out
	Interrupted               // Options.Context was done, or a Watcher has ended it
	Diverged                  // a loss or a weight was not finite
	Refused                   // Options.Callback returned an error
)

// String returns a few words.
func (r Reason) String() string {
	if r < 0 || int(r) >= len(reasons) {
		return fmt.Sprintf("Reason(%d)", int(r))
	}
	return reasons[r]
}

var reasons = [...]string{"running", "finished", "stopped early", "interrupted", "diverged", "refused by the callback"}

// Steps is the number of steps taken, those before a resume included.
func (h *History) Steps() int { return len(h.Loss) }

// Last is the mean loss of the last n steps, or of all if there are fewer.
func (h *History) Last(n int) float64 {
	n = min(max(n, 1), len(h.Loss))
	sum := 0.0
	for _, l := range h.Loss[len(h.Loss)-n:] {
		sum += l
	}
	return sum / float64(n)
}

// String is one line: steps, last loss, time, and why it ended.
func (h *History) String() string {
	return fmt.Sprintf("%d steps, loss %.5g, %s, %s", h.Steps(), h.Last(100), h.Elapsed.Round(10*time.Millisecond), h.Stopped)
}
