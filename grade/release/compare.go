package release

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// Change is one difference between two releases of a sheet, as students are told of it.
type Change struct {
	ID     string // of the cell; "" for the sheet as a whole
	What   string // one sentence
	Breaks bool   // what students have already written must be changed, or counts no longer
}

// Compare says what the new release of a sheet changes for students who have the old one. Hidden tests and mark schemes are none of their business.
func Compare(old, new *Sheet) []Change {
	c := comparison{}
	c.sheets(old, new)
	for _, now := range new.Cells {
		if before := find(old.Cells, now.ID); before != nil {
			c.cells(*before, now)
		} else {
			c.added(now)
		}
	}
	for _, before := range old.Cells {
		if find(new.Cells, before.ID) == nil {
			c.removed(before)
		}
	}
	return c.list
}

func find(cells []Cell, id string) *Cell {
	for i := range cells {
		if cells[i].ID == id {
			return &cells[i]
		}
	}
	return nil
}

type comparison struct{ list []Change }

func (c *comparison) say(id string, breaks bool, format string, args ...any) {
	c.list = append(c.list, Change{id, fmt.Sprintf(format, args...), breaks})
}

func (c *comparison) sheets(old, new *Sheet) {
	if old.Title != new.Title {
		c.say("", false, "The sheet is now called %q.", new.Title)
	}
	for _, path := range new.Imports {
		if !slices.Contains(old.Imports, path) {
			c.say("", false, "Solutions may now import %s.", path)
		}
	}
	for _, path := range old.Imports {
		if !slices.Contains(new.Imports, path) {
			c.say("", true, "Solutions may no longer import %s.", path)
		}
	}
	if !slices.Equal(common(old, new), common(new, old)) {
		c.say("", false, "The order of the cells has changed.")
	}
}

// common are the ids of a sheet's cells that another has too.
func common(s, other *Sheet) (ids []string) {
	for _, c := range s.Cells {
		if find(other.Cells, c.ID) != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// cells says what has changed in one cell.
func (c *comparison) cells(old, new Cell) {
	if old.Kind != new.Kind || old.Type != new.Type {
		c.say(new.ID, old.holdsWork() || new.holdsWork(), "%s is now a %s cell of type %s; it was a %s cell of type %s.", new.called(), new.Kind, new.Type, old.Kind, old.Type)
		return
	}
	if old.Points.Cmp(new.Points) != 0 {
		c.say(new.ID, false, "%s now gives %v points; it gave %v.", new.called(), new.Points, old.Points)
	}
	if old.Bonus != new.Bonus {
		c.say(new.ID, false, "%s %s.", new.called(), map[bool]string{true: "is now a bonus", false: "is no longer a bonus"}[new.Bonus])
	}
	if old.Released == new.Released {
		return
	}
	before := len(c.list)
	if new.Type == nbformat.Code && new.Kind != Test {
		c.declarations(new, declarations(old.Released), declarations(new.Released))
	}
	switch {
	case len(c.list) > before: // said more precisely
	case new.Kind == Test:
		c.say(new.ID, false, "The visible part of the test %s has changed.", new.called())
	default:
		c.say(new.ID, false, "The text of %s has changed.", new.called())
	}
}

// declarations says which declarations of a cell have changed.
func (c *comparison) declarations(cell Cell, old, new map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(new)) {
		before, was := old[name]
		switch {
		case !was:
			c.say(cell.ID, cell.Kind == Solution, "%s now has %s: %s.", cell.called(), name, new[name])
		case before != new[name]:
			c.say(cell.ID, true, "%s is now %s; it was %s.", name, new[name], before)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old)) {
		if _, is := new[name]; !is {
			c.say(cell.ID, cell.Kind == Given, "%s no longer has %s.", cell.called(), name)
		}
	}
}

func (c *comparison) added(cell Cell) {
	switch {
	case cell.Scored():
		c.say(cell.ID, false, "%s is new and gives %v points.", cell.called(), cell.Points)
	case cell.Kind == Solution:
		c.say(cell.ID, false, "%s is new and asks for %s.", cell.called(), strings.Join(slices.Sorted(maps.Keys(declarations(cell.Released))), ", "))
	case cell.Type == nbformat.Code:
		c.say(cell.ID, false, "The code %s is new.", cell.called())
	default:
		c.say(cell.ID, false, "The text %s is new.", cell.called())
	}
}

func (c *comparison) removed(cell Cell) {
	points := ""
	if cell.Scored() {
		points = fmt.Sprintf(", and with it %v points", cell.Points)
	}
	breaks := cell.holdsWork() || cell.Kind == Given && cell.Type == nbformat.Code && len(declarations(cell.Released)) > 0
	c.say(cell.ID, breaks, "%s is no longer there%s.", cell.called(), points)
}

// holdsWork tells whether students work in the cell, or below it.
func (c Cell) holdsWork() bool { return c.Kind == Solution || c.Kind == Manual || c.Kind == Task }

// called is how students find the cell.
func (c Cell) called() string {
	if c.Title == "" {
		return fmt.Sprintf("%q", c.ID)
	}
	return fmt.Sprintf("%q (%s)", c.ID, c.Title)
}
