package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// plot makes the gonum plot of a panel whose area between the axes has this size.
func (p *panel) plot(size vg.Point) *plot.Plot {
	g := plot.New()
	g.BackgroundColor, g.TextHandler = nil, theme.Text{}
	g.Title.Text, g.Title.TextStyle = p.title, titleStyle()
	p.x.dress(&g.X, size.X)
	p.y.dress(&g.Y, size.Y)
	g.X.Tick.Label.XAlign, g.X.Tick.Label.YAlign = draw.XCenter, draw.YTop
	if p.x.crowded(size.X) {
		g.X.Tick.Label.Rotation, g.X.Tick.Label.XAlign, g.X.Tick.Label.YAlign = math.Pi/2, draw.XRight, draw.YCenter
	}
	g.Y.Tick.Label.XAlign, g.Y.Tick.Label.YAlign = draw.XRight, draw.YCenter
	if p.rulers() {
		g.Add(rulers{})
	}
	for _, m := range p.marks {
		g.Add(still{m})
	}
	return g
}

// rulers tells whether pale lines at the ticks help: not on top of areas of colour.
func (p *panel) rulers() bool { return !p.filled() && !p.x.none && !p.y.none }

// filled tells whether a mark fills the panel.
func (p *panel) filled() bool {
	for _, m := range p.marks {
		if _, ok := m.(interface{ Area() bool }); ok {
			return true
		}
	}
	return false
}

// still hides that a mark knows its extent: the limits of the axes are those of the panel.
type still struct{ plot.Plotter }

// rulers are pale lines at the labelled ticks.
type rulers struct{}

func (rulers) Plot(c draw.Canvas, p *plot.Plot) {
	style := draw.LineStyle{Color: theme.Pale, Width: 0.5}
	for _, t := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		if x := c.X(p.X.Norm(t.Value)); !t.IsMinor() && c.ContainsX(x) {
			c.StrokeLine2(style, x, c.Min.Y, x, c.Max.Y)
		}
	}
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if y := c.Y(p.Y.Norm(t.Value)); !t.IsMinor() && c.ContainsY(y) {
			c.StrokeLine2(style, c.Min.X, y, c.Max.X, y)
		}
	}
}

func centered(s text.Style) text.Style {
	s.XAlign, s.YAlign = draw.XCenter, draw.YTop
	return s
}

// dress gives an axis of this length our style, limits, ticks and label.
func (a *axis) dress(g *plot.Axis, length vg.Length) {
	g.Padding, g.LineStyle = 0, thin
	g.Tick.LineStyle, g.Tick.Length = thin, 3
	g.Tick.Label = theme.Style(theme.TickSize, theme.Ink)
	g.Label.TextStyle, g.Label.Padding = centered(theme.Style(theme.LabelSize, theme.Ink)), 3
	g.Label.TextStyle.YAlign = draw.YBottom
	g.Min, g.Max = a.lo, a.hi
	if !a.bare {
		g.Label.Text = theme.Wrap(a.label, length+20, g.Label.TextStyle)
	}
	if a.log {
		g.Scale = theme.Log{}
	}
	if a.down {
		g.Scale = plot.InvertedScale{Normalizer: g.Scale}
	}
	g.Tick.Marker = a.marker(length)
	if a.none {
		g.Width, g.Tick.Length, g.Tick.Marker = 0, 0, plot.ConstantTicks(nil)
	}
}

// marker chooses ticks that fit an axis of this length.
func (a *axis) marker(length vg.Length) plot.Ticker {
	var t plot.Ticker
	switch {
	case a.names != nil:
		t = nominal{a.names, ""}
		if a.crowded(length) {
			t = nominal{a.names, "  "} // turned names would touch the ticks
		}
	case a.log:
		t = theme.LogTicks{Most: max(2, int(length/34))}
	default:
		t = theme.Ticks{Most: a.most(length), Whole: a.whole}
	}
	if a.bare {
		return blank{t}
	}
	return t
}

// most is how many labels fit side by side, at most seven: those of numbers with many digits are wider.
func (a *axis) most(length vg.Length) int {
	sty := theme.Style(theme.TickSize, theme.Ink)
	for n := min(7, max(2, int(length/24))); n > 2; n-- {
		var sum vg.Length
		for _, t := range (theme.Ticks{Most: n, Whole: a.whole}).Ticks(a.lo, a.hi) {
			sum += sty.Width(t.Label) + 12
		}
		if sum <= length {
			return n
		}
	}
	return 2
}

// crowded tells whether names are too long to stand side by side.
func (a *axis) crowded(length vg.Length) bool {
	sty := theme.Style(theme.TickSize, theme.Ink)
	for _, name := range a.names {
		if sty.Width(name) > length/vg.Length(len(a.names))-3 {
			return true
		}
	}
	return false
}

// nominal labels 0, 1, 2 … with names, and something behind each.
type nominal struct {
	names  []string
	behind string
}

func (n nominal) Ticks(_, _ float64) (ticks []plot.Tick) {
	for i, name := range n.names {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: name + n.behind})
	}
	return ticks
}

// blank are ticks without labels.
type blank struct{ of plot.Ticker }

func (b blank) Ticks(lo, hi float64) []plot.Tick {
	ticks := b.of.Ticks(lo, hi)
	for i := range ticks {
		ticks[i].Label = ""
	}
	return ticks
}
