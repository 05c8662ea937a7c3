package book

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Phrase is a comment that markers use again and again for one task. It is about nobody: Forget leaves it.
type Phrase struct {
	Sheet, Cell string
	Place       int // 1, 2, …: it stays as others come and go, so that fingers can learn it
	Text        string
	Used        int // in how many marks it was put
}

// The limits of phrases.
const (
	maxPhrase  = 2000 // bytes
	maxPhrases = 200  // of one task
)

// KeepPhrase adds a phrase in the first place that is free, and returns it. One with the same text is not added twice.
func (b *Book) KeepPhrase(ctx context.Context, p Phrase) (Phrase, error) {
	p.Text = strings.TrimSpace(clean(p.Text))
	switch {
	case p.Text == "":
		return p, errors.New("a phrase without text is of no use")
	case len(p.Text) > maxPhrase:
		return p, fmt.Errorf("a phrase has up to %d bytes, not %d", maxPhrase, len(p.Text))
	}
	err := b.write(ctx, func(t tx) error {
		if _, err := t.cell(p.Sheet, p.Cell); err != nil {
			return err
		}
		p.Place = 1
		for _, old := range t.phrases(p.Sheet, p.Cell) {
			if old.Text == p.Text {
				p = old
				return nil
			}
			if old.Place == p.Place {
				p.Place++
			}
		}
		if p.Place > maxPhrases {
			return fmt.Errorf("there are %d phrases for %s already: drop some", maxPhrases, p.Cell)
		}
		t.exec("INSERT INTO phrases (sheet, cell, place, text, used) VALUES ($1, $2, $3, $4, 0)", p.Sheet, p.Cell, p.Place, p.Text)
		return nil
	})
	return p, err
}

// DropPhrase removes a phrase, if it is still there with this text.
func (b *Book) DropPhrase(ctx context.Context, p Phrase) error {
	return b.write(ctx, func(t tx) error {
		t.exec("DELETE FROM phrases WHERE sheet = $1 AND cell = $2 AND place = $3 AND text = $4", p.Sheet, p.Cell, p.Place, p.Text)
		return nil
	})
}

// UsePhrases counts the phrases that stand in a comment, each once.
func (b *Book) UsePhrases(ctx context.Context, sheet, cell, comment string) error {
	return b.write(ctx, func(t tx) error {
		for _, p := range t.phrases(sheet, cell) {
			if strings.Contains(comment, p.Text) {
				t.exec("UPDATE phrases SET used = used + 1 WHERE sheet = $1 AND cell = $2 AND place = $3", sheet, cell, p.Place)
			}
		}
		return nil
	})
}

// Phrases returns the phrases of a task by their places.
func (b *Book) Phrases(ctx context.Context, sheet, cell string) (all []Phrase, err error) {
	err = b.read(ctx, func(t tx) error { all = t.phrases(sheet, cell); return nil })
	return all, err
}

func (t tx) phrases(sheet, cell string) (all []Phrase) {
	t.all("SELECT sheet, cell, place, text, used FROM phrases WHERE sheet = $1 AND cell = $2 ORDER BY place", []any{sheet, cell}, func(read func(...any) error) error {
		var p Phrase
		err := read(&p.Sheet, &p.Cell, &p.Place, &p.Text, &p.Used)
		all = append(all, p)
		return err
	})
	return all
}
