package mark

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Streams are lines along a vector field, coloured by its magnitude, with an arrow in the middle of each.
type Streams struct {
	Series
	Box
	Lines []Stream
	Scale *Scale // nil: the colour of the series
}

// Stream is points of one line and the magnitude of the field there.
type Stream struct{ X, Y, Speed []float64 }

// Extent is where the field was looked at.
func (m *Streams) Extent() Box { return m.Box }

// About tells how many there are and the range of magnitudes.
func (m *Streams) About(Axes) About {
	var out About
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, l := range m.Lines {
		out.Primitives += 1 + len(l.X)/4
		for _, s := range l.Speed {
			lo, hi = math.Min(lo, s), math.Max(hi, s)
		}
	}
	out.Text = fmt.Sprintf("%d streamlines, magnitude from %s to %s", len(m.Lines), num(lo), num(hi))
	return out
}

// Plot draws the lines in stretches of one colour.
func (m *Streams) Plot(c draw.Canvas, p *plot.Plot) {
	const stretch = 8
	at := to(c, p)
	for _, l := range m.Lines {
		points := make([]vg.Point, len(l.X))
		for i := range points {
			points[i] = at(l.X[i], l.Y[i])
		}
		for i := 0; i < len(points)-1; i += stretch {
			end := min(i+stretch, len(points)-1)
			style := draw.LineStyle{Color: valued(m.Scale, l.Speed[(i+end)/2], m.Color), Width: 1.1}
			c.StrokeLines(style, c.ClipLinesXY(points[i:end+1])...)
		}
		m.point(c, points, l)
	}
}

// point draws the head of an arrow in the middle of a line.
func (m *Streams) point(c draw.Canvas, points []vg.Point, l Stream) {
	k := len(points) / 2
	if k+1 >= len(points) {
		return
	}
	d := points[k+1].Sub(points[k])
	norm := math.Hypot(d.X.Points(), d.Y.Points())
	if norm == 0 || !c.Contains(points[k]) {
		return
	}
	c.SetColor(valued(m.Scale, l.Speed[k], m.Color))
	arrow(c, points[k], d.Scale(vg.Length(1/norm)), 12)
}
