package book

import (
	"context"
	"fmt"
	"slices"

	"github.com/gensci/gensci/grade/points"
)

// Kind says who grades a cell.
type Kind string

// The kinds of cells that have points.
const (
	Test   Kind = "test"   // by tests
	Manual Kind = "manual" // by a person, who reads an answer
	Task   Kind = "task"   // by a person, as a whole; also on paper
)

// Cell is a part of a sheet that has points.
type Cell struct {
	ID      string
	Kind    Kind
	Title   string
	Points  points.Points // the maximum
	Bonus   bool          // earns, but does not raise the maximum
	Dropped bool          // no longer part of the sheet; what was recorded for it stays, and does not count
}

// Equal says whether two cells are the same.
func (c Cell) Equal(d Cell) bool {
	return c.ID == d.ID && c.Kind == d.Kind && c.Title == d.Title && c.Bonus == d.Bonus && c.Dropped == d.Dropped && c.Points.Cmp(d.Points) == 0
}

// Sheet is a released sheet.
type Sheet struct {
	Name    string // NN-topic
	Release string // which release its cells are of
	Cells   []Cell // in their order on the sheet
}

// Counting are the cells that are not dropped.
func (s Sheet) Counting() []Cell {
	return slices.DeleteFunc(slices.Clone(s.Cells), func(c Cell) bool { return c.Dropped })
}

// PutSheet records a sheet as it was released. Cells of an earlier release that are no longer part of it are kept as dropped, and
// changed maxima are written to the history.
func (b *Book) PutSheet(ctx context.Context, s Sheet, by string) error {
	if err := CheckID(s.Name); err != nil {
		return fmt.Errorf("the name of the sheet: %w", err)
	}
	seen := map[string]bool{}
	for _, c := range s.Cells {
		if err := storable(c.Points, c.Points); err != nil || c.ID == "" || seen[c.ID] {
			return fmt.Errorf("the cell %q of %s is there twice, has no id, or no number of points", c.ID, s.Name)
		}
		seen[c.ID] = true
	}
	return b.write(ctx, func(t tx) error {
		old := t.cells(s.Name)
		t.exec(`INSERT INTO sheets (name, release) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET release = excluded.release`, s.Name, s.Release)
		t.exec("UPDATE cells SET dropped = 1 WHERE sheet = $1", s.Name)
		for i, c := range s.Cells {
			t.exec(`INSERT INTO cells (sheet, id, place, kind, title, points, bonus, dropped) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
				ON CONFLICT (sheet, id) DO UPDATE SET place = excluded.place, kind = excluded.kind, title = excluded.title, points = excluded.points,
				bonus = excluded.bonus, dropped = 0`, s.Name, c.ID, i, string(c.Kind), clean(c.Title), number{&c.Points}, bit(c.Bonus))
		}
		b.noteCells(t, s, old, by)
		return nil
	})
}

// noteCells writes down which tasks are worth something else than before; nothing for a sheet that is new.
func (b *Book) noteCells(t tx, s Sheet, old []Cell, by string) {
	if old == nil {
		return
	}
	now := map[string]string{}
	for _, c := range s.Cells {
		now[c.ID] = c.worth()
	}
	for _, c := range old {
		b.note(t, Change{Who: by, What: ChangedCells, Sheet: s.Name, Cell: c.ID, Old: c.worth(), New: now[c.ID]})
		delete(now, c.ID)
	}
	for _, c := range s.Cells {
		if worth, added := now[c.ID]; added {
			b.note(t, Change{Who: by, What: ChangedCells, Sheet: s.Name, Cell: c.ID, New: worth})
		}
	}
}

// worth is what a cell adds, as text for the history; empty if nothing.
func (c Cell) worth() string {
	switch {
	case c.Dropped:
		return ""
	case c.Bonus:
		return c.Points.String() + " bonus"
	}
	return c.Points.String()
}

// Sheets returns all released sheets in the order of their names.
func (b *Book) Sheets(ctx context.Context) (all []Sheet, err error) {
	err = b.read(ctx, func(t tx) error { all = t.sheets(); return nil })
	return all, err
}

func (t tx) sheets() (all []Sheet) {
	t.all("SELECT name, release FROM sheets ORDER BY name", nil, func(read func(...any) error) error {
		var s Sheet
		err := read(&s.Name, &s.Release)
		all = append(all, s)
		return err
	})
	for i := range all {
		all[i].Cells = t.cells(all[i].Name)
	}
	return all
}

func (t tx) cells(sheet string) (all []Cell) {
	t.all("SELECT id, kind, title, points, bonus, dropped FROM cells WHERE sheet = $1 ORDER BY dropped, place, id", []any{sheet}, func(read func(...any) error) error {
		var c Cell
		var bonus, dropped int
		err := read(&c.ID, &c.Kind, &c.Title, number{&c.Points}, &bonus, &dropped)
		c.Bonus, c.Dropped = bonus != 0, dropped != 0
		all = append(all, c)
		return err
	})
	return all
}

// cell finds a cell that counts.
func (t tx) cell(sheet, id string) (Cell, error) {
	for _, c := range t.cells(sheet) {
		if c.ID == id && !c.Dropped {
			return c, nil
		}
	}
	return Cell{}, fmt.Errorf("the sheet %q has no task %q", sheet, id)
}

// bit is a truth value as a column that both databases have.
func bit(v bool) int {
	if v {
		return 1
	}
	return 0
}
