package mark

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// Rule is a straight line over the whole picture, at a value of x or of y.
type Rule struct {
	Series
	At       float64
	Vertical bool    // at a value of x
	Width    float64 // in points; 0 means 1.1
}

// Extent is the value, if the other coordinate is given by other marks: a rule does not widen that.
func (m *Rule) Extent() Box {
	b := Empty()
	if m.Vertical {
		b.X0, b.X1 = m.At, m.At
	} else {
		b.Y0, b.Y1 = m.At, m.At
	}
	return b
}

// About tells where the line is.
func (m *Rule) About(a Axes) About {
	out := About{Primitives: 1, Points: 1}
	axis, log := "y", a.LogY
	if m.Vertical {
		axis, log = "x", a.LogX
	}
	switch {
	case !finite(m.At):
		out.Missing = 1
	case log && m.At <= 0:
		out.Hidden = 1
	}
	out.Text = fmt.Sprintf("a line at %s = %s", axis, num(m.At))
	return out
}

// Plot draws the line.
func (m *Rule) Plot(c draw.Canvas, p *plot.Plot) {
	if m.About(axesOf(p)).Missing+m.About(axesOf(p)).Hidden > 0 {
		return
	}
	width := m.Width
	if width == 0 {
		width = 1.1
	}
	if m.Vertical {
		if x := c.X(p.X.Norm(m.At)); c.ContainsX(x) {
			c.StrokeLine2(m.stroke(width), x, c.Min.Y, x, c.Max.Y)
		}
	} else if y := c.Y(p.Y.Norm(m.At)); c.ContainsY(y) {
		c.StrokeLine2(m.stroke(width), c.Min.X, y, c.Max.X, y)
	}
}

// Keys is a short line.
func (m *Rule) Keys() []Key { return []Key{{Series: m.Series, Line: true}} }
