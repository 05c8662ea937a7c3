package admit

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/points"
)

// Rules are a sheet's formulas. The zero value has no penalty, and the better of two hand-ins counts.
type Rules struct {
	Late   Late
	Second Second
}

// Late says what a late hand-in costs.
type Late struct {
	PerDay points.Points // share of the sheet's maximum for each day begun after the due date
	Refuse bool          // a late hand-in does not count at all
	Grace  time.Duration // a hand-in that is late by no more than this is in time
}

// ParseLate reads "none", "refuse" or "1/10 per day".
func ParseLate(text string) (Late, error) {
	switch text {
	case "none":
		return Late{}, nil
	case "refuse":
		return Late{Refuse: true}, nil
	}
	share, ok := strings.CutSuffix(text, " per day")
	p, err := points.Parse(share)
	if !ok || err != nil || p.Sign() <= 0 || p.Cmp(points.Of(1)) > 0 {
		return Late{}, fmt.Errorf(`%q is no penalty; write "none", "refuse" or a share of the maximum such as "1/10 per day"`, text)
	}
	return Late{PerDay: p}, nil
}

// String is what ParseLate reads; the grace is not part of it.
func (l Late) String() string {
	switch {
	case l.Refuse:
		return "refuse"
	case l.PerDay.Sign() > 0:
		return l.PerDay.String() + " per day"
	}
	return "none"
}

// Refused says whether a hand-in that is late by so much does not count.
func (l Late) Refused(late time.Duration) bool { return l.Refuse && late > l.Grace }

// apply returns what a hand-in earned and what its lateness costs.
func (l Late) apply(w Work, of func(Part) points.Points) (earned, penalty points.Points) {
	for _, p := range w.parts() {
		earned = earned.Plus(of(p))
	}
	switch {
	case w.Late <= l.Grace:
		return earned, points.Points{}
	case l.Refuse:
		return earned, earned
	}
	const day = 24 * time.Hour
	begun := int64((w.Late + day - 1) / day) // from the due date, not from the end of the grace
	return earned, less(earned, l.PerDay.Times(points.Of(begun)).Times(maximum(w.Parts)))
}

// Second says how a second hand-in counts. The zero value takes the better of the two.
type Second struct {
	Share points.Points // of the improvement, added to the first; zero: the better one counts
}

// ParseSecond reads "better" or "1/2 of improvement".
func ParseSecond(text string) (Second, error) {
	if text == "better" {
		return Second{}, nil
	}
	share, ok := strings.CutSuffix(text, " of improvement")
	p, err := points.Parse(share)
	if !ok || err != nil || p.Sign() <= 0 || p.Cmp(points.Of(1)) > 0 {
		return Second{}, fmt.Errorf(`%q is no formula for a second hand-in; write "better" or "1/2 of improvement"`, text)
	}
	return Second{Share: p}, nil
}

// String is what ParseSecond reads.
func (s Second) String() string {
	if s.Share.Sign() > 0 {
		return s.Share.String() + " of improvement"
	}
	return "better"
}

// combine returns what two hand-ins are worth together, never less than the first.
func (s Second) combine(first, second points.Points) points.Points {
	gain := second.Minus(first)
	if gain.Sign() <= 0 {
		return first
	}
	if s.Share.Sign() > 0 {
		gain = gain.Times(s.Share)
	}
	return first.Plus(gain)
}

// ParseShare reads the share of all points that admits, such as "1/2": more than 0, at most 1.
func ParseShare(text string) (points.Points, error) {
	p, err := points.Parse(text)
	if err == nil && (p.Sign() <= 0 || p.Cmp(points.Of(1)) > 0) {
		err = errors.New("not between 0 and 1")
	}
	if err != nil {
		return points.Points{}, fmt.Errorf(`%q is no share of the points that admits; write one such as "1/2"`, text)
	}
	return p, nil
}
