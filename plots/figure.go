package plots

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// Figure is one or several plots in a grid. Its methods that change something change the figure and return it, so that calls can be
// chained. What went wrong while it was made is in Err and comes out where it is drawn.
type Figure struct {
	panels []*panel // row by row; nil leaves a place empty
	cols   int
	w, h   vg.Length // wanted size; 0: what suits the panels
	alt    string
	notes  []string // what the reader should know, under the picture
	close  bool     // panels touch
	err    error
}

// panel is one plot.
type panel struct {
	title string
	x, y  axis
	marks []mark.Mark
	scale *mark.Scale // of values that are shown as colours
	bar   bool        // with a bar of them at the right
	data  vg.Point    // size that suits the area between the axes
	rigid bool        // that area keeps its proportions
	tight bool        // the axes end where the marks do
	made  *plot.Plot  // what Plots gave away
}

// axis is one of a panel's axes.
type axis struct {
	label  string
	lo, hi float64
	fixed  bool // limits were set
	log    bool
	down   bool     // grows downwards
	whole  bool     // numbers of things
	names  []string // instead of numbers 0, 1, 2 …
	bare   bool     // no labels: a neighbour has them
	none   bool     // no axis
}

// Sizes of the area between the axes, in points. A notebook is about 560 points wide, a printed sheet 450.
var (
	wide   = vg.Point{X: 400, Y: 210}
	square = vg.Point{X: 250, Y: 230}
)

const widest = 560

// failed is a figure that shows nothing but an error.
func failed(who string, err error) *Figure { return &Figure{err: fmt.Errorf("plots.%s: %w", who, err)} }

// newPanel is a plot without content.
func newPanel(data vg.Point, x, y string) *panel {
	return &panel{x: axis{label: x}, y: axis{label: y}, data: data}
}

// row is a figure of panels side by side, at most four.
func row(panels ...*panel) *Figure {
	f := &Figure{panels: panels, cols: min(len(panels), 4)}
	if len(panels) > 4 && len(panels) <= 6 {
		f.cols = 3
	}
	for _, p := range panels {
		p.fit()
	}
	return f
}

// add puts marks on top of what is there. The first scale of colours is the panel's.
func (p *panel) add(marks ...mark.Mark) *panel {
	p.marks = append(p.marks, marks...)
	return p
}

// colored gives the panel a scale of colours with a bar.
func (p *panel) colored(s *mark.Scale) *panel {
	p.scale, p.bar = s, true
	return p
}

// Err is what went wrong while the figure was made, or nil. All that draws returns it too.
func (f *Figure) Err() error { return f.err }

// Plots are the plots of the panels, row by row, to change what nothing else here can. Call it last: settings of the figure don't
// reach plots that were given away.
func (f *Figure) Plots() []*plot.Plot {
	var out []*plot.Plot
	for _, p := range f.all() {
		if p.made == nil {
			p.made = p.plot(p.data)
		}
		out = append(out, p.made)
	}
	return out
}

// all are the panels without empty places.
func (f *Figure) all() []*panel {
	var out []*panel
	for _, p := range f.panels {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}
