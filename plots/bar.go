package plots

import (
	"image/color"

	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bar is a colour bar.
type bar struct {
	colors palette.ColorMap
	labels draw.TextStyle
}

// newBar labels the colours in the style of a plot's vertical axis.
func newBar(p *panel, m palette.ColorMap) *bar {
	style := p.Y.Tick.Label
	style.XAlign, style.YAlign = draw.XLeft, draw.YCenter
	return &bar{m, style}
}

// barColors is the number of steps drawn: more cannot be told apart.
const barColors = 128

// draw fills a strip of 12 points from x on, with ticks to the right.
func (b *bar) draw(c draw.Canvas, x, bottom, top vg.Length) {
	const width = 12
	step := (top - bottom) / barColors
	for i, col := range b.colors.Palette(barColors).Colors() {
		y := bottom + vg.Length(i)*step
		c.FillPolygon(col, rectangle(x, x+width, y, min(y+step*1.5, top))) // overlapping, so that no gaps show
	}
	frame := rectangle(x, x+width, bottom, top)
	c.StrokeLines(draw.LineStyle{Color: color.Gray{90}, Width: vg.Points(0.5)}, append(frame, frame[0]))
	lo, hi := b.colors.Min(), b.colors.Max()
	for _, t := range (roundTicks{}).Ticks(lo, hi) {
		y := bottom + vg.Length((t.Value-lo)/(hi-lo))*(top-bottom)
		c.StrokeLine2(draw.LineStyle{Color: color.Gray{90}, Width: vg.Points(0.5)}, x+width, y, x+width+3, y)
		c.FillText(b.labels, vg.Point{X: x + width + 5, Y: y}, t.Label)
	}
}

func rectangle(x0, x1, y0, y1 vg.Length) []vg.Point {
	return []vg.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}
}
