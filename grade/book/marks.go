package book

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gensci/gensci/grade/points"
)

// Mark is what a person gave for one cell, or put in the place of the grader's points.
type Mark struct {
	Sheet    string        `json:"sheet"`
	Student  string        `json:"student"` // the owner of the hand-in: then it holds for the group; or one member, for whom it wins over the group's
	Round    int           `json:"round"`
	Cell     string        `json:"cell"`
	Points   points.Points `json:"points"`
	Comment  string        `json:"comment"`
	By       string        `json:"by"`
	Answer   string        `json:"answer"` // hash of the answer that was marked; empty if none was handed in
	At       time.Time     `json:"at"`
	Revision int64         `json:"revision"` // which revision this one replaces; 0: there was none. It is the number of the mark's line in the history
}

// ErrChanged says that somebody else has changed a mark since it was read.
var ErrChanged = errors.New("somebody else has changed this mark in the meantime: look at it and mark again")

// RecordManual records a mark in the place of the revision that it names, and returns it with the new revision. ErrChanged is returned if
// another one is there by now; a mark that is there already, by the same person, is no error.
func (b *Book) RecordManual(ctx context.Context, m Mark) (Mark, error) {
	err := b.write(ctx, func(t tx) (err error) {
		m, err = b.putMark(t, m)
		return err
	})
	return m, err
}

// ImportMarks records all marks or none, whatever their revisions: they replace what is there. A mark whose points the student has already,
// from whomever, and that brings no other comment, changes nothing, so that an exported table can be imported. It returns how many changed
// something. The rules are those of the sheets that marks are of.
func (b *Book) ImportMarks(ctx context.Context, rules []Rule, marks []Mark) (changed int, err error) {
	err = b.write(ctx, func(t tx) error {
		changed = 0
		ledgers := map[string]*ledger{}
		for _, r := range rules {
			ledgers[r.Sheet] = t.ledger(r)
		}
		for _, m := range marks {
			l := ledgers[m.Sheet]
			if l == nil {
				return fmt.Errorf("there is no sheet %q in the course", m.Sheet)
			}
			m.Comment = clean(m.Comment)
			g := l.find(m)
			if !g.Open && (g.By != "" || g.Submission != "") && g.Points.Cmp(m.Points) == 0 && (m.Comment == "" || m.Comment == g.Comment) {
				continue
			}
			old, _ := t.mark(m)
			m.Revision, m.Answer = old.Revision, g.Answer
			if _, bad := b.putMark(t, m); bad != nil {
				return bad
			}
			changed++
		}
		return nil
	})
	return changed, err
}

// find returns the grade that a mark would replace.
func (l *ledger) find(m Mark) Grade {
	for _, g := range l.work(m.Student, m.Round).grades {
		if g.Cell.ID == m.Cell {
			return g
		}
	}
	return Grade{Open: true}
}

func (b *Book) putMark(t tx, m Mark) (Mark, error) {
	if err := t.markable(m); err != nil {
		return m, err
	}
	old, was := t.mark(m)
	m.Comment, m.By = clean(m.Comment), clean(m.By)
	switch {
	case was && old.Points.Cmp(m.Points) == 0 && old.Comment == m.Comment && old.By == m.By && old.Answer == m.Answer:
		return old, nil
	case old.Revision != m.Revision:
		return m, ErrChanged
	}
	m.At = b.now().UTC()
	m.Revision = b.line(t, Change{Who: m.By, What: ChangedMark, Sheet: m.Sheet, Student: m.Student, Cell: m.Cell, Old: old.worth(), New: m.worth()})
	t.exec(`INSERT INTO marks (sheet, student, round, cell, points, comment, tutor, answer, at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (sheet, student, round, cell) DO UPDATE SET points = excluded.points, comment = excluded.comment, tutor = excluded.tutor,
		answer = excluded.answer, at = excluded.at, revision = excluded.revision`,
		m.Sheet, m.Student, m.Round, m.Cell, number{&m.Points}, m.Comment, m.By, m.Answer, instant{&m.At}, m.Revision)
	return m, nil
}

// Withdraw takes a mark back, so that the grader's points count again, or none; it names the revision as RecordManual does.
func (b *Book) Withdraw(ctx context.Context, m Mark) error {
	return b.write(ctx, func(t tx) error {
		old, was := t.mark(m)
		if !was {
			return nil
		}
		if old.Revision != m.Revision {
			return ErrChanged
		}
		t.exec("DELETE FROM marks WHERE sheet = $1 AND student = $2 AND round = $3 AND cell = $4", m.Sheet, m.Student, m.Round, m.Cell)
		b.note(t, Change{Who: m.By, What: ChangedMark, Sheet: m.Sheet, Student: m.Student, Cell: m.Cell, Old: old.worth()})
		return nil
	})
}

// markable refuses a mark for an unknown student or task, and points outside of 0 … maximum.
func (t tx) markable(m Mark) error {
	if err := t.known(m.Student); err != nil {
		return err
	}
	if m.Round != 1 && m.Round != 2 {
		return fmt.Errorf("the round of a mark is 1 or 2, not %d", m.Round)
	}
	if m.By == "" {
		return errors.New("a mark needs the name of who gives it")
	}
	c, err := t.cell(m.Sheet, m.Cell)
	if err != nil {
		return err
	}
	return storable(m.Points, c.Points)
}

// worth is the mark as the history has it; empty if there is none.
func (m Mark) worth() string {
	switch {
	case m.By == "":
		return ""
	case m.Comment == "":
		return m.Points.String()
	}
	return m.Points.String() + " (" + m.Comment + ")"
}

// Marks returns all marks of a sheet, of all sheets for "".
func (b *Book) Marks(ctx context.Context, sheet string) (all []Mark, err error) {
	err = b.read(ctx, func(t tx) error { all = t.marks(sheet); return nil })
	return all, err
}

const markColumns = "SELECT sheet, student, round, cell, points, comment, tutor, answer, at, revision FROM marks "

func (m *Mark) columns() []any {
	return []any{&m.Sheet, &m.Student, &m.Round, &m.Cell, number{&m.Points}, &m.Comment, &m.By, &m.Answer, instant{&m.At}, &m.Revision}
}

func (t tx) marks(sheet string) (all []Mark) {
	t.all(markColumns+"WHERE $1 = '' OR sheet = $1 ORDER BY sheet, student, round, cell", []any{sheet}, func(read func(...any) error) error {
		var m Mark
		err := read(m.columns()...)
		all = append(all, m)
		return err
	})
	return all
}

// mark reads the mark that stands where m would.
func (t tx) mark(m Mark) (old Mark, was bool) {
	was = t.one(markColumns+"WHERE sheet = $1 AND student = $2 AND round = $3 AND cell = $4", []any{m.Sheet, m.Student, m.Round, m.Cell}, old.columns()...)
	return old, was
}
