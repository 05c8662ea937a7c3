package plots_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots"
	"github.com/gensci/gensci/plots/theme"
)

// decoded is a figure's pixels.
func decoded(t *testing.T, f *plots.Figure) image.Image {
	t.Helper()
	b, err := f.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// svg is a figure as SVG, which must be well-formed XML.
func svg(t *testing.T, f *plots.Figure) string {
	t.Helper()
	b, err := f.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return string(b)
		} else if err != nil {
			t.Fatalf("SVG: %v", err)
		}
	}
}

// TestFewAreSVGToo, and all are PNG.
func TestFewAreSVGToo(t *testing.T) {
	for n, want := range map[int]bool{100: true, 1000: true, 1300: false, 50_000: false} {
		b := plots.Scatter(normal(1, n, 2, 0)).MimeBundle()
		if got := b["image/svg+xml"] != nil; got != want || b["image/png"] == nil || b["text/plain"] == nil {
			t.Errorf("%d points: %v, SVG %v", n, reflect.ValueOf(b).MapKeys(), want)
		}
	}
}

// TestSizeLimits: noise, which cannot be compressed, on pages as large as posters.
func TestSizeLimits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	noise := mat.NewDense(500, 500, nil)
	noise.Apply(func(_, _ int, _ float64) float64 { return rng.Float64() }, noise)
	for name, f := range map[string]*plots.Figure{
		"noise":  plots.Matrix(noise),
		"poster": plots.Matrix(noise).Sized(900, 750),
	} {
		b, err := f.PNG()
		if err != nil || len(b) > 700_000 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
	for i, p := range drawn().pictures {
		for kind, data := range drawn().bundles[i] {
			switch v := data.(type) {
			case string:
				if len(v) > 200_000 {
					t.Errorf("%s: %s has %d bytes", p.name, kind, len(v))
				}
			case []byte:
				if len(v) > 1_500_000 {
					t.Errorf("%s: %s has %d bytes", p.name, kind, len(v))
				}
			}
		}
	}
}

// TestSameInputSameBytes: pictures made anew are equal.
func TestSameInputSameBytes(t *testing.T) {
	for i, p := range pictures() {
		if testing.Short() && i%4 != 0 {
			continue // all of them take a while
		}
		if a, b := drawn().bundles[i], p.shown.MimeBundle(); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: not the same bytes", p.name)
		}
	}
}

// TestOrderDoesNotMatter where rows are samples.
func TestOrderDoesNotMatter(t *testing.T) {
	x := normal(1, 900, 3, 0)
	y := mat.NewDense(900, 3, nil)
	ranks, mixed := make([]int, 900), make([]int, 900)
	for i, k := range rand.New(rand.NewPCG(5, 5)).Perm(900) {
		y.SetRow(i, x.RawRowView(k))
		ranks[i], mixed[i] = (i*i)%51, (k*k)%51
	}
	for name, f := range map[string][2]*plots.Figure{
		"histogram":   {plots.Histogram(mat.Col(nil, 0, x)), plots.Histogram(mat.Col(nil, 0, y))},
		"histogram2d": {plots.Histogram2D(x), plots.Histogram2D(y)},
		"ranks":       {plots.Ranks(50, ranks), plots.Ranks(50, mixed)},
		"rank-ecdf":   {plots.RankECDF(50, ranks), plots.RankECDF(50, mixed)},
		"corner":      {plots.Corner(x).Alt("-"), plots.Corner(y).Alt("-")},
	} {
		if name == "corner" { // sums of squares in another order move lines by less than a pixel's part
			if d := difference(decoded(t, f[0]), decoded(t, f[1])); d > 2 {
				t.Errorf("%s: colours differ by up to %d", name, d)
			}
			continue
		}
		if svg(t, f[0]) != svg(t, f[1]) {
			t.Errorf("%s depends on the order of rows", name)
		}
	}
}

// difference is the largest one of two pictures in any channel of any pixel.
func difference(a, b image.Image) (worst int) {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, _ := a.At(x, y).RGBA()
			s, h, c, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(r>>8) - int(s>>8), int(g>>8) - int(h>>8), int(bl>>8) - int(c>>8)} {
				worst = max(worst, d, -d)
			}
		}
	}
	return worst
}

// TestSVGIsSelfContained: nothing is loaded, nothing has an id that could clash in a page, and it says what it is.
func TestSVGIsSelfContained(t *testing.T) {
	link := regexp.MustCompile(`(href|src|url)\s*[=(]\s*"?([^"]{0,30})`)
	for _, p := range drawn().pictures {
		f, ok := p.shown.(*plots.Figure)
		if !ok {
			continue
		}
		text := svg(t, f)
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[2], "data:image/png;base64,") {
				t.Errorf("%s: loads %s", p.name, m[2])
			}
		}
		if strings.Contains(text, " id=") || strings.Contains(text, "<script") {
			t.Errorf("%s: an id or a script", p.name)
		}
		if strings.Count(text, "<text ") != strings.Count(text, "<text textLength=") || strings.Contains(text, `textLength="0"`) {
			t.Errorf("%s: a text without its width, which another font would change", p.name)
		}
		if !strings.HasPrefix(text, "<svg role=\"img\" aria-label=\"") || !strings.Contains(text, "Arial") {
			t.Errorf("%s: begins with %.80s", p.name, text)
		}
	}
}

