package admit

import (
	"time"

	"github.com/gensci/gensci/grade/points"
)

// Part is one task of a sheet that has points.
type Part struct {
	Max, Earned points.Points
	Bonus       bool // earns, but does not raise the maximum
	Open        bool // not graded yet, or to be looked at again; Earned is then what is known so far
}

// Work is what counts for a student in one round of a sheet.
type Work struct {
	Parts   []Part
	Late    time.Duration // handed in after the due date; negative or zero if in time
	Missing bool          // nothing was handed in: zero
	Waiting bool          // nothing was handed in, and the due date has not passed: everything is open
}

// Score is what a student has for one sheet.
type Score struct {
	Earned      points.Points // before the penalty, of the first hand-in
	Penalty     points.Points // for being late, at most Earned, of the first hand-in
	Points      points.Points // what counts, as far as it is known
	Least, Most points.Points // bounds of Points: open parts at zero, and at their maximum
	Max         points.Points // of all parts without bonus
	Open        bool          // provisional: some part is not graded yet
	Excused     bool          // leaves the sums of the course
	Unreleased  bool          // the sheet has no parts yet: what it will be worth is not known
}

// Score computes the score of a sheet from the first hand-in and the second, which is nil if there was none.
func (r Rules) Score(first Work, second *Work) Score {
	known := func(p Part) points.Points { return p.Earned }
	s := Score{Max: maximum(first.Parts), Unreleased: len(first.Parts) == 0, Open: first.open() || second != nil && second.open()}
	s.Earned, s.Penalty = r.Late.apply(first, known)
	s.Points = r.total(first, second, known)
	s.Least = r.total(first, second, func(p Part) points.Points {
		if p.Open {
			return points.Points{}
		}
		return p.Earned
	})
	s.Most = r.total(first, second, func(p Part) points.Points {
		if p.Open {
			return p.Max
		}
		return p.Earned
	})
	return s
}

// total is the score with the points of each part as given.
func (r Rules) total(first Work, second *Work, of func(Part) points.Points) points.Points {
	earned, penalty := r.Late.apply(first, of)
	total := earned.Minus(penalty)
	if second == nil {
		return total
	}
	earned, penalty = r.Late.apply(*second, of)
	return r.Second.combine(total, earned.Minus(penalty))
}

// open says whether some part is not graded yet.
func (w Work) open() bool {
	for _, p := range w.parts() {
		if p.Open {
			return true
		}
	}
	return false
}

// parts are those of the work, as a missing or an awaited hand-in has them.
func (w Work) parts() []Part {
	if !w.Missing && !w.Waiting {
		return w.Parts
	}
	parts := make([]Part, len(w.Parts))
	for i, p := range w.Parts {
		parts[i] = Part{Max: p.Max, Bonus: p.Bonus, Open: w.Waiting}
	}
	return parts
}

// maximum is the sum of the parts without bonus.
func maximum(parts []Part) points.Points {
	var sum points.Points
	for _, p := range parts {
		if !p.Bonus {
			sum = sum.Plus(p.Max)
		}
	}
	return sum
}

// less returns the smaller one.
func less(p, q points.Points) points.Points {
	if p.Cmp(q) < 0 {
		return p
	}
	return q
}
