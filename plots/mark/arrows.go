package mark

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Arrows is a vector field at points. The longest arrow has Length points, the others in proportion; colours are by magnitude.
type Arrows struct {
	Series
	Box        // where the field was looked at
	X, Y, U, V []float64
	Length     float64 // of the longest arrow on paper, in points; 0 means 16
	Scale      *Scale  // nil: the colour of the series
}

// Extent is where the field was looked at.
func (m *Arrows) Extent() Box { return m.Box }

// About tells where the field is strongest.
func (m *Arrows) About(a Axes) About {
	out := a.count(m.U, m.V)
	out.Hidden, out.Primitives = 0, len(m.X)
	if k := m.strongest(); k >= 0 {
		out.Text = fmt.Sprintf("%d arrows, strongest %s at (%s, %s), mean direction (%s, %s)", len(m.X),
			num(math.Hypot(m.U[k], m.V[k])), num(m.X[k]), num(m.Y[k]), num(mean(m.U)), num(mean(m.V)))
	}
	return out
}

func (m *Arrows) strongest() int {
	best, at := -1.0, -1
	for k := range m.X {
		if s := math.Hypot(m.U[k], m.V[k]); finite(s) && s > best {
			best, at = s, k
		}
	}
	return at
}

// Plot draws the arrows, their middles at the points. Directions are those on paper: of a step along the vector between the axes.
func (m *Arrows) Plot(c draw.Canvas, p *plot.Plot) {
	k := m.strongest()
	if k < 0 || m.U[k] == 0 && m.V[k] == 0 {
		return
	}
	longest := m.Length
	if longest == 0 {
		longest = 16
	}
	top, at := math.Hypot(m.U[k], m.V[k]), to(c, p)
	for i := range m.X {
		u, v := m.U[i], m.V[i]
		size := math.Hypot(u, v)
		if !finite(size) || size == 0 {
			continue
		}
		here := at(m.X[i], m.Y[i])
		const step = 1e-3
		along := at(m.X[i]+step*(m.X1-m.X0)*u/size, m.Y[i]+step*(m.X1-m.X0)*v/size).Sub(here)
		norm := math.Hypot(along.X.Points(), along.Y.Points())
		if !c.Contains(here) || norm == 0 {
			continue
		}
		c.SetColor(valued(m.Scale, size, m.Color))
		arrow(c, here, along.Scale(vg.Length(1/norm)), longest*size/top)
	}
}

// arrow draws an arrow of this length around a point: a line and a filled head.
func arrow(c draw.Canvas, middle, direction vg.Point, length float64) {
	l := vg.Length(math.Max(length, 1.5))
	head := min(0.4*l, 5)
	side := vg.Point{X: -direction.Y, Y: direction.X}
	tip, tail := middle.Add(direction.Scale(l/2)), middle.Sub(direction.Scale(l/2))
	neck := tip.Sub(direction.Scale(head))
	var shaft vg.Path
	shaft.Move(tail)
	shaft.Line(neck)
	c.SetLineWidth(1)
	c.SetLineDash(nil, 0)
	c.Stroke(shaft)
	var point vg.Path
	point.Move(tip)
	point.Line(neck.Add(side.Scale(0.45 * head)))
	point.Line(neck.Sub(side.Scale(0.45 * head)))
	point.Close()
	c.Fill(point)
}
