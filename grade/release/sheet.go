package release

import (
	"fmt"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/nbformat"
)

// Kind says what a cell is for.
type Kind int

// The kinds of cells; package nbgrader's documentation has the flags that make them.
const (
	Given    Kind = iota // text and code of the author
	Solution             // functions that students write, tested by Test cells
	Test                 // a check with points
	Manual               // an answer that a person marks
	Task                 // a description that a person marks as a whole
)

// String returns the kind's name as it is written in messages and files.
func (k Kind) String() string {
	if k < Given || k > Task {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return [...]string{"given", "solution", "test", "manual", "task"}[k]
}

// Cell is one cell of a sheet.
type Cell struct {
	Kind     Kind
	ID       string // grade_id, or the notebook's id of a given cell that has none; unique in the sheet
	Type     string // nbformat.Code or nbformat.Markdown, of given cells also nbformat.Raw
	Points   points.Points
	Bonus    bool   // the points are earned without raising the maximum
	Title    string // metadata.gensci.title, or the nearest heading above; "" if there is none
	Source   string // the master's text
	Released string // the students' text
	Scheme   string // Task: the mark scheme; Manual: the answer of the master

	meta   *nbgrader.Meta // nil if the cell has none
	master nbformat.Cell
}

// Scored tells whether the cell has points.
func (c Cell) Scored() bool { return c.Kind == Test || c.Kind == Manual || c.Kind == Task }

// Sheet is an exercise sheet as its author wrote it.
type Sheet struct {
	Name    string // "01-gradients"
	Title   string // metadata.gensci.title, or the first heading, or the name
	Cells   []Cell
	Imports []string // extra import paths that solutions may use: metadata.gensci.imports of the notebook
	Former  []Cell   // cells of earlier releases that are no longer there: their answers can still be graded

	metadata map[string]any
	earlier  []numbered // other releases, the newest first, and the number of this one; see Current
	number   int
}

// numbered is a sheet as it was in a release.
type numbered struct {
	number int
	*Sheet
}

// Cell returns the cell with an id, also a former one, or nil.
func (s *Sheet) Cell(id string) *Cell {
	for _, cells := range [][]Cell{s.Cells, s.Former} {
		for i := range cells {
			if cells[i].ID == id {
				return &cells[i]
			}
		}
	}
	return nil
}

// Maximum returns the points that count as everything: all without bonus.
func (s *Sheet) Maximum() points.Points { return s.sum(func(c Cell) bool { return !c.Bonus }) }

// Automatic returns the part of Maximum that tests give.
func (s *Sheet) Automatic() points.Points {
	return s.sum(func(c Cell) bool { return !c.Bonus && c.Kind == Test })
}

// Manual returns the part of Maximum that persons give.
func (s *Sheet) Manual() points.Points {
	return s.sum(func(c Cell) bool { return !c.Bonus && c.Kind != Test })
}

// Bonus returns the points that can be earned beyond Maximum.
func (s *Sheet) Bonus() points.Points { return s.sum(func(c Cell) bool { return c.Bonus }) }

func (s *Sheet) sum(counts func(Cell) bool) (sum points.Points) {
	for _, c := range s.Cells {
		if c.Scored() && counts(c) {
			sum = sum.Plus(c.Points)
		}
	}
	return sum
}
