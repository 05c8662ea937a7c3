package book

import (
	"context"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/points"
)

// Result is what a student has reached in the course.
type Result struct {
	Student Student
	Sheets  []SheetResult // in the order of the rules
	admit.Verdict
}

// SheetResult is what a student has reached on one sheet.
type SheetResult struct {
	Sheet  string
	Due    time.Time // this student's
	At     time.Time // of the first hand-in that counts; zero if there is none
	Missed Missed    // why nothing counts, or empty
	Stale  bool      // some answer has changed since it was marked
	admit.Score
}

// Missed says why a student has nothing for a sheet.
type Missed string

// The reasons. Nothing is missed by who was excused, or may still hand in.
const (
	NotHandedIn Missed = "missing"
	TooLate     Missed = "too late"
)

// Results computes the results of all students: the sheets that have cells, by the course's rules. The time now decides whether what was not handed in is
// missing, or may still come.
func (b *Book) Results(ctx context.Context, rules []Rule, share points.Points, now time.Time) (all []Result, err error) {
	err = b.read(ctx, func(t tx) error {
		all = nil
		for _, s := range t.students() {
			all = append(all, Result{Student: s})
		}
		for _, r := range rules {
			l := t.ledger(r)
			for i := range all {
				all[i].Sheets = append(all[i].Sheets, l.result(all[i].Student.ID, now))
			}
		}
		return nil
	})
	for i, r := range all {
		scores := make([]admit.Score, len(r.Sheets))
		for j, s := range r.Sheets {
			scores[j] = s.Score
		}
		all[i].Verdict = admit.Course(share, scores)
	}
	return all, err
}

// result is a student's result on the sheet.
func (l *ledger) result(student string, now time.Time) SheetResult {
	p := place{student, 1}
	first := l.work(student, 1)
	r := SheetResult{Sheet: l.rule.Sheet, Due: l.dueFor(p)}
	w := first.forFormula()
	if first.submission != nil {
		r.At = first.submission.At
	}
	if first.submission == nil && !first.marked {
		w.Waiting = now.Before(r.Due.Add(l.rule.Formula.Late.Grace))
		w.Missing = !w.Waiting
		switch {
		case w.Waiting:
		case l.refused[p]:
			r.Missed = TooLate
		default:
			r.Missed = NotHandedIn
		}
	}
	var again *admit.Work
	if second := l.work(student, 2); second.submission != nil || second.marked {
		v := second.forFormula()
		again = &v
		r.Stale = second.stale()
	}
	r.Stale = r.Stale || first.stale()
	r.Score = l.rule.Formula.Score(w, again)
	if _, excused := l.excuses[student]; excused {
		r.Score.Excused, r.Missed = true, ""
	}
	return r
}

func (w work) forFormula() admit.Work {
	f := admit.Work{Late: w.late}
	for _, g := range w.grades {
		part := admit.Part{Max: g.Cell.Points, Earned: g.Points, Bonus: g.Cell.Bonus, Open: g.Open}
		if g.Stale {
			part.Earned = points.Points{} // until somebody has looked again
		}
		f.Parts = append(f.Parts, part)
	}
	return f
}

func (w work) stale() bool {
	for _, g := range w.grades {
		if g.Stale {
			return true
		}
	}
	return false
}
