package review

import (
	"fmt"
	"strings"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// veilOf is the veil over a work's texts.
func (st *state) veilOf(w *work) *veil {
	members := map[string]bool{w.student: true}
	for _, m := range w.members {
		members[m] = true
	}
	return st.names.veil(st.students, members)
}

// fill sets the task's text and the answer.
func (st *state) fill(v *visit, p *answerPage) {
	section := st.section(p.Item.Cell.ID)
	st.fillTask(p, section)
	w := p.Item.work
	if w.handin == nil {
		return
	}
	veil := st.veilOf(w)
	h, err := st.read.take(*w.handin)
	if h != nil {
		p.Files = st.files(w, h)
	}
	nbs, note := st.notebooks(v, w)
	var answers, fresh release.Answers
	if err == nil && nbs[0] != nil && st.Sheet != nil {
		answers, err = release.ReadAnswers(st.Sheet, nbs[0])
	}
	if err != nil {
		p.Problem = veil.over(upper(err.Error()))
	}
	if err == nil && nbs[1] != nil && st.Sheet != nil {
		if fresh, err = release.ReadAnswers(st.Sheet, nbs[1]); err != nil {
			note = "What it showed when it was run again cannot be read: " + err.Error() + "."
		}
	}
	if note != "" {
		answers.Remarks = append(answers.Remarks, note)
	}
	for _, text := range answers.Remarks {
		p.Remarks = append(p.Remarks, veil.over(text))
	}
	r := renderer{frames: func(hash string) string { return st.at("frame", fmt.Sprint(w.round), w.address, hash) }, veil: veil}
	for _, c := range section {
		if a, has := answers.ByID[c.ID]; has {
			again, run := fresh.ByID[c.ID]
			p.take(c, a.Given, r.answer(c, a, again, run))
		}
	}
}

// take puts what a hand-in has for a cell where it belongs: the answer, or what else stands in that part of the sheet.
func (p *answerPage) take(c release.Cell, given bool, blocks []block) {
	switch {
	case c.ID == p.Item.Cell.ID:
		p.Answer, p.Given = blocks, given
	case p.Item.Cell.Kind == book.Test && c.Kind == release.Solution:
		p.Answer = append(p.Answer, blocks...)
	case !given:
		for k := range blocks {
			blocks[k].Label = c.ID
		}
		p.Rest = append(p.Rest, blocks...)
	}
}

// upper makes a sentence of an error.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// answer shows what a hand-in has for a cell, with the cells below.
func (r *renderer) answer(c release.Cell, a, again release.Answer, run bool) (all []block) {
	if c.Kind != release.Task {
		cell := nbformat.Cell{Type: c.Type, Source: a.Source, Outputs: a.Outputs, Attachments: a.Attachments}
		all = append(all, r.twice(cell, again.Outputs, run))
	}
	for k, below := range a.Below {
		var outputs []nbformat.Output
		if k < len(again.Below) {
			outputs = again.Below[k].Outputs
		}
		all = append(all, r.twice(below, outputs, run))
	}
	return all
}

// twice renders a cell with what it showed when it was run again.
func (r *renderer) twice(c nbformat.Cell, again []nbformat.Output, run bool) block {
	b := r.render(r.veil.overCell(c))
	if run && c.Type == nbformat.Code {
		b.Fresh, b.Again = r.displays(r.veil.overOutputs(again)), true
	}
	return b
}
