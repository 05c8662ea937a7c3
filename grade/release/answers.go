package release

import (
	"errors"
	"fmt"

	"github.com/gensci/gensci/internal/nbformat"
)

// Answer is what a hand-in has for one cell of the sheet.
type Answer struct {
	Source      string            // Solution, Manual: the text of the cell
	Given       bool              // the text is the one that was released, now or earlier: nothing was written
	Outputs     []nbformat.Output // Manual code, as handed in
	Attachments map[string]any    // Manual markdown: pictures, as handed in
	Below       []nbformat.Cell   // Manual, Task: cells that the student has put below
}

// Answers are what a hand-in contributes. Points, kinds, tests and all other texts are the sheet's, whatever the hand-in says of them.
type Answers struct {
	ByID    map[string]Answer // of Solution, Manual and Task cells, former ones too; a cell that was deleted has no entry
	Release int               // on which release of the sheet the work was begun, as far as the cells tell; 0 if the sheet was never released
	Remarks []string          // a sentence for each thing that a person should know: cells deleted, doubled or changed
}

// The limits of what is read of a hand-in. Real answers are a hundred times smaller.
const (
	maxSource  = 1 << 20 // bytes of one answer
	maxRemarks = 100
)

// ReadAnswers finds the answers in a notebook that was handed in. An error says that the notebook does not belong to the sheet; everything else that is odd becomes a remark.
func ReadAnswers(sheet *Sheet, nb *nbformat.Notebook) (Answers, error) {
	r := reader{sheet: sheet, answers: Answers{ByID: map[string]Answer{}}, seen: map[string]int{}}
	for i, c := range nb.Cells {
		r.cell(i+1, c)
	}
	if !r.belongs {
		return Answers{}, fmt.Errorf("the notebook has no cell of %s; hand in the notebook that was given out", sheet.Name)
	}
	on := r.begun()
	for _, c := range sheet.Cells {
		if _, has := r.seen[c.ID]; has || !c.holdsWork() {
			continue
		}
		if find(on.Cells, c.ID) == nil {
			r.remark("%q came with a later release and is not answered.", c.ID)
		} else {
			r.remark("%q was deleted and counts as not answered.", c.ID)
		}
	}
	if r.dropped > 0 {
		r.answers.Remarks = append(r.answers.Remarks, fmt.Sprintf("There are %d more remarks of this kind.", r.dropped))
	}
	return r.answers, nil
}

// reader goes through a hand-in.
type reader struct {
	sheet   *Sheet
	answers Answers
	seen    map[string]int // cell of the sheet → number of the cell in the hand-in
	fits    map[int]bool   // the releases whose cells all cells so far are; nil before the first
	belongs bool           // some cell has a grade_id of the sheet
	above   string         // the Manual or Task cell below which we are
	dropped int            // remarks that there was no room for
}

func (r *reader) remark(format string, args ...any) {
	if len(r.answers.Remarks) == maxRemarks {
		r.dropped++
		return
	}
	r.answers.Remarks = append(r.answers.Remarks, fmt.Sprintf(format, args...))
}

// cell takes what cell number n contributes.
func (r *reader) cell(n int, c nbformat.Cell) {
	claim := claimOf(c)
	id := claim.id
	if id == "" {
		id = c.ID
	}
	of := r.sheet.Cell(id)
	if of == nil || (claim.id == "") != (of.meta == nil) { // the two kinds of ids are not mixed up
		r.foreign(n, claim.id, c)
		return
	}
	if first, twice := r.seen[of.ID]; twice {
		r.remark("%q is there twice, as cells %d and %d; the first counts.", of.ID, first, n)
		return
	}
	r.seen[of.ID] = n
	r.belongs = r.belongs || of.meta != nil
	r.compare(*of, claim, c)
	r.above = ""
	if !of.holdsWork() {
		return
	}
	answer, err := of.answer(c)
	if err != nil {
		r.remark("%q %v.", of.ID, err)
		return
	}
	for _, release := range r.sheet.earlier {
		old := find(release.Cells, of.ID)
		answer.Given = answer.Given || old != nil && old.Released == c.Source
	}
	r.answers.ByID[of.ID] = answer
	if of.Kind != Solution {
		r.above = of.ID
	}
}

// answer is what a hand-in's cell says for c.
func (c Cell) answer(from nbformat.Cell) (Answer, error) {
	switch {
	case c.Kind == Task:
		return Answer{Given: true}, nil
	case len(from.Source) > maxSource:
		return Answer{}, errors.New("is longer than 1 MB and counts as not answered")
	case c.Kind == Solution:
		return Answer{Source: from.Source, Given: from.Source == c.Released}, nil
	}
	return Answer{Source: from.Source, Given: from.Source == c.Released, Outputs: from.Outputs, Attachments: from.Attachments}, nil
}

// foreign is a cell that is not of the sheet: a student's own, perhaps below an answer.
func (r *reader) foreign(n int, id string, c nbformat.Cell) {
	if id != "" {
		r.remark("Cell %d has the grade_id %.64q, which the sheet does not have.", n, id)
	}
	if r.above != "" {
		answer := r.answers.ByID[r.above]
		answer.Below, answer.Given = append(answer.Below, c), false
		r.answers.ByID[r.above] = answer
		return
	}
	if c.Type == nbformat.Code && len(declarations(c.Source)) > 0 {
		r.remark("Cell %d is the student's own; what it declares does not belong to any solution.", n)
	}
}
