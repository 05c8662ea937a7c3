package plots

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Distances in points.
const (
	border   = 6  // around the picture
	between  = 14 // panels
	touching = 5  // panels that share axes
	barWidth = 11
	barGap   = 6
	titleGap = 4
)

// sides are the widths of what surrounds the area between the axes.
type sides struct{ left, right, bottom, top vg.Length }

// plan is where everything is: sizes of the data areas and of their surroundings, by column and row.
type plan struct {
	size                     vg.Point
	over                     []vg.Length // of rows: how far axes reach above the data
	dataW, left, right       []vg.Length // of columns
	dataH, bottom, top       []vg.Length // of rows
	legend                   []line      // of keys
	notes                    string
	legendHeight, noteHeight vg.Length
	gap                      vg.Length
}

// rows is the number of rows of panels.
func (f *Figure) rows() int { return (len(f.panels) + f.cols - 1) / f.cols }

// at is the panel of a row and a column, or nil.
func (f *Figure) at(r, c int) *panel {
	if i := r*f.cols + c; i < len(f.panels) {
		return f.panels[i]
	}
	return nil
}

// plan lays the figure out: in the size w × h, or for 0 in one that suits it, not wider than a notebook.
func (f *Figure) plan(w, h vg.Length) *plan {
	rows := f.rows()
	l := &plan{gap: between}
	if f.close {
		l.gap = touching
	}
	l.dataW, l.left, l.right = make([]vg.Length, f.cols), make([]vg.Length, f.cols), make([]vg.Length, f.cols)
	l.dataH, l.bottom, l.top, l.over = make([]vg.Length, rows), make([]vg.Length, rows), make([]vg.Length, rows), make([]vg.Length, rows)
	f.prefer(l)
	f.measure(l)
	if w == 0 {
		w, h = f.shrink(l)
	}
	for range 2 { // ticks depend on sizes and sizes on ticks
		f.spread(l, w, h)
		f.measure(l)
	}
	f.spread(l, w, h)
	l.size = vg.Point{X: w, Y: h}
	return l
}

// prefer sets the data areas to the sizes that panels want.
func (f *Figure) prefer(l *plan) {
	for r := range l.dataH {
		for c := range l.dataW {
			if p := f.at(r, c); p != nil {
				l.dataW[c], l.dataH[r] = max(l.dataW[c], p.data.X), max(l.dataH[r], p.data.Y)
			}
		}
	}
}

// measure finds the surroundings that every column and row needs.
func (f *Figure) measure(l *plan) {
	clear(l.left)
	clear(l.right)
	clear(l.bottom)
	clear(l.top)
	clear(l.over)
	for r := range l.dataH {
		for c := range l.dataW {
			if p := f.at(r, c); p != nil {
				size := vg.Point{X: l.dataW[c], Y: l.dataH[r]}
				s := surroundings(p.drawable(size), size)
				l.left[c], l.right[c] = max(l.left[c], s.left), max(l.right[c], s.right, p.barSpace(size.Y))
				l.bottom[r], l.over[r] = max(l.bottom[r], s.bottom), max(l.over[r], s.top)
				l.top[r] = max(l.top[r], p.titleSpace(size.X))
			}
		}
	}
	for r := range l.top {
		l.top[r] += l.over[r]
	}
}

// drawable is the gonum plot of a panel, without its title: that stands over the data area.
func (p *panel) drawable(size vg.Point) *plot.Plot {
	g := p.made
	if g == nil {
		g = p.plot(size)
	}
	bare := *g
	bare.Title.Text = ""
	return &bare
}

// surroundings is what axes need around a data area of this size.
func surroundings(g *plot.Plot, size vg.Point) sides {
	s := sides{left: 40, bottom: 30, right: 5, top: 5}
	for range 2 { // labels at the ends of axes reach out by what depends on the size
		box := draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: size.X + s.left + s.right, Y: size.Y + s.bottom + s.top}}}
		data := g.DataCanvas(box)
		s = sides{data.Min.X, box.Max.X - data.Max.X, data.Min.Y, box.Max.Y - data.Max.Y}
	}
	return s
}

