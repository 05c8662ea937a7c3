package mark

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/gensci/gensci/plots/theme"
)

var _ = []Mark{&Line{}, &Area{}, &Steps{}, &Dots{}, &Cells{}, &Contours{}, &Arrows{}, &Streams{}, &ErrorBars{}, &Rule{}, &Pictures{}, &Beams{}}

// axes is a plot whose axes run from 0 to 1, or as given.
func axes(x1, y1 float64) *plot.Plot {
	p := plot.New()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, x1, 0, y1
	return p
}

// painted is 100 × 100 pixels, one a point, on which a mark is drawn.
func painted(m Mark, p *plot.Plot) *image.RGBA {
	c := vgimg.NewWith(vgimg.UseWH(100, 100), vgimg.UseDPI(72))
	m.Plot(draw.New(c), p)
	return c.Image().(*image.RGBA)
}

func near(a color.Color, b color.NRGBA, by int) bool {
	r, g, bl, _ := a.RGBA()
	d := func(v uint32, w uint8) bool { return math.Abs(float64(v>>8)-float64(w)) <= float64(by) }
	return d(r, b.R) && d(g, b.G) && d(bl, b.B)
}

// strokes is how many paths a mark draws, filled and not.
func strokes(m Mark, p *plot.Plot) (fills, lines int) {
	var c recorder.Canvas
	m.Plot(draw.NewCanvas(&c, 100, 100), p)
	for _, a := range c.Actions {
		switch a.(type) {
		case *recorder.Fill:
			fills++
		case *recorder.Stroke:
			lines++
		}
	}
	return fills, lines
}

func TestLineHasGaps(t *testing.T) {
	l := &Line{X: []float64{0, .2, .4, .6, .8, 1}, Y: []float64{0, 1, math.NaN(), 1, 0, 1}}
	if _, n := strokes(l, axes(1, 1)); n != 2 {
		t.Errorf("%d pieces, want 2", n)
	}
	if a := l.About(Axes{}); a.Missing != 1 || a.Points != 6 || a.Hidden != 0 {
		t.Errorf("%+v", a)
	}
	if a := l.About(Axes{LogY: true}); a.Hidden != 2 {
		t.Errorf("on a logarithmic axis: %+v", a)
	}
	p := axes(1, 10)
	p.Y.Min, p.Y.Scale = 0.1, theme.Log{}
	if _, n := strokes(l, p); n != 0 { // single points are no line
		t.Errorf("on a logarithmic axis %d pieces, want 0", n)
	}
}

// TestThinKeepsWhatIsSeen: a long line loses points, but no pixel column its lowest and highest.
func TestThinKeepsWhatIsSeen(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := draw.NewCanvas(&recorder.Canvas{}, 100, 100)
	var all []vg.Point
	for i := range 50_000 {
		all = append(all, vg.Point{X: vg.Length(i) / 500, Y: vg.Length(100 * rng.Float64())})
	}
	all[12_345].Y = 1000
	kept := thin(all, c)
	if len(kept) > 4*401 || len(kept) < 400 {
		t.Errorf("%d points kept", len(kept))
	}
	highest := func(points []vg.Point) map[int]vg.Length {
		top := map[int]vg.Length{}
		for _, p := range points {
			top[int(p.X*4)] = max(top[int(p.X*4)], p.Y)
		}
		return top
	}
	a, b := highest(all), highest(kept)
	for k, v := range a {
		if b[k] != v {
			t.Fatalf("strip %d: highest %v, of all points %v", k, b[k], v)
		}
	}
	if back := []vg.Point{{X: 2}, {X: 1}}; rising(back) {
		t.Error("a line that runs back is taken as rising")
	}
}

func TestCourse(t *testing.T) {
	x := []float64{0, 1, 2, 3}
	for _, c := range []struct {
		a    Axes
		y    []float64
		want string
	}{
		{Axes{}, []float64{3, 2, 1, 0.5}, "falls from 3 to 0.5"},
		{Axes{}, []float64{3, 0.1, 0.2, 0.5}, "falls from 3 to 0.5, lowest 0.1 at 1"},
		{Axes{}, []float64{1, 1, 1, 1}, "constant at 1"},
		{Axes{}, []float64{0, 5, -5, 0}, "between -5 at 2 and 5 at 1"},
		{Axes{}, []float64{0, 7, 5, 6}, "rises from 0 to 6, highest 7 at 1"},
		{Axes{LogY: true}, []float64{1, 1e-1, -1, 1e-3}, "falls from 1 to 0.001"},
		{Axes{}, []float64{math.NaN(), math.NaN(), math.NaN(), math.Inf(1)}, "none of which can be drawn"},
	} {
		if got := c.a.course(x, c.y); got != c.want {
			t.Errorf("%v: %s, want %s", c.y, got, c.want)
		}
	}
}