// TestSVGShapes: one path for each dot, one for a curve.
func TestSVGShapes(t *testing.T) {
	paths := func(n int) int {
		return strings.Count(svg(t, plots.Scatter(normal(1, n, 2, 0)).XLim(-9, 9).YLim(-9, 9)), "<path")
	}
	if got := paths(150) - paths(50); got != 100 {
		t.Errorf("100 dots more are %d paths more", got)
	}
	x, y := sine(50, 0)
	one, three := svg(t, plots.Line(x, y)), svg(t, plots.Line(x, y, y, y))
	if got := strings.Count(three, "<path") - strings.Count(one, "<path"); got != 2 {
		t.Errorf("two curves more are %d paths more", got)
	}
}

// TestMapColors: the picture's middle has the colour of the value there, its corners are paper.
func TestMapColors(t *testing.T) {
	lo, hi := [2]float64{-1, -1}, [2]float64{1, 1}
	for name, c := range map[string]struct {
		f    func(x, y float64) float64
		want [3]uint8
	}{
		"peak":   {func(x, y float64) float64 { return math.Exp(-x*x - y*y) }, rgbOf(theme.Sequential().At(1))},
		"saddle": {func(x, y float64) float64 { return x * y }, rgbOf(theme.Diverging().At(0.5))},
		"hole":   {func(x, y float64) float64 { return math.Sqrt(math.Hypot(x, y) - 0.5) }, rgbOf(theme.Missing)},
	} {
		img := decoded(t, plots.HeatMap(c.f, lo, hi).Sized(300, 250))
		found := false
		b := img.Bounds()
		for y := b.Dy()*4/10 - 20; y < b.Dy()/2+20; y++ {
			for x := b.Dx()*4/10 - 20; x < b.Dx()/2+20; x++ {
				found = found || alike(rgbOf(img.At(x, y)), c.want)
			}
		}
		if r, g, bl, _ := img.At(1, 1).RGBA(); !found || r&g&bl != 0xffff {
			t.Errorf("%s: colour %v near the middle: %v; corner %v", name, c.want, found, img.At(1, 1))
		}
	}
}

// alike allows for what a palette of 256 colours changes.
func alike(a, b [3]uint8) bool {
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > 5 || d < -5 {
			return false
		}
	}
	return true
}

// TestMatrixIsAsWritten: row 0 at the top, column 0 at the left.
func TestMatrixIsAsWritten(t *testing.T) {
	img := decoded(t, plots.Matrix(mat.NewDense(2, 2, []float64{1, 2, 3, 4})))
	at := map[float64]image.Point{}
	for v := range 4 {
		want := rgbOf(theme.Sequential().At(float64(v) / 3))
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() * 7 / 10 { // without the colour bar
				if _, seen := at[float64(v)]; !seen && alike(rgbOf(img.At(x, y)), want) {
					at[float64(v)] = image.Pt(x, y)
				}
			}
		}
	}
	if len(at) != 4 || !(at[0].Y < at[2].Y && at[0].X < at[1].X && at[1].Y < at[3].Y) {
		t.Errorf("1, 2, 3, 4 are at %v", at)
	}
}

func rgbOf(c interface{ RGBA() (r, g, b, a uint32) }) [3]uint8 {
	r, g, b, _ := c.RGBA()
	return [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}
}

// TestMetadata: a PNG of twice the resolution is shown at its own size.
func TestMetadata(t *testing.T) {
	f := plots.Scatter(normal(1, 3000, 2, 0))
	m := f.MimeMetadata()["image/png"].(map[string]any)
	img := decoded(t, f)
	if w := m["width"].(int); math.Abs(float64(img.Bounds().Dx())-2*float64(w)) > 2 || m["alt"] != f.AltText() {
		t.Errorf("%v for %d pixels", m, img.Bounds().Dx())
	}
}

func TestFailedFiguresShowTheirError(t *testing.T) {
	b := plots.Line(nil).MimeBundle()
	if !strings.HasPrefix(b["text/plain"].(string), "error: plots.Line: there is no y") || !strings.Contains(b["text/html"].(string), "there is no y") {
		t.Errorf("%v", b)
	}
	if m := plots.Line(nil).MimeMetadata(); m != nil {
		t.Errorf("metadata %v", m)
	}
	if err := new(plots.Figure).Save(filepath.Join(t.TempDir(), "x.png")); err == nil || !strings.Contains(err.Error(), "no panels") {
		t.Errorf("an empty figure: %v", err)
	}
	if _, err := plots.Map(heat).WriterTo(0, 10, "png"); err == nil || !strings.Contains(err.Error(), "positive size") {
		t.Errorf("no width: %v", err)
	}
}