// barSpace is what the colour bar needs at the right, if there is one.
func (p *panel) barSpace(height vg.Length) vg.Length {
	if !p.bar {
		return 0
	}
	return barGap + barWidth + p.barLabels(height)
}

// titleSpace is what the title needs above, if there is one.
func (p *panel) titleSpace(width vg.Length) vg.Length {
	lines := p.titleLines(width)
	if lines == "" {
		return 0
	}
	return titleStyle().Height(lines) + titleGap
}

// titleLines is the title, in lines that are hardly wider than the data area.
func (p *panel) titleLines(width vg.Length) string {
	return theme.Wrap(p.heading(), width+between-2, titleStyle())
}

// heading is the title, that of the plot if it was given away.
func (p *panel) heading() string {
	if p.made != nil {
		return p.made.Title.Text
	}
	return p.title
}

func titleStyle() text.Style { return centered(theme.Style(theme.TitleSize, theme.Ink)) }

// shrink is the size that suits the figure; data areas of a figure that is too wide get smaller in proportion.
func (f *Figure) shrink(l *plan) (w, h vg.Length) {
	if f.w > 0 {
		return f.w, f.h
	}
	around := 2*border + l.gap*vg.Length(f.cols-1) + total(l.left) + total(l.right)
	if part := (widest - around) / total(l.dataW); part < 1 {
		for c := range l.dataW {
			l.dataW[c] *= part
		}
		for r := range l.dataH {
			l.dataH[r] *= max(part, 0.55)
		}
		if f.rigid() {
			f.proportion(l)
		}
		f.measure(l)
		around = 2*border + l.gap*vg.Length(f.cols-1) + total(l.left) + total(l.right)
	}
	w = around + total(l.dataW)
	f.words(l, w)
	return w, f.overhead(l) + total(l.dataH)
}

// rigid tells whether a panel keeps its proportions.
func (f *Figure) rigid() bool {
	for _, p := range f.all() {
		if p.rigid {
			return true
		}
	}
	return false
}

// proportion gives rows the heights that panels with proportions have at the width of their columns.
func (f *Figure) proportion(l *plan) {
	for r := range l.dataH {
		l.dataH[r] = 0
		for c := range l.dataW {
			if p := f.at(r, c); p != nil {
				l.dataH[r] = max(l.dataH[r], p.data.Y*l.dataW[c]/p.data.X)
			}
		}
	}
}

// overhead is the height of all but the data areas.
func (f *Figure) overhead(l *plan) vg.Length {
	return 2*border + l.legendHeight + l.noteHeight + l.gap*vg.Length(len(l.dataH)-1) + total(l.bottom) + total(l.top)
}

// words lays out legend and notes.
func (f *Figure) words(l *plan, w vg.Length) {
	l.legend, l.legendHeight = f.legend(w - 2*border)
	if l.notes = theme.Wrap(f.note(), w-2*border, noteStyle()); l.notes != "" {
		l.noteHeight = noteStyle().Height(l.notes) + 4
	}
}

// spread gives the data areas what a picture of w × h points leaves them, in the proportions they have.
func (f *Figure) spread(l *plan, w, h vg.Length) {
	f.words(l, w)
	scaleTo(l.dataW, w-2*border-l.gap*vg.Length(f.cols-1)-total(l.left)-total(l.right))
	scaleTo(l.dataH, h-f.overhead(l))
}

// scaleTo scales lengths to a sum, to at least a few points each.
func scaleTo(lengths []vg.Length, sum vg.Length) {
	part := sum / total(lengths)
	for i := range lengths {
		lengths[i] = max(lengths[i]*part, 4)
	}
}

func total(lengths []vg.Length) (sum vg.Length) {
	for _, l := range lengths {
		sum += l
	}
	return sum
}
