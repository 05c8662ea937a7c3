package plots

import (
	"errors"
	"fmt"

	"github.com/gensci/gensci/plots/mark"
)

// Over draws figures on top of each other between the same axes, the first one lowest. Each must have one panel; series
// get colours one after the other.
func Over(figures ...*Figure) *Figure {
	if len(figures) == 0 {
		return failed("Over", errors.New("there is no figure"))
	}
	base := figures[0]
	for i, f := range figures {
		switch {
		case f == nil:
			return failed("Over", fmt.Errorf("figure %d is nil", i))
		case f.err != nil:
			return &Figure{err: f.err}
		case len(f.all()) != 1:
			return failed("Over", fmt.Errorf("figure %d has %d panels: only single ones can lie over each other", i, len(f.all())))
		}
	}
	p := *base.all()[0]
	p.marks, p.made, p.scale = nil, nil, nil
	next := 0
	if base.all()[0].scale != nil {
		next = 1 // the first colour is hard to see on maps, on diverging ones the second too
		if s := base.all()[0].scale; s.Lo == -s.Hi {
			next = 2
		}
	}
	for _, f := range figures {
		next = p.take(f.all()[0].copy(), next)
	}
	out := row(&p)
	out.w, out.h, out.alt = base.w, base.h, base.alt
	for _, f := range figures {
		out.notes = append(out.notes, f.notes...)
	}
	return out
}

// take adds the marks of another panel; its series get colours from next on. It returns the next colour that is free.
func (p *panel) take(q *panel, next int) int {
	number := map[int]int{}
	for _, m := range q.marks {
		if p.scale != nil {
			oneColor(m)
		}
		if s, ok := m.(named); ok && s.Ref().Color >= 0 {
			if _, known := number[s.Ref().Color]; !known {
				number[s.Ref().Color] = next
				next++
			}
			s.Ref().Color = number[s.Ref().Color]
		}
		p.marks = append(p.marks, m)
	}
	if p.scale == nil {
		p.scale, p.bar = q.scale, q.bar
	}
	p.x.label, p.y.label, p.title = first(p.x.label, q.x.label), first(p.y.label, q.y.label), first(p.title, q.title)
	return next
}

// oneColor draws lines in the colour of their series instead of those of their values, which a map below them uses up.
func oneColor(m mark.Mark) {
	switch m := m.(type) {
	case *mark.Contours:
		m.Scale = nil
	case *mark.Arrows:
		m.Scale = nil
	case *mark.Streams:
		m.Scale = nil
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Grid puts the panels of figures side by side, in rows of cols.
func Grid(cols int, figures ...*Figure) *Figure {
	if cols < 1 {
		return failed("Grid", fmt.Errorf("want at least 1 column, got %d", cols))
	}
	out := &Figure{cols: cols}
	for i, f := range figures {
		switch {
		case f == nil:
			return failed("Grid", fmt.Errorf("figure %d is nil", i))
		case f.err != nil:
			return &Figure{err: f.err}
		}
		for _, p := range f.panels {
			if p != nil {
				p = p.copy()
			}
			out.panels = append(out.panels, p)
		}
		out.notes = append(out.notes, f.notes...)
	}
	if len(out.panels) == 0 {
		return failed("Grid", errors.New("there is no figure"))
	}
	out.cols = min(cols, len(out.panels))
	return out
}
