package similar

import (
	"maps"
	"slices"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// WorkOf is what a hand-in says in the cells that students write, in the order of the sheet.
func WorkOf(sheet *release.Sheet, answers release.Answers, who string, students []string) Work {
	w := Work{Who: who, Students: students}
	for _, id := range slices.Sorted(maps.Keys(answers.ByID)) {
		a, c := answers.ByID[id], sheet.Cell(id)
		if c.Kind != release.Task { // its text is the author's
			w.Texts = append(w.Texts, Text{Cell: id, Code: c.Type == nbformat.Code, Source: a.Source})
		}
		for _, below := range a.Below {
			w.Texts = append(w.Texts, Text{Cell: id, Code: below.Type == nbformat.Code, Source: below.Source})
		}
	}
	return w
}

// Known is what everybody was given, and the reference solution too if it is to be left out.
func Known(sheet *release.Sheet, reference bool) (texts []Text) {
	for _, cells := range [][]release.Cell{sheet.Cells, sheet.Former} {
		for _, c := range cells {
			isCode := c.Type == nbformat.Code
			texts = append(texts, Text{Cell: c.ID, Code: isCode, Source: c.Released})
			if reference {
				texts = append(texts, Text{Cell: c.ID, Code: isCode, Source: c.Source})
			}
		}
	}
	return texts
}
