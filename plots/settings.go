package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// fail keeps the first error.
func (f *Figure) fail(format string, args ...any) *Figure {
	if f.err == nil {
		f.err = fmt.Errorf("plots: "+format, args...)
	}
	return f
}

// Titles sets the titles of the panels, row by row.
func (f *Figure) Titles(titles ...string) *Figure {
	panels := f.all()
	if len(titles) > len(panels) && f.err == nil {
		return f.fail("Titles: %d titles for %d panels: give one for each", len(titles), len(panels))
	}
	for i := range min(len(titles), len(panels)) {
		panels[i].title = titles[i]
	}
	return f
}

// Labels sets the labels of both axes of every panel.
func (f *Figure) Labels(x, y string) *Figure {
	for _, p := range f.all() {
		p.x.label, p.y.label = x, y
	}
	return f
}

// Names names what was drawn (curves, clouds, histograms), in the order of drawing, for a legend above the panels; "" leaves one
// out.
func (f *Figure) Names(names ...string) *Figure {
	refs := f.series()
	if len(names) > len(refs) && f.err == nil {
		return f.fail("Names: %d names for %d things drawn: give at most one for each", len(names), len(refs))
	}
	for i := range min(len(names), len(refs)) {
		refs[i].Name = names[i]
	}
	return f
}

// Colorbar names the values that are shown as colours, beside the bar.
func (f *Figure) Colorbar(name string) *Figure {
	for _, p := range f.all() {
		if p.scale != nil {
			p.scale.Name = name
		}
	}
	return f
}

// LogX and LogY make axes logarithmic. What is not positive is left out, and counted under the picture.
func (f *Figure) LogX() *Figure { return f.axes(func(p *panel) { p.x.log = true }) }

// LogY is as LogX for the vertical axes.
func (f *Figure) LogY() *Figure { return f.axes(func(p *panel) { p.y.log = true }) }

// XLim sets the limits of the horizontal axes. What lies outside is not seen.
func (f *Figure) XLim(lo, hi float64) *Figure {
	if !(lo < hi && finite(lo) && finite(hi)) && f.err == nil {
		return f.fail("XLim: want numbers lo < hi, got %g and %g", lo, hi)
	}
	return f.axes(func(p *panel) { p.x.lo, p.x.hi, p.x.fixed = lo, hi, true })
}

// YLim is as XLim for the vertical axes.
func (f *Figure) YLim(lo, hi float64) *Figure {
	if !(lo < hi && finite(lo) && finite(hi)) && f.err == nil {
		return f.fail("YLim: want numbers lo < hi, got %g and %g", lo, hi)
	}
	return f.axes(func(p *panel) { p.y.lo, p.y.hi, p.y.fixed = lo, hi, true })
}

// axes changes every panel and fits its limits again.
func (f *Figure) axes(change func(p *panel)) *Figure {
	for _, p := range f.all() {
		change(p)
		p.fit()
	}
	return f
}

// SharedAxes gives all panels the same limits; only the panels at the left and below keep their numbers.
func (f *Figure) SharedAxes() *Figure {
	reach := mark.Empty()
	for _, p := range f.all() {
		reach = reach.Union(mark.Box{X0: p.x.lo, X1: p.x.hi, Y0: p.y.lo, Y1: p.y.hi})
	}
	for i, p := range f.panels {
		if p == nil {
			continue
		}
		p.x.lo, p.x.hi, p.x.fixed = reach.X0, reach.X1, true
		p.y.lo, p.y.hi, p.y.fixed = reach.Y0, reach.Y1, true
		p.x.bare = i+f.cols < len(f.panels) && f.panels[i+f.cols] != nil
		p.y.bare = i%f.cols > 0 && f.panels[i-1] != nil
	}
	return f
}

// SharedColors gives all panels one scale of colours; only the last one of each row has the bar.
func (f *Figure) SharedColors() *Figure {
	var all *mark.Scale
	for _, p := range f.all() {
		if p.scale != nil && all == nil {
			all = p.scale
		} else if p.scale != nil {
			all = all.Union(p.scale)
		}
	}
	for i, p := range f.panels {
		if p == nil || p.scale == nil {
			continue
		}
		p.scale.Lo, p.scale.Hi = all.Lo, all.Hi
		p.bar = i%f.cols == f.cols-1 || i == len(f.panels)-1
	}
	return f
}

// Sized sets the size of the whole picture, in points (1/72 inch).
func (f *Figure) Sized(w, h float64) *Figure {
	if !(w > 0 && h > 0 && w <= 5000 && h <= 5000) && f.err == nil {
		return f.fail("Sized: want a size of up to 5000 points, got %g × %g", w, h)
	}
	f.w, f.h = vg.Length(w), vg.Length(h)
	return f
}

// series are what Names names, in order.
func (f *Figure) series() (refs []*mark.Series) {
	for _, p := range f.all() {
		for _, m := range p.marks {
			if s, ok := m.(named); ok && !s.Ref().Aside {
				refs = append(refs, s.Ref())
			}
		}
	}
	return refs
}

// named is a mark with a name.
type named interface{ Ref() *mark.Series }
