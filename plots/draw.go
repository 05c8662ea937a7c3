package plots

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Size is how large the figure wants to be, in points.
func (f *Figure) Size() (w, h vg.Length) {
	if f.err != nil || len(f.panels) == 0 {
		return wide.X, wide.Y
	}
	size := f.plan(0, 0).size
	return vg.Length(math.Ceil(size.X.Points())), vg.Length(math.Ceil(size.Y.Points()))
}

// draw draws the figure over a whole canvas.
func (f *Figure) draw(c draw.Canvas) {
	c.SetColor(theme.Paper)
	c.Fill(c.Rectangle.Path())
	l := f.plan(c.Max.X-c.Min.X, c.Max.Y-c.Min.Y)
	drawLegend(c, l)
	y := c.Max.Y - border - l.legendHeight
	for r := range l.dataH {
		x := c.Min.X + border
		top := y - l.top[r]
		for k := range l.dataW {
			if p := f.at(r, k); p != nil {
				left := x + l.left[k]
				p.draw(c, vg.Rectangle{Min: vg.Point{X: left, Y: top - l.dataH[r]}, Max: vg.Point{X: left + l.dataW[k], Y: top}}, l.over[r])
			}
			x += l.left[k] + l.dataW[k] + l.right[k] + l.gap
		}
		y = top - l.dataH[r] - l.bottom[r] - l.gap
	}
	if l.notes != "" {
		theme.Fill(c, noteStyle(), vg.Point{X: c.Min.X + border, Y: c.Min.Y + border - 2 + noteStyle().Height(l.notes)}, l.notes)
	}
}

func noteStyle() text.Style {
	s := theme.Style(theme.NoteSize, theme.Line)
	s.YAlign = draw.YTop
	return s
}

// draw draws a panel with its area between the axes at a place; the title stands that far over it.
func (p *panel) draw(c draw.Canvas, data vg.Rectangle, over vg.Length) {
	if p.rigid {
		data = p.within(data)
	}
	size := data.Size()
	g := p.drawable(size)
	s := surroundings(g, size)
	g.Draw(draw.Canvas{Canvas: c, Rectangle: vg.Rectangle{
		Min: vg.Point{X: data.Min.X - s.left, Y: data.Min.Y - s.bottom},
		Max: vg.Point{X: data.Max.X + s.right, Y: data.Max.Y + s.top},
	}})
	if p.filled() && !p.x.none {
		c.StrokeLines(thin, []vg.Point{{X: data.Min.X, Y: data.Max.Y}, data.Max, {X: data.Max.X, Y: data.Min.Y}})
	}
	if p.bar {
		p.drawBar(c, data)
	}
	if title := p.titleLines(size.X); title != "" {
		theme.Fill(c, titleStyle(), vg.Point{X: (data.Min.X + data.Max.X) / 2, Y: data.Max.Y + over + p.titleSpace(size.X)}, title)
	}
}

// thin is the line of axes and frames.
var thin = draw.LineStyle{Color: theme.Line, Width: 0.7}

// within is the largest rectangle with the panel's proportions, in the middle of another.
func (p *panel) within(r vg.Rectangle) vg.Rectangle {
	size := r.Size()
	part := min(size.X/p.data.X, size.Y/p.data.Y)
	dx, dy := (size.X-part*p.data.X)/2, (size.Y-part*p.data.Y)/2
	return vg.Rectangle{Min: vg.Point{X: r.Min.X + dx, Y: r.Min.Y + dy}, Max: vg.Point{X: r.Max.X - dx, Y: r.Max.Y - dy}}
}
