package doctor

import (
	"cmp"
	"slices"

	"github.com/gensci/gensci/gen/fit"
)

// Clue is what the doctor can be told beside the history: Terms, Held, Units.
type Clue interface {
	findings() Findings
}

// fewest is how many losses a curve must have before it is read: with fewer than some ten in each of its blocks medians are noise.
const fewest = 60

// Read names what is wrong with a run, from its history and whatever else is known of it. No finding means that nothing was found: a run can be healthy
// and its model useless, for instance because the problem was put wrongly. A loss that ended by not being finite is not read further.
func Read(h fit.History, more ...Clue) Findings {
	out := notFinite(h)
	if len(out) == 0 {
		out = explodes(h.Loss)
	}
	if len(out) == 0 {
		out = overfits(h)
		if len(h.Loss) >= fewest {
			c := newCurve(h.Loss)
			out = append(out, rateTooHigh(h, c)...)
			if slow := rateTooLow(h, c); len(slow) > 0 {
				out = append(out, slow...)
			} else {
				out = append(out, c.falling()...)
			}
		}
	}
	for _, m := range more {
		if m != nil {
			out = append(out, m.findings()...)
		}
	}
	out = slices.DeleteFunc(out, func(f Finding) bool { return explained(f.Cause, out.Has) })
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(a.Cause, b.Cause) })
	return out
}

// explained tells whether another cause that was found is why a run looks so, and its remedy the better one: a stiff term makes losses fall slowly at any
// rate, and the training loss of a model that overfits falls on.
func explained(c Cause, has func(Cause) bool) bool {
	return c == RateTooLow && has(Stiff) || c == StillFalling && has(Overfitting)
}
