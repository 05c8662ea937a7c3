package mark

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Beams is horizontal bars from zero to a value, one for each number 0, 1, 2 … of the vertical axis, with ± Errors if there are any.
type Beams struct {
	Series
	Values, Errors []float64
	Names          []string
}

// Extent holds the bars, their errors and zero.
func (m *Beams) Extent() Box {
	b := Box{0, 0, -0.5, float64(len(m.Values)) - 0.5}
	for i, v := range m.Values {
		b.Add(v-m.error(i), float64(i))
		b.Add(v+m.error(i), float64(i))
	}
	return b
}

func (m *Beams) error(i int) float64 {
	if m.Errors == nil {
		return 0
	}
	return m.Errors[i]
}

// About tells names and values, of many bars those of the first twelve.
func (m *Beams) About(Axes) About {
	out := About{Points: len(m.Values), Primitives: 2 * len(m.Values)}
	var said []string
	for i, v := range m.Values {
		if !finite(v) {
			out.Missing++
		}
		name := fmt.Sprint(i + 1)
		if i < len(m.Names) {
			name = m.Names[i]
		}
		if i < 12 {
			said = append(said, name+" "+num(v))
		}
	}
	out.Text = strings.Join(said, ", ")
	return out
}

// Plot draws the bars.
func (m *Beams) Plot(c draw.Canvas, p *plot.Plot) {
	at := to(c, p)
	for i, v := range m.Values {
		if !finite(v) {
			continue
		}
		a, b := at(0, float64(i)-0.33), at(v, float64(i)+0.33)
		fill(c, theme.Faded(theme.Series(m.Color), 0.75), []vg.Point{a, {X: b.X, Y: a.Y}, b, {X: a.X, Y: b.Y}})
		if e := m.error(i); finite(e) && e > 0 {
			line := (&Series{Color: theme.Reference}).stroke(1.1)
			c.StrokeLines(line, c.ClipLinesXY([]vg.Point{at(v-e, float64(i)), at(v+e, float64(i))})...)
		}
	}
	zero := (&Series{Color: theme.Reference}).stroke(0.7)
	c.StrokeLines(zero, c.ClipLinesXY([]vg.Point{at(0, -0.5), at(0, float64(len(m.Values))-0.5)})...)
}
