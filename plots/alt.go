package plots

import (
	"fmt"
	"strings"
)

// longest is how many letters a description has at most.
const longest = 900

// Alt sets the description for readers who cannot see the picture, instead of the one that is made from its content.
func (f *Figure) Alt(text string) *Figure {
	f.alt = text
	return f
}

// AltText is that description: what stands on the axes, what is drawn and how it runs, and what was left out.
func (f *Figure) AltText() string {
	if f.err != nil {
		return "error: " + f.err.Error()
	}
	if f.alt != "" {
		return f.alt
	}
	panels := f.all()
	var parts []string
	for i, p := range panels {
		text := p.describe()
		if len(panels) > 1 {
			text = fmt.Sprintf("Panel %d: %s", i+1, text)
		}
		parts = append(parts, text)
	}
	if n := f.note(); n != "" {
		parts = append(parts, n)
	}
	text := strings.Join(parts, " ")
	if letters := []rune(text); len(letters) > longest {
		text = string(letters[:longest-1]) + "…"
	}
	return text
}

// describe is the description of one panel.
func (p *panel) describe() string {
	var b strings.Builder
	if title := p.heading(); title != "" {
		fmt.Fprintf(&b, "%s. ", title)
	}
	switch {
	case p.x.none:
	case p.listed():
		fmt.Fprintf(&b, "%s. ", p.x.called("values"))
	default:
		fmt.Fprintf(&b, "%s against %s. ", p.y.called("y"), p.x.called("x"))
	}
	var marks []string
	for _, m := range p.marks {
		text := m.About(p.axes()).Text
		if s, ok := m.(named); ok && s.Ref().Name != "" {
			text = s.Ref().Name + ": " + text
		} else if ok && s.Ref().Aside {
			continue
		}
		if text != "" {
			marks = append(marks, text)
		}
	}
	b.WriteString(strings.Join(marks, "; "))
	if !p.x.none && !p.listed() {
		fmt.Fprintf(&b, ". x from %s to %s, y from %s to %s", num(p.x.lo), num(p.x.hi), num(p.y.lo), num(p.y.hi))
	}
	b.WriteString(".")
	return b.String()
}

// listed tells whether the panel is values with names: bars.
func (p *panel) listed() bool { return p.y.names != nil && p.x.names == nil }

// called is the axis's label, and that it is logarithmic.
func (a *axis) called(name string) string {
	if a.label != "" {
		name = strings.ReplaceAll(a.label, "\n", " ")
	}
	if a.log {
		name += " (logarithmic)"
	}
	return name
}

func num(v float64) string { return fmt.Sprintf("%.3g", v+0) }
