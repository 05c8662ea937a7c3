package book

import (
	"context"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/points"
)

// Rule is what a course says of one sheet.
type Rule struct {
	Sheet      string
	Due        time.Time
	Extensions map[string]time.Time // by student, for the first round; those of the gradebook win
	Second     time.Time            // due date of the second hand-in; zero: there is none
	Formula    admit.Rules
}

// Grade is what a student has for one cell in one round, whoever gave it.
type Grade struct {
	Student, Sheet string
	Round          int
	Cell           Cell
	Submission     string // ID of the version that counts; empty if there is none
	Owner          string // who handed that in
	Points         points.Points
	Open           bool   // not graded yet, or stale
	Status         Status // of the automatic grading, if there was one
	Message        string
	By, Comment    string // of the mark; By is empty if the points are the grader's
	Answer         string // hash of the answer in the version that counts
	Stale          bool   // the answer has changed since it was marked
}

// Grades returns the grades of a sheet by student, round and cell; a student without hand-in has those cells only that were marked.
func (b *Book) Grades(ctx context.Context, r Rule) (all []Grade, err error) {
	err = b.read(ctx, func(t tx) error {
		l := t.ledger(r)
		for _, s := range t.students() {
			for round := 1; round <= 2; round++ {
				for _, g := range l.work(s.ID, round).grades {
					if g.Submission != "" || g.By != "" {
						all = append(all, g)
					}
				}
			}
		}
		return nil
	})
	return all, err
}

// ledger is all that is known of a sheet, ready to be looked up.
type ledger struct {
	rule      Rule
	cells     []Cell
	counting  map[place]Submission
	refused   map[place]bool // there are hand-ins, all of them too late
	automatic map[string]map[string]CellGrade
	marks     map[place]map[string]Mark
	due       map[place]time.Time
	excuses   map[string]string
}

// place is a student in a round.
type place struct {
	student string
	round   int
}

func (t tx) ledger(r Rule) *ledger {
	l := &ledger{
		rule: r, due: map[place]time.Time{}, excuses: map[string]string{}, automatic: map[string]map[string]CellGrade{},
		marks: map[place]map[string]Mark{},
	}
	l.cells = Sheet{Cells: t.cells(r.Sheet)}.Counting()
	for student, due := range r.Extensions {
		l.due[place{student, 1}] = due
	}
	for _, e := range t.extensions() {
		if e.Sheet == r.Sheet {
			l.due[place{e.Student, e.Round}] = e.Due
		}
	}
	for _, e := range t.excuses() {
		if e.Sheet == r.Sheet {
			l.excuses[e.Student] = e.Reason
		}
	}
	for _, m := range t.marks(r.Sheet) {
		p := place{m.Student, m.Round}
		if l.marks[p] == nil {
			l.marks[p] = map[string]Mark{}
		}
		l.marks[p][m.Cell] = m
	}
	l.count(t.submissions(r.Sheet))
	t.automatics(r.Sheet, l.automatic)
	return l
}

// automatics reads the grades of all submissions of a sheet.
func (t tx) automatics(sheet string, into map[string]map[string]CellGrade) {
	t.all(`SELECT g.submission, g.cell, g.points, g.status, g.message FROM grades g JOIN submissions s ON s.id = g.submission WHERE s.sheet = $1`,
		[]any{sheet}, func(read func(...any) error) error {
			var of string
			var g CellGrade
			err := read(&of, &g.Cell, number{&g.Points}, &g.Status, &g.Message)
			if into[of] == nil {
				into[of] = map[string]CellGrade{}
			}
			into[of][g.Cell] = g
			return err
		})
}

// count finds which submission counts for whom: the last one that a student confirmed and that is not refused for being late.
func (l *ledger) count(all []Submission) {
	l.counting, l.refused = map[place]Submission{}, map[place]bool{}
	for _, s := range all { // oldest first
		for _, m := range s.Members {
			p := place{m.Student, s.Round}
			switch {
			case m.Confirmed.IsZero():
			case l.rule.Formula.Late.Refused(l.late(p, s.At)):
				l.refused[p] = true
			default:
				l.counting[p] = s
			}
		}
	}
}

// dueFor is when a student has to hand in; zero: whenever.
func (l *ledger) dueFor(p place) time.Time {
	if due, ok := l.due[p]; ok {
		return due
	}
	if p.round == 2 {
		return l.rule.Second
	}
	return l.rule.Due
}

func (l *ledger) late(p place, at time.Time) time.Duration {
	due := l.dueFor(p)
	if due.IsZero() {
		return 0
	}
	return at.Sub(due)
}

// work is what a student has in one round.
type work struct {
	submission *Submission
	late       time.Duration
	grades     []Grade // of all cells
	marked     bool    // some cell was marked by a person
}

func (l *ledger) work(student string, round int) work {
	p := place{student, round}
	var w work
	if s, ok := l.counting[p]; ok {
		w.submission, w.late = &s, l.late(p, s.At)
	}
	for _, c := range l.cells {
		g := l.grade(p, c, w.submission)
		w.marked = w.marked || g.By != ""
		w.grades = append(w.grades, g)
	}
	return w
}

// grade is what a student has for a cell: a mark of their own, else that of the group's hand-in, else the grader's points.
func (l *ledger) grade(p place, c Cell, s *Submission) Grade {
	g := Grade{Student: p.student, Sheet: l.rule.Sheet, Round: p.round, Cell: c, Open: true}
	mark, marked := l.marks[p][c.ID]
	if s != nil {
		g.Submission, g.Owner, g.Answer = s.ID, s.Owner, s.Answers[c.ID]
		if a, graded := l.automatic[s.ID][c.ID]; graded {
			g.Points, g.Open, g.Status, g.Message = a.Points, a.Status == Ungraded, a.Status, a.Message
		}
		if !marked {
			mark, marked = l.marks[place{s.Owner, p.round}][c.ID]
		}
	}
	switch {
	case marked:
		g.Points, g.By, g.Comment = mark.Points, mark.By, mark.Comment
		g.Stale = s != nil && mark.Answer != g.Answer
		g.Open = g.Stale
	case s == nil && c.Kind == Test:
		g.Open = false // nothing to run: zero
	}
	return g
}