// TestDotsPixelsAndShapesAgree: the same dots painted and drawn look the same.
func TestDotsPixelsAndShapesAgree(t *testing.T) {
	for series := range 3 {
		m := &Dots{Series: Series{Color: series * theme.SeriesColors}, X: []float64{0.5}, Y: []float64{0.5}, Radius: 20, Alpha: 1}
		shapes := painted(m, axes(1, 1))
		c := vgimg.NewWith(vgimg.UseWH(100, 100), vgimg.UseDPI(72))
		paint(draw.New(c), vg.Rectangle{Max: vg.Point{X: 100, Y: 100}}, func(p *pixels) { p.dot(50, 50, 20, m.shape(0), m.color(0)) })
		pixels := c.Image().(*image.RGBA)
		differ := 0
		for i := 0; i < len(shapes.Pix); i += 4 {
			if math.Abs(float64(shapes.Pix[i])-float64(pixels.Pix[i])) > 80 {
				differ++
			}
		}
		if differ > 60 { // of some 1200: along the edge
			t.Errorf("shape %d: %d pixels differ", series, differ)
		}
	}
}

// TestDotsDoNotDependOnOrder, but for rounding where they overlap.
func TestDotsDoNotDependOnOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	a := &Dots{}
	for range 3000 {
		a.X, a.Y = append(a.X, rng.Float64()), append(a.Y, rng.Float64())
	}
	b := &Dots{}
	for _, i := range rng.Perm(3000) {
		b.X, b.Y = append(b.X, a.X[i]), append(b.Y, a.Y[i])
	}
	p, q := painted(a, axes(1, 1)), painted(b, axes(1, 1))
	for i := range p.Pix {
		if d := math.Abs(float64(p.Pix[i]) - float64(q.Pix[i])); d > 4 {
			t.Fatalf("byte %d: %d and %d", i, p.Pix[i], q.Pix[i])
		}
	}
}

func TestCoprimeVisitsAll(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 10, 97, 1000} {
		seen := map[int]bool{}
		for k := range n {
			seen[k*coprime(n)%n] = true
		}
		if len(seen) != n {
			t.Errorf("of %d dots %d are drawn", n, len(seen))
		}
	}
}

func TestManyClassesHaveShapes(t *testing.T) {
	m := &Dots{X: make([]float64, 10), Y: make([]float64, 10), Classes: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}
	looks := map[string]bool{}
	for i := range m.Classes {
		c := m.color(i)
		looks[strings.Repeat("*", m.shape(i))+string([]byte{c.R, c.G, c.B})] = true
	}
	if len(looks) != 10 {
		t.Errorf("10 classes look in %d ways", len(looks))
	}
}

// TestCellsColors: the colour in the middle of each cell is that of its value, drawn and painted, also with an axis upside down.
func TestCellsColors(t *testing.T) {
	values := []float64{0, 1, math.NaN(), 3, 4, 5}
	for _, many := range []bool{false, true} {
		for _, down := range []bool{false, true} {
			m := &Cells{Box: Box{0, 1, 0, 1}, Cols: 2, Rows: 3, Z: values, Scale: ScaleOf("", values)}
			p := axes(1, 1)
			if down {
				p.Y.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
			}
			if many {
				m = finer(m, 20)
			}
			img := painted(m, p)
			for i := range 2 {
				for j := range 3 {
					y := 99 - (16 + 33*j)
					if down {
						y = 16 + 33*j
					}
					if got, want := img.At(25+50*i, y), m.Scale.Color(values[3*i+j]); !near(got, want, 2) {
						t.Errorf("many %v, down %v: cell (%d, %d) is %v, want %v", many, down, i, j, got, want)
					}
				}
			}
		}
	}
}

// finer is the same map with n × n cells for each.
func finer(m *Cells, n int) *Cells {
	f := *m
	f.Cols, f.Rows, f.Z = n*m.Cols, n*m.Rows, nil
	for i := range f.Cols {
		for j := range f.Rows {
			f.Z = append(f.Z, m.Z[i/n*m.Rows+j/n])
		}
	}
	return &f
}

func TestSmoothCellsInterpolate(t *testing.T) {
	m := &Cells{Box: Box{0, 1, 0, 1}, Cols: 2, Rows: 2, Z: []float64{0, 0, 1, 1}, Scale: &Scale{Hi: 1}, Smooth: true}
	img := painted(m, axes(1, 1))
	if !near(img.At(50, 30), theme.Sequential().At(0.51), 4) || !near(img.At(2, 50), theme.Sequential().At(0), 2) {
		t.Errorf("in the middle %v, at the left %v", img.At(50, 30), img.At(2, 50))
	}
}

func TestScale(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		values []float64
		lo, hi float64
	}{
		{[]float64{1, 3}, 1, 3}, {[]float64{-1, 3, nan}, -3, 3}, {[]float64{2, 2}, 1.998, 2.002}, {[]float64{nan}, 0, 1}, {[]float64{math.Inf(1), 5, 6}, 5, 6},
	} {
		if s := ScaleOf("", c.values); s.Lo != c.lo || s.Hi != c.hi {
			t.Errorf("%v: from %v to %v", c.values, s.Lo, s.Hi)
		}
	}
	if c := ScaleOf("", []float64{-1, 2}).Color(0); c.R < 240 || c.B < 240 {
		t.Errorf("zero between −2 and 2 is %v, want nearly white", c)
	}
	if got := ScaleOf("", []float64{1, 2}).Color(math.Inf(1)); got != theme.Missing {
		t.Errorf("infinity is %v", got)
	}
	if u := ScaleOf("a", []float64{0, 2}).Union(ScaleOf("b", []float64{-5, 1})); u.Lo != -5 || u.Hi != 5 || u.Name != "a" {
		t.Errorf("union %+v", u)
	}
}
