package mark

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Line joins points in their order. It has a gap where a point is missing.
type Line struct {
	Series
	X, Y  []float64
	Width float64 // in points; 0 means 1.6
	Alpha float64 // how much of the colour; 0 means all
	Dots  bool    // a dot at each point
}

// Extent holds the points.
func (l *Line) Extent() Box {
	b := Empty()
	for i := range l.Y {
		b.Add(l.X[i], l.Y[i])
	}
	return b
}

// About tells how the line runs.
func (l *Line) About(a Axes) About {
	out := a.count(l.X, l.Y)
	out.Primitives = (len(l.Y) + 9) / 10 // a point more in a path takes little
	if l.Dots {
		out.Primitives += len(l.Y)
	}
	out.Text = fmt.Sprintf("%d points, %s", len(l.Y), a.course(l.X, l.Y))
	return out
}

// Plot draws the line.
func (l *Line) Plot(c draw.Canvas, p *plot.Plot) {
	style := l.stroke(l.Width)
	if l.Alpha != 0 {
		style.Color = faded(style.Color, l.Alpha)
	}
	at := to(c, p)
	for _, piece := range axesOf(p).pieces(l.X, l.Y) {
		points := make([]vg.Point, 0, len(piece.x))
		for i := range piece.x {
			points = append(points, at(piece.x[i], piece.y[i]))
		}
		c.StrokeLines(style, c.ClipLinesXY(thin(points, c))...)
		if l.Dots {
			for _, q := range points {
				c.DrawGlyph(glyph(l.Color, style.Width*1.4), q)
			}
		}
	}
}

// Keys is a short line.
func (l *Line) Keys() []Key { return []Key{{Series: l.Series, Line: true, Dot: l.Dots}} }

// piece is a stretch of points that can all be drawn.
type piece struct{ x, y []float64 }

// pieces cuts a line where points are missing.
func (a Axes) pieces(x, y []float64) (out []piece) {
	start := 0
	for i := 0; i <= len(y); i++ {
		if i < len(y) && a.shown(x[i], y[i]) {
			continue
		}
		if i > start {
			out = append(out, piece{x[start:i], y[start:i]})
		}
		start = i + 1
	}
	return out
}

// thin leaves out what cannot be seen of a long line that runs to the right: of the points in a strip of a quarter of a point the first,
// the lowest, the highest and the last stay (Jugel et al., M4, VLDB 2014).
func thin(points []vg.Point, c draw.Canvas) []vg.Point {
	const strip, long = 0.25, 4000
	if len(points) < long || !rising(points) {
		return points
	}
	var out []vg.Point
	for i := 0; i < len(points); {
		column := math.Floor(float64(points[i].X-c.Min.X) / strip)
		lo, hi, end := i, i, i
		for end+1 < len(points) && math.Floor(float64(points[end+1].X-c.Min.X)/strip) == column {
			end++
			if points[end].Y < points[lo].Y {
				lo = end
			}
			if points[end].Y > points[hi].Y {
				hi = end
			}
		}
		last := -1
		for _, k := range []int{i, min(lo, hi), max(lo, hi), end} {
			if k > last {
				out, last = append(out, points[k]), k
			}
		}
		i = end + 1
	}
	return out
}

func rising(points []vg.Point) bool {
	for i := 1; i < len(points); i++ {
		if points[i].X < points[i-1].X {
			return false
		}
	}
	return true
}
