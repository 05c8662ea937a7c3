package plots

import (
	"image/color"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// curve joins points by a line in colour i.
func curve(xy plotter.XYs, i int) *plotter.Line {
	return &plotter.Line{XYs: xy, LineStyle: draw.LineStyle{Color: line(i), Width: vg.Points(1.6)}}
}

// named is a curve for the legend.
type named struct {
	name string
	line *plotter.Line
}

// add adds a curve that legend names.
func (p *panel) add(name string, l *plotter.Line) {
	p.Add(l)
	p.curves = append(p.curves, named{name, l})
}

// grid adds pale lines at the ticks.
func (p *panel) grid() {
	style := draw.LineStyle{Color: color.Gray{225}, Width: vg.Points(0.5)}
	p.Add(&plotter.Grid{Vertical: style, Horizontal: style})
}
