package review

import (
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/page"
)

// section are the cells from the heading above a cell to the cell itself, and the answers that follow below the same heading.
func (st *state) section(id string) []release.Cell {
	if st.Sheet == nil {
		return nil
	}
	cells := st.Sheet.Cells
	at := slices.IndexFunc(cells, func(c release.Cell) bool { return c.ID == id })
	if at < 0 {
		return nil
	}
	from, to := at, at+1
	for from > 0 && !hasHeading(cells[from]) {
		from--
	}
	for to < len(cells) && !hasHeading(cells[to]) {
		to++
	}
	return cells[from:to]
}

// hasHeading tells whether a cell of the author begins a part of the sheet.
func hasHeading(c release.Cell) bool {
	if c.Type != nbformat.Markdown || c.Kind != release.Given && c.Kind != release.Task {
		return false
	}
	for line := range strings.Lines(c.Released) {
		if rest := strings.TrimLeft(line, "#"); rest != line && strings.HasPrefix(rest, " ") {
			return true
		}
	}
	return false
}

// fillTask sets the text of the task, up to the cell, and the mark scheme.
func (st *state) fillTask(p *answerPage, section []release.Cell) {
	r := renderer{}
	for _, c := range section {
		own := c.ID == p.Item.Cell.ID
		if own && c.Scheme != "" {
			b := block{Text: markdown(c.Scheme, nil)}
			if c.Type == nbformat.Code {
				b = block{Code: page.Go(c.Scheme)}
			}
			p.Scheme = &b
		}
		switch {
		case c.Kind == release.Task && own, c.Kind == release.Given:
			p.Task = append(p.Task, r.render(nbformat.Cell{Type: c.Type, Source: c.Released, Attachments: st.attached[c.ID]}))
		case c.Kind == release.Test && own:
			p.Task = append(p.Task, block{Code: page.Go(c.Source)})
		case own && c.Kind == release.Manual && strings.TrimSpace(c.Released) != "" && c.Type == nbformat.Code:
			b := block{Code: page.Go(c.Released), Label: "given out"}
			p.Task = append(p.Task, b)
		}
		if own {
			return
		}
	}
}

// attachments are those of the cells as students get them.
func attachments(sheet *release.Sheet) map[string]map[string]any {
	all := map[string]map[string]any{}
	if sheet != nil {
		for i, c := range sheet.Notebook().Cells {
			all[sheet.Cells[i].ID] = c.Attachments
		}
	}
	return all
}
