package mark

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Contours are lines on which a function has a value: in the colours of Scale, or of the series.
type Contours struct {
	Series
	Box    // where the function was looked at
	Levels []Level
	Scale  *Scale // nil: the colour of the series
	Fill   bool   // the area above each level too, faint; the lines must be closed
}

// Level is the lines of one value.
type Level struct {
	Value float64
	Lines []Polyline
}

// Extent is where the function was looked at.
func (m *Contours) Extent() Box { return m.Box }

// About tells the values.
func (m *Contours) About(Axes) About {
	var out About
	values := ""
	for i, l := range m.Levels {
		if i > 0 {
			values += ", "
		}
		values += num(l.Value)
		for _, line := range l.Lines {
			out.Primitives += 1 + len(line.X)/10
		}
	}
	out.Text = fmt.Sprintf("contours at %d levels: %s", len(m.Levels), values)
	return out
}

// Plot draws the lines.
func (m *Contours) Plot(c draw.Canvas, p *plot.Plot) {
	at := to(c, p)
	for _, l := range m.Levels {
		style := m.stroke(1.2)
		style.Color = valued(m.Scale, l.Value, m.Color)
		var inside vg.Path // all rings in one path: holes run the other way round and stay empty
		for _, line := range l.Lines {
			points := make([]vg.Point, len(line.X))
			for i := range points {
				points[i] = at(line.X[i], line.Y[i])
				if i == 0 {
					inside.Move(points[i])
				} else {
					inside.Line(points[i])
				}
			}
			inside.Close()
			c.StrokeLines(style, c.ClipLinesXY(points)...)
		}
		if m.Fill && len(inside) > 0 {
			c.SetColor(faded(style.Color, 0.22))
			c.Fill(inside)
		}
	}
}

// Keys is a short line, or a patch.
func (m *Contours) Keys() []Key {
	k := Key{Series: m.Series, Line: true}
	if m.Fill {
		k.Fill = theme.Faded(theme.Series(m.Color), 0.3)
	}
	return []Key{k}
}
