package mark

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ErrorBars is dots with a bar from Low to High.
type ErrorBars struct {
	Series
	X, Y, Low, High []float64
	NoDots          bool
}

// Extent holds dots and bars.
func (m *ErrorBars) Extent() Box {
	b := Empty()
	for i := range m.X {
		b.Add(m.X[i], m.Y[i])
		b.Add(m.X[i], m.Low[i])
		b.Add(m.X[i], m.High[i])
	}
	return b
}

// About tells how the dots run and how long bars are.
func (m *ErrorBars) About(a Axes) About {
	out := a.count(m.X, m.Y)
	out.Primitives = 3 * len(m.X)
	half := make([]float64, len(m.X))
	for i := range half {
		half[i] = (m.High[i] - m.Low[i]) / 2
	}
	out.Text = fmt.Sprintf("%d points with error bars of ± %s on average, %s", len(m.X), num(mean(half)), a.course(m.X, m.Y))
	return out
}

// Plot draws them.
func (m *ErrorBars) Plot(c draw.Canvas, p *plot.Plot) {
	a, at := axesOf(p), to(c, p)
	for i := range m.X {
		if !a.shown(m.X[i], m.Y[i]) {
			continue
		}
		low := m.Low[i]
		if a.LogY {
			low = max(low, p.Y.Min)
		}
		if finite(low) && a.shown(m.X[i], m.High[i]) {
			c.StrokeLines(m.stroke(1.1), c.ClipLinesXY([]vg.Point{at(m.X[i], low), at(m.X[i], m.High[i])})...)
		}
		if q := at(m.X[i], m.Y[i]); !m.NoDots {
			c.DrawGlyph(glyph(m.Color, 2.4), q)
		}
	}
}

// Keys is a dot on a line.
func (m *ErrorBars) Keys() []Key { return []Key{{Series: m.Series, Line: true, Dot: !m.NoDots}} }
