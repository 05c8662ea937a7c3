package mark

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Steps is a histogram: the height of each bin.
type Steps struct {
	Series
	Edges   []float64 // one more than heights, rising
	Heights []float64
	Base    float64 // where bins stand
	Fill    float64 // how much of the colour inside; 0 means a quarter, negative none
	Bars    bool    // a gap between bins
}

// Extent holds the bins and the line they stand on.
func (m *Steps) Extent() Box {
	b := Empty()
	for i, h := range m.Heights {
		b.Add(m.Edges[i], h)
		b.Add(m.Edges[i+1], m.Base)
	}
	return b
}

// Grounded tells that nothing need be seen beyond the base.
func (m *Steps) Grounded() float64 { return m.Base }

// About tells the highest bin.
func (m *Steps) About(a Axes) About {
	out := a.count(m.Edges[:len(m.Heights)], m.Heights)
	out.Hidden = 0 // an empty bin on a logarithmic axis
	out.Primitives = len(m.Heights)
	top := 0
	for i, h := range m.Heights {
		if finite(h) && h > m.Heights[top] {
			top = i
		}
	}
	if len(m.Heights) > 0 {
		out.Text = fmt.Sprintf("%d bins, highest %s from %s to %s", len(m.Heights), num(m.Heights[top]), num(m.Edges[top]), num(m.Edges[top+1]))
	}
	return out
}

// Plot fills the bins and draws their outline.
func (m *Steps) Plot(c draw.Canvas, p *plot.Plot) {
	at := to(c, p)
	base := m.Base
	if axesOf(p).LogY {
		base = max(base, p.Y.Min)
	}
	var outline []vg.Point
	for i, h := range m.Heights {
		if !finite(h) || axesOf(p).LogY && h <= 0 {
			h = base
		}
		low, high := at(m.Edges[i], base), at(m.Edges[i+1], h)
		if m.Bars {
			gap := 0.08 * (high.X - low.X)
			low.X, high.X = low.X+gap, high.X-gap
		}
		if m.Bars {
			fill(c, m.color(), []vg.Point{low, {X: high.X, Y: low.Y}, high, {X: low.X, Y: high.Y}})
		}
		outline = append(outline, vg.Point{X: low.X, Y: high.Y}, high)
	}
	if !m.Bars && len(outline) > 0 {
		outline = append([]vg.Point{at(m.Edges[0], base)}, append(outline, at(m.Edges[len(m.Edges)-1], base))...)
		if m.color().A > 0 {
			fill(c, m.color(), outline) // as a whole: between bins seams would show
		}
		c.StrokeLines(m.stroke(1.3), c.ClipLinesXY(outline)...)
	}
}

func (m *Steps) color() color.NRGBA { return theme.Faded(theme.Series(m.Color), m.alpha()) }

func (m *Steps) alpha() float64 {
	switch {
	case m.Fill < 0:
		return 0
	case m.Fill == 0:
		return 0.25
	}
	return m.Fill
}

// Keys is a patch of the colour.
func (m *Steps) Keys() []Key {
	return []Key{{Series: m.Series, Fill: m.color(), Line: m.Fill < 0}}
}
