package plots

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// barTicks are the labels of a colour bar of this height.
func (p *panel) barTicks(height vg.Length) theme.Ticks {
	return theme.Ticks{Most: max(2, min(6, int(height/24)))}
}

func barStyle() text.Style {
	s := theme.Style(theme.TickSize, theme.Ink)
	s.YAlign = draw.YCenter
	return s
}

// barLabels is how much place the labels of the bar and its name take to the right of it.
func (p *panel) barLabels(height vg.Length) (width vg.Length) {
	for _, t := range p.barTicks(height).Ticks(p.scale.Lo, p.scale.Hi) {
		width = max(width, barStyle().Width(t.Label))
	}
	width += 6
	if p.scale.Name != "" {
		width += theme.LabelSize * 1.4
	}
	return width
}

// drawBar draws the colour bar at the right of a data area.
func (p *panel) drawBar(c draw.Canvas, data vg.Rectangle) {
	x, height := data.Max.X+barGap, data.Max.Y-data.Min.Y
	colors := p.scale.Map()
	const steps = 128 // more cannot be told apart
	for i := range steps {
		low := data.Min.Y + height*vg.Length(i)/steps
		high := min(low+1.5*height/steps, data.Max.Y) // overlapping, so that no gaps show
		c.FillPolygon(colors.At((float64(i)+0.5)/steps), []vg.Point{{X: x, Y: low}, {X: x + barWidth, Y: low}, {X: x + barWidth, Y: high}, {X: x, Y: high}})
	}
	c.StrokeLines(thin, []vg.Point{{X: x, Y: data.Min.Y}, {X: x + barWidth, Y: data.Min.Y}, {X: x + barWidth, Y: data.Max.Y}, {X: x, Y: data.Max.Y}, {X: x, Y: data.Min.Y}})
	for _, t := range p.barTicks(height).Ticks(p.scale.Lo, p.scale.Hi) {
		y := data.Min.Y + vg.Length((t.Value-p.scale.Lo)/(p.scale.Hi-p.scale.Lo))*height
		c.StrokeLine2(thin, x+barWidth, y, x+barWidth+2.5, y)
		theme.Fill(c, barStyle(), vg.Point{X: x + barWidth + 5, Y: y + 1}, t.Label)
	}
	if p.scale.Name != "" {
		s := theme.Style(theme.LabelSize, theme.Ink)
		s.Rotation, s.XAlign, s.YAlign = math.Pi/2, draw.XCenter, draw.YTop
		theme.Fill(c, s, vg.Point{X: x + barWidth + p.barLabels(height) - theme.LabelSize, Y: (data.Min.Y + data.Max.Y) / 2}, p.scale.Name)
	}
}
