package tables

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

var pointsForm = form{needed: []string{"id", "sheet", "cell", "points"}, optional: []string{"round", "comment"}}

// Known is what a table of points may speak of.
type Known struct {
	Students []book.Student
	Sheets   []book.Sheet
}

// ReadPoints reads a table with the columns id, sheet, cell and points, and if they are there round (1 or 2) and comment. A sheet is named
// by its name or its number. The marks have no name of who gives them yet.
func ReadPoints(name string, r io.Reader, k Known) ([]book.Mark, error) {
	rows, err := read(name, r, pointsForm)
	if err != nil {
		return nil, err
	}
	students := map[string]bool{}
	for _, s := range k.Students {
		students[s.ID] = true
	}
	type place struct {
		id, sheet, cell string
		round           int
	}
	first := map[place]string{}
	var marks []book.Mark
	var bad complaints
	for _, row := range rows {
		m, err := k.mark(row.cells, students)
		if err != nil {
			bad.add(row.place, err)
			continue
		}
		p := place{m.Student, m.Sheet, m.Cell, m.Round}
		if other, twice := first[p]; twice {
			bad.add(row.place, fmt.Errorf("points of %s for %s of %s are there twice, first at %s", m.Student, m.Cell, m.Sheet, other))
			continue
		}
		first[p] = row.place
		marks = append(marks, m)
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	return marks, nil
}

func (k Known) mark(cells map[string]string, students map[string]bool) (book.Mark, error) {
	m := book.Mark{Student: cells["id"], Round: 1, Comment: cells["comment"]}
	if !students[m.Student] {
		return m, fmt.Errorf("there is no student %q in the roster", m.Student)
	}
	switch round := cells["round"]; round {
	case "", "1":
	case "2":
		m.Round = 2
	default:
		return m, fmt.Errorf("%q is no round; write 1 or 2", round)
	}
	sheet, c, err := k.cell(cells["sheet"], cells["cell"])
	if err != nil {
		return m, err
	}
	m.Sheet, m.Cell = sheet, c.ID
	m.Points, err = points.Parse(cells["points"])
	switch {
	case err != nil:
		return m, err
	case m.Points.Sign() < 0:
		return m, fmt.Errorf("%s points are negative", m.Points)
	case m.Points.Cmp(c.Points) > 0:
		return m, fmt.Errorf("%s points are more than the maximum of %s, which is %s", m.Points, c.ID, c.Points)
	}
	_, err = points.Parse(m.Points.String()) // what is stored has to be read back
	return m, err
}

// cell finds a cell of a sheet that counts.
func (k Known) cell(sheet, id string) (string, book.Cell, error) {
	for _, s := range k.Sheets {
		if number, _, _ := strings.Cut(s.Name, "-"); s.Name != sheet && number != sheet {
			continue
		}
		for _, c := range s.Cells {
			if c.ID == id && !c.Dropped {
				return s.Name, c, nil
			}
		}
		return s.Name, book.Cell{}, fmt.Errorf("the sheet %s has no task %q", s.Name, id)
	}
	return "", book.Cell{}, fmt.Errorf("there is no sheet %q", sheet)
}

// WritePoints writes the grades that are known as a table that ReadPoints reads.
func WritePoints(w io.Writer, grades []book.Grade) error {
	out := newWriter(w, "id", "sheet", "cell", "points", "round", "comment")
	for _, g := range grades {
		if !g.Open {
			out.line(g.Student, g.Sheet, g.Cell.ID, g.Points.String(), strconv.Itoa(g.Round), g.Comment)
		}
	}
	return out.end()
}
