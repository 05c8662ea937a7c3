package mark

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"

	"github.com/gensci/gensci/plots/theme"
)

// TestEveryMark draws each kind once: how many shapes, and what it says.
func TestEveryMark(t *testing.T) {
	x, y := []float64{0.2, 0.5, 0.8}, []float64{0.1, 0.9, 0.4}
	nan := math.NaN()
	ring := Level{0.5, []Polyline{{[]float64{.2, .8, .5, .2}, []float64{.2, .2, .8, .2}}, {[]float64{.4, .5, .6, .4}, []float64{.3, .5, .3, .3}}}}
	for name, c := range map[string]struct {
		m            Mark
		fills, lines int
		says         string
	}{
		"line":    {&Line{X: x, Y: y, Dots: true}, 3, 1, "3 points, rises from 0.1 to 0.4, highest 0.9 at 0.5"},
		"area":    {&Area{X: x, Low: y, High: []float64{1, 1, 1}}, 1, 0, "band over 3 points, widest 0.9 at 0.2"},
		"gap":     {&Area{X: []float64{0, .2, .4, .6, .8}, Low: make([]float64, 5), High: []float64{1, 1, nan, 1, 1}}, 2, 0, "band over 5"},
		"steps":   {&Steps{Edges: []float64{0, .5, 1}, Heights: []float64{.2, .7}}, 1, 1, "2 bins, highest 0.7 from 0.5 to 1"},
		"outline": {&Steps{Edges: []float64{0, .5, 1}, Heights: []float64{.2, .7}, Fill: -1}, 0, 1, "2 bins"},
		"bars":    {&Steps{Edges: []float64{0, .5, 1}, Heights: []float64{.2, .7}, Bars: true}, 2, 0, "2 bins"},
		"dots":    {&Dots{X: x, Y: y}, 3, 0, "3 points, mean (0.5, 0.467), standard deviations 0.245 and 0.33"},
		"outside": {&Dots{X: []float64{0.5, 2}, Y: []float64{0.5, 0.5}}, 1, 0, "2 points"},
		"cells":   {&Cells{Box: Box{0, 1, 0, 1}, Cols: 1, Rows: 2, Z: []float64{1, 2}, Scale: ScaleOf("heat", []float64{1, 2})}, 2, 0, "1 × 2 cells coloured by heat, from 1 at (0.5, 0.25) to 2 at (0.5, 0.75)"},
		"contour": {&Contours{Levels: []Level{ring}}, 0, 2, "contours at 1 levels: 0.5"},
		"filled":  {&Contours{Levels: []Level{ring}, Fill: true}, 1, 2, "contours"},
		"arrows":  {&Arrows{Box: Box{0, 1, 0, 1}, X: x, Y: y, U: []float64{1, 0, nan}, V: []float64{0, 2, 0}}, 2, 2, "3 arrows, strongest 2 at (0.5, 0.9)"},
		"stream":  {&Streams{Box: Box{0, 1, 0, 1}, Lines: []Stream{{X: x, Y: y, Speed: []float64{1, 2, 3}}}}, 1, 2, "1 streamlines, magnitude from 1 to 3"},
		"errors":  {&ErrorBars{X: x, Y: y, Low: []float64{0, .8, .3}, High: []float64{.2, 1, .5}}, 3, 3, "3 points with error bars of ± 0.1 on average"},
		"rule":    {&Rule{At: 0.3}, 0, 1, "a line at y = 0.3"},
		"vrule":   {&Rule{At: 0.3, Vertical: true}, 0, 1, "a line at x = 0.3"},
		"far":     {&Rule{At: 7}, 0, 0, "a line at y = 7"},
		"beams":   {&Beams{Values: []float64{.5, -.2, nan}, Errors: []float64{.1, .1, .1}}, 2, 3, "1 0.5, 2 -0.2, 3 NaN"},
	} {
		p := axes(1, 1)
		p.X.Min, p.Y.Min = -0.5, -0.5
		fills, lines := strokes(c.m, p)
		if fills != c.fills || lines != c.lines {
			t.Errorf("%s: %d filled and %d lines, want %d and %d", name, fills, lines, c.fills, c.lines)
		}
		about := c.m.About(Axes{})
		if !strings.HasPrefix(about.Text, c.says) || about.Primitives < 1 {
			t.Errorf("%s: %+v, want %q", name, about, c.says)
		}
	}
}

// TestHolesStayEmpty: a ring's filled region has a hole.
func TestHolesStayEmpty(t *testing.T) {
	table := tableOf(func(x, y float64) float64 { return -math.Abs(math.Hypot(x, y) - 1) }, 60)
	m := &Contours{Levels: []Level{{-0.3, table.Contour(-0.3)}}, Fill: true}
	p := axes(2, 2)
	p.X.Min, p.Y.Min = -2, -2
	img := painted(m, p)
	if near(img.At(75, 50), theme.Paper, 8) || !near(img.At(50, 50), theme.Paper, 8) {
		t.Errorf("on the ring %v, in the hole %v", img.At(75, 50), img.At(50, 50))
	}
}

// TestPictures: each pixel of each image where it belongs, in order, with gaps of paper.
func TestPictures(t *testing.T) {
	m := &Pictures{Height: 1, Width: 2, Columns: 2, Pix: []uint8{255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 200, 100, 0, 0, 100, 200}}
	ext := m.Extent()
	if m.Count() != 3 || ext != (Box{0, 5, 0, 3}) {
		t.Fatalf("%d images, %+v", m.Count(), ext)
	}
	p := axes(ext.X1, ext.Y1)
	img := painted(m, p) // y upwards: the first row at the bottom
	for i, want := range [][3]uint8{{255, 0, 0}, {0, 255, 0}, {255, 255, 255}, {0, 0, 255}, {9, 9, 9}} {
		if r, g, b, _ := img.At(10+20*i, 85).RGBA(); [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)} != want {
			t.Errorf("pixel %d is %v, want %v", i, img.At(10+20*i, 85), want)
		}
	}
	if r, g, _, _ := img.At(10, 15).RGBA(); r>>8 != 200 || g>>8 != 100 {
		t.Errorf("the third image begins with %v", img.At(10, 15))
	}
	if r, _, _, _ := img.At(70, 15).RGBA(); r>>8 != 255 {
		t.Errorf("where there is no fourth image: %v", img.At(70, 15))
	}
}

// TestArrowsPointAlong: on axes of different units an arrow still lies along its vector.
func TestArrowsPointAlong(t *testing.T) {
	m := &Arrows{Box: Box{0, 10, 0, 1}, X: []float64{5}, Y: []float64{0.5}, U: []float64{10}, V: []float64{1}, Length: 60}
	img := painted(m, axes(10, 1))
	// From the lower left to the upper right at 45°: (10, 1) is one whole axis in each direction.
	if near(img.At(60, 40), theme.Paper, 40) || !near(img.At(60, 60), theme.Paper, 10) {
		t.Errorf("along %v, across %v", img.At(60, 40), img.At(60, 60))
	}
}

func TestBox(t *testing.T) {
	b := Empty()
	b.Add(1, 2)
	b.Add(math.NaN(), 5)
	b.Add(3, math.Inf(1))
	if b != (Box{1, 1, 2, 2}) {
		t.Errorf("%+v", b)
	}
	if u := b.Union(Box{0, 4, 3, 3}); u != (Box{0, 4, 2, 3}) {
		t.Errorf("%+v", u)
	}
	if !scalar.EqualWithinAbs(mean([]float64{1, math.NaN(), 3}), 2, 1e-12) {
		t.Error("the mean counts what is missing")
	}
}
