package plots

import (
	"math"

	"github.com/gensci/gensci/plots/mark"
)

// margin is the part of an axis that is left free at either end.
const margin = 0.035

// fit sets the limits of the axes that were not set, to hold all marks.
func (p *panel) fit() {
	reach, tight := mark.Empty(), p.tight || p.filled()
	base, grounded := 0.0, false
	for _, m := range p.marks {
		reach = reach.Union(p.visible(m))
		if g, ok := m.(interface{ Grounded() float64 }); ok {
			base, grounded = g.Grounded(), true
		}
	}
	p.x.fit(reach.X0, reach.X1, tight)
	p.y.fit(reach.Y0, reach.Y1, tight)
	if grounded && !p.y.fixed && !p.y.log && reach.Y0 == base {
		p.y.lo = base
	}
}

// visible is where a mark can be seen: on logarithmic axes only what is positive counts.
func (p *panel) visible(m mark.Mark) mark.Box {
	b := m.Extent()
	if !p.x.log && !p.y.log || b.X0 > 0 && b.Y0 > 0 {
		return b
	}
	var x, y []float64
	switch m := m.(type) {
	case *mark.Line:
		x, y = m.X, m.Y
	case *mark.Dots:
		x, y = m.X, m.Y
	case *mark.ErrorBars:
		x, y = m.X, m.Y
	case *mark.Area:
		x, y = m.X, m.High
	case *mark.Steps:
		x, y = m.Edges[1:], m.Heights
	default:
		return b
	}
	b = mark.Empty()
	for i := range y {
		if (!p.x.log || x[i] > 0) && (!p.y.log || y[i] > 0) {
			b.Add(x[i], y[i])
		}
	}
	return b
}

// fit sets limits around values from lo to hi.
func (a *axis) fit(lo, hi float64, tight bool) {
	switch {
	case a.fixed:
		return
	case lo > hi: // nothing that could be seen
		lo, hi = 1, 2
	}
	part := margin
	if tight {
		part = 0
	}
	if a.log && lo > 0 {
		l, h := math.Log10(lo), math.Log10(hi)
		if h-l < 1 { // a power of ten at least
			l, h = (l+h)/2-0.5, (l+h)/2+0.5
		}
		a.lo, a.hi = math.Pow(10, l-part*(h-l)), math.Pow(10, h+part*(h-l))
		return
	}
	pad := part * (hi - lo)
	if mark.Flat(lo, hi) {
		pad = math.Max(math.Abs(lo)*0.1, 1e-3)
		if lo == 0 {
			pad = 1
		}
	}
	a.lo, a.hi = lo-pad, hi+pad
}
