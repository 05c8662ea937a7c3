package mark

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Mark is one thing between the axes. All implementations are pointers to structs of data.
type Mark interface {
	plot.Plotter
	Extent() Box
	About(a Axes) About
}

// Axes says which axes are logarithmic.
type Axes struct{ LogX, LogY bool }

// About is what a mark tells of itself.
type About struct {
	Text       string // a few words for those who cannot see it
	Primitives int    // shapes, points of lines, cells: how much there is to draw
	Points     int    // values given
	Missing    int    // of them NaN or infinite
	Hidden     int    // of them not positive although an axis is logarithmic
}

// Series is a mark's name in the legend and its number, which gives it a colour.
type Series struct {
	Name   string
	Color  int // from 0, or theme.Reference
	Dashed bool
	Aside  bool // a part of the picture that keeps the name it has
}

// Ref is how a picture numbers and names its marks.
func (s *Series) Ref() *Series { return s }

// Dashes of lines: of dashed ones, and of series whose colours come for the second time.
var (
	dashed = []vg.Length{5, 3}
	dotted = []vg.Length{1.5, 2}
)

// stroke is the style of the series' lines; 0 is the usual width.
func (s *Series) stroke(width float64) draw.LineStyle {
	if width == 0 {
		width = 1.6
	}
	l := draw.LineStyle{Color: theme.Series(s.Color), Width: vg.Points(width)}
	switch {
	case s.Dashed:
		l.Dashes = dashed
	case s.Color >= theme.SeriesColors:
		l.Dashes = dotted
	}
	return l
}

// Box is a rectangle of the data.
type Box struct{ X0, X1, Y0, Y1 float64 }

// Empty holds nothing.
func Empty() Box { return Box{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)} }

// Add widens the box to hold a point, unless it is not finite.
func (b *Box) Add(x, y float64) {
	if finite(x) && finite(y) {
		b.X0, b.X1, b.Y0, b.Y1 = math.Min(b.X0, x), math.Max(b.X1, x), math.Min(b.Y0, y), math.Max(b.Y1, y)
	}
}

// Union holds both boxes.
func (b Box) Union(c Box) Box {
	return Box{math.Min(b.X0, c.X0), math.Max(b.X1, c.X1), math.Min(b.Y0, c.Y0), math.Max(b.Y1, c.Y1)}
}

// Most is the largest absolute value that is drawn: what is larger counts as infinite, so that squares and differences are finite.
const Most = 1e150

// Finite tells whether a value can be drawn.
func Finite(v float64) bool { return math.Abs(v) <= Most }

func finite(v float64) bool { return Finite(v) }

// Flat tells whether values from lo to hi are as good as one: they differ by rounding, or by nothing that could be divided by.
func Flat(lo, hi float64) bool {
	return hi-lo <= 1e-12*math.Max(math.Abs(lo), math.Abs(hi)) || hi-lo < 1e-200
}

// count counts values that cannot be drawn.
func (a Axes) count(x, y []float64) (out About) {
	out.Points = len(y)
	for i := range y {
		switch {
		case !finite(x[i]) || !finite(y[i]):
			out.Missing++
		case a.LogX && x[i] <= 0 || a.LogY && y[i] <= 0:
			out.Hidden++
		}
	}
	return out
}

// shown tells whether a point can be drawn.
func (a Axes) shown(x, y float64) bool {
	return finite(x) && finite(y) && (!a.LogX || x > 0) && (!a.LogY || y > 0)
}

// axesOf are the axes of a plot.
func axesOf(p *plot.Plot) Axes {
	_, x := p.X.Scale.(theme.Log)
	_, y := p.Y.Scale.(theme.Log)
	return Axes{x, y}
}

// to is where a point of the data lies on the canvas.
func to(c draw.Canvas, p *plot.Plot) func(x, y float64) vg.Point {
	return func(x, y float64) vg.Point { return vg.Point{X: c.X(p.X.Norm(x)), Y: c.Y(p.Y.Norm(y))} }
}

// num writes a number in a text.
func num(v float64) string { return fmt.Sprintf("%.3g", v+0) }
