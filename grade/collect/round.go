package collect

import (
	"fmt"
	"time"

	"github.com/gensci/gensci/grade/book"
)

// dueDates finds who has due dates of their own.
func (r *run) dueDates() error {
	r.due = map[string]map[int]time.Time{}
	add := func(student string, round int, due time.Time) {
		if r.due[student] == nil {
			r.due[student] = map[int]time.Time{}
		}
		r.due[student][round] = due
	}
	for student, due := range r.Course.Rule(r.Sheet).Extensions {
		add(student, 1, due)
	}
	all, err := r.Book.Extensions(r.ctx)
	for _, e := range all { // they win over those of course.toml
		if e.Sheet == r.Sheet.Name {
			add(e.Student, e.Round, e.Due)
		}
	}
	return err
}

// dueFor is when a student has to hand in; zero: whenever.
func (r *run) dueFor(student string, round int) time.Time {
	if due, ok := r.due[student][round]; ok {
		return due
	}
	if round == 2 {
		return r.Sheet.Second
	}
	return r.Sheet.Due
}

// late is how late a hand-in is; 0 if it is in time, with the grace.
func (r *run) late(student string, round int, at time.Time) time.Duration {
	due := r.dueFor(student, round)
	if due.IsZero() {
		return 0
	}
	if late := at.Sub(due); late > r.Sheet.Late.Grace {
		return late
	}
	return 0
}

// roundOf tells which hand-in one is. Where there is a second one, it is what comes after the due date from students who had handed in before, or who are
// too late for the first.
func (r *run) roundOf(student string, at time.Time) int {
	if r.Round != 0 {
		return r.Round
	}
	late := r.late(student, 1, at)
	if r.Sheet.Second.IsZero() || late == 0 {
		return 1
	}
	first, has := r.first[student]
	if has && first.Before(at) || r.Sheet.Late.Refused(late) {
		return 2
	}
	return 1
}

// note keeps in mind who has a first hand-in.
func (r *run) note(s book.Submission) {
	if s.Round != 1 {
		return
	}
	for _, m := range s.Members {
		if first, has := r.first[m.Student]; !has || s.At.Before(first) {
			r.first[m.Student] = s.At
		}
	}
}

// rounded is a duration as people say it, in its two largest units.
func rounded(d time.Duration) string {
	d = d.Round(time.Minute)
	days, hours, minutes := d/(24*time.Hour), d/time.Hour%24, d/time.Minute%60
	switch {
	case days > 0:
		return fmt.Sprintf("%dd%dh", days, hours)
	case hours > 0:
		return fmt.Sprintf("%dh%02dm", hours, minutes)
	}
	return fmt.Sprintf("%dm", max(minutes, 1))
}
