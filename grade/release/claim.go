package release

import (
	"encoding/json"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/nbformat"
)

// claim is what a cell of a hand-in says about itself. None of it is believed but the id.
type claim struct {
	id       string
	flags    [4]bool // grade, solution, locked, task
	points   any
	checksum string
}

func claimOf(c nbformat.Cell) (said claim) {
	tree, _ := c.Metadata[nbgrader.Key].(map[string]any)
	said.id, _ = tree["grade_id"].(string)
	for i, key := range []string{"grade", "solution", "locked", "task"} {
		said.flags[i], _ = tree[key].(bool)
	}
	said.points = tree["points"]
	said.checksum, _ = tree["checksum"].(string)
	return said
}

// compare remarks on everything in which a cell differs from what was released, except for the text of answers.
func (r *reader) compare(of Cell, said claim, c nbformat.Cell) {
	if find(r.sheet.Former, of.ID) != nil {
		r.remark("%q is a cell of an earlier release.", of.ID)
	}
	if c.Type != of.Type {
		r.remark("%q has become a %s cell; it is taken for a %s cell.", of.ID, c.Type, of.Type)
	}
	changed := c.Source != of.Released
	if of.meta == nil {
		if changed && of.Type == nbformat.Code {
			r.remark("The given code %q was changed; the original counts.", of.ID)
		}
		return
	}
	if said.flags != [4]bool{of.meta.Grade, of.meta.Solution, of.meta.Locked, of.meta.Task} {
		r.remark("%q says that it is a cell of another kind; it is a %s cell.", of.ID, of.Kind)
	}
	if of.Scored() && !of.worth(said.points) {
		r.remark("%q says that it gives other points; it gives %v.", of.ID, of.Points)
	}
	recomputed := said.checksum != of.meta.Sum(of.Type, of.Released)
	switch locked := of.meta.Locked; {
	case locked && changed && recomputed:
		r.remark("The locked cell %q was changed and its checksum too; the original counts.", of.ID)
	case locked && changed:
		r.remark("The locked cell %q was changed; the original counts.", of.ID)
	case recomputed:
		r.remark("The checksum of %q was changed.", of.ID)
	}
}

// worth tells whether a hand-in's number of points is the cell's.
func (c Cell) worth(said any) bool {
	number, _ := said.(json.Number)
	p, err := points.Parse(number.String())
	return err == nil && p.Cmp(c.Points) == 0
}
