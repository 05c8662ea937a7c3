package sheet

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Result is what a test cell's run found.
type Result struct {
	Parts    []Part
	Outcomes []Outcome
}

// Part is a part of a test with points of its own.
type Part struct{ Name, Worth string }

// Outcome is what one check found.
type Outcome struct {
	Passed bool
	Hidden bool   // only Hint may be shown
	Secret bool   // hidden tests had begun, so that what the student's process says may tell their inputs
	Part   int    // index in Result.Parts, or -1
	Hint   string // the author's text
	Detail string // what came and what was wanted; "" if hidden
	Broken bool   // the check is that of a call that had no results, or of the test itself
	Gone   bool   // the student's program has ended, so that nothing after this says anything
}

// Interruption is a value that a call panics with in the grader if it has no results.
type Interruption interface {
	error
	Brief() string  // what may be shown if the call was hidden
	Panicked() bool // the function panicked; else its program has ended
}

// Run runs a test. The seed decides its random inputs. Whatever the student's functions do, Run returns, unless they don't.
func Run(f func(t *T), seed [32]byte) Result {
	var r Result
	t := &T{&r, rand.New(rand.NewChaCha8(seed)), &hiding{}, -1}
	t.run(f)
	return r
}

// run calls f and turns panics into failed checks.
func (t *T) run(f func(t *T)) {
	defer func() {
		switch r := recover().(type) {
		case nil, stop:
		case Interruption:
			t.broken(r.Brief(), r.Error())
			t.result.Outcomes[len(t.result.Outcomes)-1].Gone = !r.Panicked()
		default:
			t.broken("the check could not go on with what your functions returned", fmt.Sprintf("the check could not go on: %v", r))
		}
	}()
	f(t)
}

// broken notes that a part of the test ended early.
func (t *T) broken(brief, full string) {
	if t.hide.ever {
		full = brief
	}
	t.note(false, full, "")
	t.result.Outcomes[len(t.result.Outcomes)-1].Broken = true
}

// UntilGone is the result without what came after the end of the student's program.
func (r Result) UntilGone() Result {
	if i := slices.IndexFunc(r.Outcomes, func(o Outcome) bool { return o.Gone }); i >= 0 {
		r.Outcomes = r.Outcomes[:i+1]
	}
	return r
}

// Passed tells whether the checks of a part passed, or those outside of parts for -1. A part without checks has not passed: nothing was verified.
func (r Result) Passed(part int) bool {
	some := part < 0 && len(r.Parts) > 0
	for _, o := range r.Outcomes {
		if o.Part == part {
			some = true
			if !o.Passed {
				return false
			}
		}
	}
	return some
}
