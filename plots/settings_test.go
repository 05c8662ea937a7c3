package plots_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/gensci/gensci/plots"
)

func limits(p *plot.Plot) [4]float64 { return [4]float64{p.X.Min, p.X.Max, p.Y.Min, p.Y.Max} }

func close(a, b [4]float64) bool {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-9*(1+math.Abs(b[i])) {
			return false
		}
	}
	return true
}

func TestLimits(t *testing.T) {
	y := []float64{1, 10, 100}
	m := 0.035
	for name, c := range map[string]struct {
		f    *plots.Figure
		want [4]float64
	}{
		"line":    {plots.Line(nil, y), [4]float64{-2 * m, 2 + 2*m, 1 - 99*m, 100 + 99*m}},
		"set":     {plots.Line(nil, y).XLim(0, 5).YLim(-1, 1), [4]float64{0, 5, -1, 1}},
		"log":     {plots.Line(nil, y).LogY(), [4]float64{-2 * m, 2 + 2*m, math.Pow(10, -2*m), math.Pow(10, 2+2*m)}},
		"decade":  {plots.Line(nil, []float64{10, 10}).LogY(), [4]float64{-m, 1 + m, math.Pow(10, 0.5-m), math.Pow(10, 1.5+m)}},
		"one":     {plots.Line([]float64{3}, []float64{5}), [4]float64{2.7, 3.3, 4.5, 5.5}},
		"zero":    {plots.Line([]float64{0}, []float64{0}), [4]float64{-1, 1, -1, 1}},
		"area":    {plots.HeatMap(math.Hypot, [2]float64{-1, 2}, [2]float64{3, 4}), [4]float64{-1, 3, 2, 4}},
		"counts":  {plots.Ranks(9, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), [4]float64{-0.5, 9.5, 0, 0}},
		"over":    {plots.Over(plots.Line(nil, y), plots.HLine(201)), [4]float64{-2 * m, 2 + 2*m, 1 - 200*m, 201 + 200*m}},
		"nothing": {plots.HLine(3), [4]float64{1 - m, 2 + m, 2.7, 3.3}},
	} {
		if c.f.Err() != nil {
			t.Errorf("%s: %v", name, c.f.Err())
			continue
		}
		got := limits(c.f.Plots()[0])
		if name == "counts" {
			c.want[3] = got[3]
		}
		if !close(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestOverNumbersAndNames(t *testing.T) {
	x, y := sine(20, 0)
	a, b := plots.Line(x, y), plots.Line(x, y, y)
	f := plots.Over(a, b, plots.HLine(0)).Names("first", "", "third", "zero")
	text := svg(t, f)
	for _, want := range []string{">first<", ">third<", ">zero<", "#0072B2", "#D55E00", "#009E73"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if text := svg(t, a) + svg(t, b); strings.Contains(text, "#009E73") || strings.Contains(text, "first") {
		t.Error("Over changed what it was given")
	}
	if err := plots.Over(a, b).Names("1", "2", "3", "4").Err(); err == nil || !strings.Contains(err.Error(), "4 names for 3 things drawn") {
		t.Errorf("too many names: %v", err)
	}
}

// TestOverAMap: what lies on a map is not in the map's own colours.
func TestOverAMap(t *testing.T) {
	lo, hi := [2]float64{-1, -1}, [2]float64{1, 1}
	bump := func(x, y float64) float64 { return math.Exp(-x*x - y*y) }
	if text := svg(t, plots.Over(plots.HeatMap(bump, lo, hi), plots.Contour(bump, lo, hi, 0.5))); !strings.Contains(text, "stroke:#D55E00") {
		t.Error("a contour on a map has not its series' colour")
	}
	if text := svg(t, plots.Contour(bump, lo, hi, 0.5)); strings.Contains(text, "stroke:#D55E00") {
		t.Error("a contour alone has not the colour of its value")
	}
}

func TestGridSharesAxesAndColors(t *testing.T) {
	lo, hi := [2]float64{0, 0}, [2]float64{1, 1}
	heat := func(top float64) *plots.Figure {
		return plots.HeatMap(func(x, y float64) float64 { return top * x * y }, lo, hi)
	}
	a, b := heat(1), heat(4)
	f := plots.Grid(2, a, b).SharedAxes().SharedColors()
	if got := strings.Count(svg(t, f), `base64`); got != 2 {
		t.Errorf("%d maps", got)
	}
	// The maps differ by a factor: with one scale they look different, with their own alike.
	one := strings.Split(svg(t, f), "base64,")
	own := strings.Split(svg(t, plots.Grid(2, heat(1), heat(4))), "base64,")
	if one[1][:4000] == one[2][:4000] || own[1][:4000] != own[2][:4000] {
		t.Error("colours are not shared where asked for, or shared where not")
	}
	p := plots.Grid(1, plots.Line(nil, []float64{1, 2}), plots.Line(nil, []float64{5, 6, 7})).SharedAxes().Plots()
	if limits(p[0]) != limits(p[1]) {
		t.Errorf("limits %v and %v", limits(p[0]), limits(p[1]))
	}
	if solo := svg(t, b); !strings.Contains(solo, ">3<") {
		t.Error("SharedColors changed a figure that was given to Grid")
	}
}

// TestPlotsCanBeTuned: what is changed in a plot that was given away is drawn.
func TestPlotsCanBeTuned(t *testing.T) {
	f := plots.Line(nil, []float64{1, 2})
	p := f.Plots()[0]
	p.Title.Text, p.X.Max = "tuned", 77
	p.Add(&plotter.Scatter{XYs: plotter.XYs{{X: 50, Y: 1.5}}, GlyphStyle: plotter.DefaultGlyphStyle})
	if text := svg(t, f); !strings.Contains(text, ">tuned<") || !strings.Contains(text, ">60<") {
		t.Error("the title or the axis is not that of the plot")
	}
	if f.Plots()[0] != p {
		t.Error("a second call gives another plot")
	}
}

func TestSettingsKeepErrors(t *testing.T) {
	line := func() *plots.Figure { return plots.Line(nil, []float64{1, 2}) }
	for _, c := range []struct {
		f    *plots.Figure
		want string
	}{
		{line().XLim(2, 1), "plots: XLim: want numbers lo < hi, got 2 and 1"},
		{line().YLim(1, 1), "plots: YLim: want numbers lo < hi"},
		{line().Sized(0, 100), "plots: Sized: want a size of up to 5000 points, got 0 × 100"},
		{line().XLim(0, math.Inf(1)), "plots: XLim: want numbers"},
		{plots.Over(), "plots.Over: there is no figure"},
		{plots.Over(line(), nil), "plots.Over: figure 1 is nil"},
		{plots.Over(plots.Scatter(), line()), "plots.Scatter: there is no table"},
		{plots.Over(plots.Grid(2, line(), line()), line()), "plots.Over: figure 0 has 2 panels"},
		{plots.Grid(0, line()), "plots.Grid: want at least 1 column"},
		{plots.Grid(1), "plots.Grid: there is no figure"},
		{plots.Grid(1, nil), "plots.Grid: figure 0 is nil"},
		{plots.Grid(1, plots.Scatter()), "plots.Scatter: there is no table"},
	} {
		if err := c.f.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// TestPictureIsNotTooWide: rows of many panels get smaller, and rows wrap.
func TestPictureIsNotTooWide(t *testing.T) {
	var figures []*plots.Figure
	for n := 1; n <= 6; n++ {
		figures = append(figures, plots.Scatter(normal(1, 20, 2, 0)))
		if w, h := plots.Grid(min(n, 3), figures...).Size(); w > 575 || h < 120 {
			t.Errorf("%d panels: %v × %v points", n, w, h)
		}
	}
	if w, h := plots.Line(nil, []float64{1, 2}).Sized(300, 200).Size(); w != 300 || h != 200 {
		t.Errorf("a size of its own: %v × %v", w, h)
	}
}
