package book

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Extension is a later (or earlier) due date for one student.
type Extension struct {
	Sheet   string    `json:"sheet"`
	Student string    `json:"student"`
	Round   int       `json:"round"`
	Due     time.Time `json:"due"`
	Reason  string    `json:"reason"`
}

// Extend gives a student a due date of their own. The zero Due takes it back.
func (b *Book) Extend(ctx context.Context, e Extension, by string) error {
	if e.Round != 1 && e.Round != 2 {
		return fmt.Errorf("the round of an extension is 1 or 2, not %d", e.Round)
	}
	return b.write(ctx, func(t tx) error {
		if err := t.known(e.Student); err != nil {
			return err
		}
		var old Extension
		t.one("SELECT due, reason FROM extensions WHERE sheet = $1 AND student = $2 AND round = $3", []any{e.Sheet, e.Student, e.Round}, instant{&old.Due}, &old.Reason)
		t.exec("DELETE FROM extensions WHERE sheet = $1 AND student = $2 AND round = $3", e.Sheet, e.Student, e.Round)
		if !e.Due.IsZero() {
			t.exec("INSERT INTO extensions (sheet, student, round, due, reason) VALUES ($1, $2, $3, $4, $5)", e.Sheet, e.Student, e.Round, instant{&e.Due}, clean(e.Reason))
		}
		b.note(t, Change{Who: by, What: ChangedExtension, Sheet: e.Sheet, Student: e.Student, Old: old.text(), New: e.text()})
		return nil
	})
}

func (e Extension) text() string {
	if e.Due.IsZero() {
		return ""
	}
	text := e.Due.UTC().Format(time.RFC3339)
	if e.Round == 2 {
		text = "second hand-in " + text
	}
	if e.Reason != "" {
		text += " (" + clean(e.Reason) + ")"
	}
	return text
}

// Extensions returns all extensions.
func (b *Book) Extensions(ctx context.Context) (all []Extension, err error) {
	err = b.read(ctx, func(t tx) error { all = t.extensions(); return nil })
	return all, err
}

func (t tx) extensions() (all []Extension) {
	t.all("SELECT sheet, student, round, due, reason FROM extensions ORDER BY sheet, student, round", nil, func(read func(...any) error) error {
		var e Extension
		err := read(&e.Sheet, &e.Student, &e.Round, instant{&e.Due}, &e.Reason)
		all = append(all, e)
		return err
	})
	return all
}

// Excuse is a sheet that a student need not hand in: it leaves the denominator.
type Excuse struct {
	Sheet   string `json:"sheet"`
	Student string `json:"student"`
	Reason  string `json:"reason"`
}

// Excuse excuses a student from a sheet. A reason is needed.
func (b *Book) Excuse(ctx context.Context, e Excuse, by string) error {
	if e.Reason == "" {
		return errors.New("an excuse needs a reason")
	}
	return b.putExcuse(ctx, e, by)
}

// Unexcuse takes an excuse back.
func (b *Book) Unexcuse(ctx context.Context, sheet, student, by string) error {
	return b.putExcuse(ctx, Excuse{Sheet: sheet, Student: student}, by)
}

func (b *Book) putExcuse(ctx context.Context, e Excuse, by string) error {
	return b.write(ctx, func(t tx) error {
		if err := t.known(e.Student); err != nil {
			return err
		}
		var old string
		t.one("SELECT reason FROM excuses WHERE sheet = $1 AND student = $2", []any{e.Sheet, e.Student}, &old)
		t.exec("DELETE FROM excuses WHERE sheet = $1 AND student = $2", e.Sheet, e.Student)
		if e.Reason != "" {
			t.exec("INSERT INTO excuses (sheet, student, reason) VALUES ($1, $2, $3)", e.Sheet, e.Student, clean(e.Reason))
		}
		b.note(t, Change{Who: by, What: ChangedExcuse, Sheet: e.Sheet, Student: e.Student, Old: old, New: e.Reason})
		return nil
	})
}

func (t tx) excuses() (all []Excuse) {
	t.all("SELECT sheet, student, reason FROM excuses ORDER BY sheet, student", nil, func(read func(...any) error) error {
		var e Excuse
		err := read(&e.Sheet, &e.Student, &e.Reason)
		all = append(all, e)
		return err
	})
	return all
}
