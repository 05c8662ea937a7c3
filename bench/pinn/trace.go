package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// mark is how far a training was at some moment.
type mark struct {
	Steps       int     // of Adam, and iterations of L-BFGS
	Evaluations float64 // of loss and gradient
	Seconds     float64 // of training alone: without setup, and without measuring errors
	Error       float64 // relative L2
}

// trace is a training, in order.
type trace []mark

// MarshalText writes four numbers for each mark, so that files of results stay short.
func (t trace) MarshalText() ([]byte, error) {
	var all []string
	for _, m := range t {
		all = append(all, fmt.Sprintf("%d %.6g %.4g %.4g", m.Steps, m.Evaluations, m.Seconds, m.Error))
	}
	return []byte(strings.Join(all, ";")), nil
}

// UnmarshalText reads what MarshalText wrote.
func (t *trace) UnmarshalText(text []byte) error {
	*t = nil
	if len(text) == 0 {
		return nil
	}
	for part := range strings.SplitSeq(string(text), ";") {
		var m mark
		if _, err := fmt.Sscan(part, &m.Steps, &m.Evaluations, &m.Seconds, &m.Error); err != nil {
			return fmt.Errorf("a mark of a training is %q: %w", part, err)
		}
		*t = append(*t, m)
	}
	return nil
}

// end is the last mark.
func (t trace) end() mark {
	if len(t) == 0 {
		return mark{Error: math.NaN()}
	}
	return t[len(t)-1]
}

// reach is the first moment when the error is at most the target, between two marks by its logarithm; false if it never is.
func (t trace) reach(target float64) (mark, bool) {
	i := slices.IndexFunc(t, func(m mark) bool { return m.Error <= target })
	if i <= 0 {
		if i == 0 {
			return t[0], true
		}
		return mark{}, false
	}
	before, after := t[i-1], t[i]
	share := math.Log(before.Error/target) / math.Log(before.Error/after.Error)
	if !(share > 0 && share < 1) { // the error before is not finite, or that after is 0
		return after, true
	}
	return between(before, after, share), true
}

// between is the moment after a share of the way from a to b; errors go along their logarithms.
func between(a, b mark, share float64) mark {
	along := func(x, y float64) float64 { return x + share*(y-x) }
	return mark{
		Steps:       int(math.Round(along(float64(a.Steps), float64(b.Steps)))),
		Evaluations: along(a.Evaluations, b.Evaluations),
		Seconds:     along(a.Seconds, b.Seconds),
		Error:       math.Exp(along(math.Log(a.Error), math.Log(b.Error))),
	}
}

// at is the time after so many steps, between two marks in proportion.
func (t trace) at(steps int) float64 {
	i := slices.IndexFunc(t, func(m mark) bool { return m.Steps >= steps })
	switch {
	case len(t) == 0:
		return math.NaN()
	case i < 0:
		return t.end().Seconds
	case i == 0 || t[i].Steps == steps:
		return t[i].Seconds
	}
	a, b := t[i-1], t[i]
	return a.Seconds + (b.Seconds-a.Seconds)*float64(steps-a.Steps)/float64(b.Steps-a.Steps)
}

// settled takes the setup out of a clock whose first mark is after the first call, which traces, compiles and makes that many steps: these count as
// much as the later ones.
func (t trace) settled() (setup float64, clock trace) {
	if len(t) == 0 {
		return 0, nil
	}
	first, last, each := t[0], t.end(), 0.0
	if last.Steps > first.Steps {
		each = (last.Seconds - first.Seconds) / float64(last.Steps-first.Steps)
	}
	setup = math.Max(first.Seconds-each*float64(first.Steps), 0)
	for _, m := range t {
		m.Seconds -= setup
		clock = append(clock, m)
	}
	return setup, clock
}

// race compares two trainings of one round.
type race struct {
	Target      float64 // the worse of the two final errors
	Time        float64 // ratio a/b of the times until the error is at most that
	Whole       float64 // the same with setup
	Evaluations float64 // the same in evaluations of loss and gradient
}

// newRace compares; false where a side has no finite error.
func newRace(a, b training) (race, bool) {
	target := math.Max(a.Trace.end().Error, b.Trace.end().Error)
	if math.IsNaN(target) || math.IsInf(target, 0) {
		return race{}, false
	}
	x, okX := a.Trace.reach(target)
	y, okY := b.Trace.reach(target)
	if !okX || !okY {
		return race{}, false
	}
	return race{
		Target: target, Time: x.Seconds / y.Seconds, Whole: (a.Setup + x.Seconds) / (b.Setup + y.Seconds),
		Evaluations: x.Evaluations / y.Evaluations,
	}, true
}
