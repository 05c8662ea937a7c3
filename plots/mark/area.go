package mark

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Area fills what is between two curves over the same x: a band.
type Area struct {
	Series
	X, Low, High []float64
	Alpha        float64 // how much of the colour; 0 means a quarter
}

// Extent holds both curves.
func (m *Area) Extent() Box {
	b := Empty()
	for i := range m.X {
		b.Add(m.X[i], m.Low[i])
		b.Add(m.X[i], m.High[i])
	}
	return b
}

// About tells how wide the band is.
func (m *Area) About(a Axes) About {
	out := a.count(m.X, m.Low)
	out.Primitives = (len(m.X) + 4) / 5
	widest, at := 0.0, 0
	for i := range m.X {
		if w := m.High[i] - m.Low[i]; finite(w) && w > widest {
			widest, at = w, i
		}
	}
	if len(m.X) > 0 {
		out.Text = fmt.Sprintf("band over %d points, widest %s at %s", len(m.X), num(widest), num(m.X[at]))
	}
	return out
}

// Plot fills the band. On a logarithmic axis a lower edge that is not positive lies at the axis.
func (m *Area) Plot(c draw.Canvas, p *plot.Plot) {
	a, at := axesOf(p), to(c, p)
	low := m.Low
	if a.LogY {
		low = make([]float64, len(m.Low))
		for i, v := range m.Low {
			low[i] = max(v, p.Y.Min)
		}
	}
	start := 0
	for i := 0; i <= len(m.X); i++ {
		if i < len(m.X) && a.shown(m.X[i], low[i]) && a.shown(m.X[i], m.High[i]) {
			continue
		}
		var edge []vg.Point
		for k := start; k < i; k++ {
			edge = append(edge, at(m.X[k], low[k]))
		}
		for k := i - 1; k >= start; k-- {
			edge = append(edge, at(m.X[k], m.High[k]))
		}
		fill(c, m.color(), edge)
		start = i + 1
	}
}

func (m *Area) color() color.NRGBA {
	alpha := m.Alpha
	if alpha == 0 {
		alpha = 0.25
	}
	return theme.Faded(theme.Series(m.Color), alpha)
}

// Keys is a patch of the colour.
func (m *Area) Keys() []Key { return []Key{{Series: m.Series, Fill: m.color()}} }

// fill fills a polygon, as far as it is inside.
func fill(c draw.Canvas, col color.Color, edge []vg.Point) {
	if len(edge) >= 3 {
		c.FillPolygon(col, c.ClipPolygonXY(edge))
	}
}

// faded is a colour of which a part is left.
func faded(c color.Color, alpha float64) color.NRGBA {
	return theme.Faded(color.NRGBAModel.Convert(c).(color.NRGBA), alpha)
}
