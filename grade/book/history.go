package book

import (
	"context"
	"time"
)

// What a change was of.
const (
	ChangedMark      = "mark"      // points given by a person, or taken back
	ChangedAutomatic = "automatic" // points given by the grader, when a later grading changed them
	KeptAutomatic    = "kept"      // points given by the grader that stay, although a later grading (New) gives less
	ChangedExcuse    = "excuse"
	ChangedExtension = "extension"
	ChangedCells     = "cells" // points of a sheet's tasks, when a new release changed them
	ChangedForgotten = "forgotten"
)

// Change is one line of the history.
type Change struct {
	Seq                  int64     `json:"seq"`
	At                   time.Time `json:"at"`
	Who                  string    `json:"who"`
	What                 string    `json:"what"`
	Sheet, Student, Cell string
	Old, New             string // as text; empty if there was, or is, none
}

// Query chooses lines of the history; empty fields choose all.
type Query struct{ Sheet, Student, Cell string }

// History returns the changes that a query chooses, oldest first.
func (b *Book) History(ctx context.Context, q Query) ([]Change, error) {
	var all []Change
	err := b.read(ctx, func(t tx) error {
		t.all(`SELECT seq, at, who, what, sheet, student, cell, before, after FROM history
			WHERE ($1 = '' OR sheet = $1) AND ($2 = '' OR student = $2) AND ($3 = '' OR cell = $3) ORDER BY seq`, []any{q.Sheet, q.Student, q.Cell},
			func(read func(...any) error) error {
				var c Change
				err := read(&c.Seq, instant{&c.At}, &c.Who, &c.What, &c.Sheet, &c.Student, &c.Cell, &c.Old, &c.New)
				all = append(all, c)
				return err
			})
		return nil
	})
	return all, err
}

// note writes a line of the history if something changed.
func (b *Book) note(t tx, c Change) {
	if c.Old == c.New {
		return
	}
	b.line(t, c)
}

// line writes a line of the history and returns its number, which is greater than those of all lines before.
func (b *Book) line(t tx, c Change) (seq int64) {
	now := b.now()
	t.one("INSERT INTO history (at, who, what, sheet, student, cell, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING seq",
		[]any{instant{&now}, clean(c.Who), c.What, c.Sheet, c.Student, c.Cell, clean(c.Old), clean(c.New)}, &seq)
	return seq
}
