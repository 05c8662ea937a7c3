package release

import (
	"encoding/json"
	"fmt"

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

// compare remarks on everything in which a cell differs from what was released, except for the text of answers. What it was in an earlier release is as good.
func (r *reader) compare(of Cell, said claim, c nbformat.Cell) {
	if find(r.sheet.Former, of.ID) != nil {
		r.remark("%q is a cell of an earlier release.", of.ID)
	}
	remarks := of.differences(said, c)
	fits := map[int]bool{}
	if len(remarks) == 0 && find(r.sheet.Cells, of.ID) != nil {
		fits[r.sheet.number] = true
	}
	for _, release := range r.sheet.earlier {
		old := find(release.Cells, of.ID)
		if old == nil {
			continue
		}
		other := old.differences(said, c)
		fits[release.number] = len(other) == 0
		if len(other) < len(remarks) { // what is said is how it differs from the release that it is closest to
			remarks = other
		}
	}
	if len(remarks) > 0 {
		for _, text := range remarks {
			r.remark("%s", text)
		}
		return
	}
	r.narrow(fits)
}

// narrow keeps the releases that a cell fits, if any of those that all others fit is among them.
func (r *reader) narrow(fits map[int]bool) {
	if r.fits == nil {
		r.fits = fits
		return
	}
	both := map[int]bool{}
	for number := range fits {
		if fits[number] && r.fits[number] {
			both[number] = true
		}
	}
	if len(both) > 0 {
		r.fits = both
	}
}

// begun finds out on which release the work was begun, and returns it.
func (r *reader) begun() *Sheet {
	r.answers.Release = r.sheet.number
	if r.fits[r.sheet.number] {
		return r.sheet
	}
	for _, release := range r.sheet.earlier {
		if r.fits[release.number] {
			r.answers.Release = release.number
			r.remark("The work was begun on release %d of the sheet; now there is release %d.", release.number, r.sheet.number)
			return release.Sheet
		}
	}
	return r.sheet
}

// differences says in what a cell of a hand-in is not as c was released.
func (c Cell) differences(said claim, in nbformat.Cell) (remarks []string) {
	remark := func(format string, args ...any) { remarks = append(remarks, fmt.Sprintf(format, args...)) }
	if in.Type != c.Type {
		remark("%q has become a %s cell; it is taken for a %s cell.", c.ID, in.Type, c.Type)
	}
	changed := in.Source != c.Released
	if c.meta == nil {
		if changed && c.Type == nbformat.Code {
			remark("The given code %q was changed; the original counts.", c.ID)
		}
		return remarks
	}
	if said.flags != [4]bool{c.meta.Grade, c.meta.Solution, c.meta.Locked, c.meta.Task} {
		remark("%q says that it is a cell of another kind; it is a %s cell.", c.ID, c.Kind)
	}
	if c.Scored() && !c.worth(said.points) {
		remark("%q says that it gives other points; it gives %v.", c.ID, c.Points)
	}
	recomputed := said.checksum != c.meta.Sum(c.Type, c.Released)
	switch locked := c.meta.Locked; {
	case locked && changed && recomputed:
		remark("The locked cell %q was changed and its checksum too; the original counts.", c.ID)
	case locked && changed:
		remark("The locked cell %q was changed; the original counts.", c.ID)
	case recomputed:
		remark("The checksum of %q was changed.", c.ID)
	}
	return remarks
}

// worth tells whether a hand-in's number of points is the cell's.
func (c Cell) worth(said any) bool {
	number, _ := said.(json.Number)
	p, err := points.Parse(number.String())
	return err == nil && p.Cmp(c.Points) == 0
}
