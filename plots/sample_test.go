package plots

import (
	"bytes"
	"image/png"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/plots/mark"
)

func gaussian(seed uint64, n int) []float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

func pdf(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// TestHistogramIsADensity: its area is 1, and it is near the density where there are many values.
func TestHistogramIsADensity(t *testing.T) {
	p := Histogram(gaussian(1, 20_000), gaussian(2, 500)).panels[0]
	for _, m := range p.marks {
		s := m.(*mark.Steps)
		area := 0.0
		for i, h := range s.Heights {
			area += h * (s.Edges[i+1] - s.Edges[i])
		}
		if math.Abs(area-1) > 1e-12 {
			t.Errorf("area %v", area)
		}
	}
	s := p.marks[0].(*mark.Steps)
	for i, h := range s.Heights {
		if x := (s.Edges[i] + s.Edges[i+1]) / 2; math.Abs(x) < 1 && math.Abs(h-pdf(x)) > 0.05 {
			t.Errorf("density %v at %v, want %v", h, x, pdf(x))
		}
	}
}

// The largest value is in the last bin, whatever rounding makes of its edge.
func TestAllValuesAreInBins(t *testing.T) {
	ends := []float64{0.13, 1.55} // .13 + 1.42·20/20 < 1.55
	for n := 5; n <= 80; n++ {
		if got := sum(inBins(ends, even(ends[0], ends[1], n))); got != 2 {
			t.Errorf("%d bins: %d of 2 values", n, got)
		}
	}
}

// TestPullsAreNormal: of the right density about 19 of 20 pulls are within 2, of a shifted one far fewer.
func TestPullsAreNormal(t *testing.T) {
	in, out, all := 0, 0, 0
	for seed := range uint64(60) {
		x := gaussian(seed, 2000)
		right := find[*mark.Steps](t, HistogramAgainst(x, pdf).panels[1], "")
		wrong := find[*mark.Steps](t, HistogramAgainst(x, func(v float64) float64 { return pdf(v - 0.3) }).panels[1], "")
		for i := range right.Heights {
			if right.Heights[i] == 0 {
				continue // fewer than one value expected
			}
			all++
			if math.Abs(right.Heights[i]) <= 2 {
				in++
			}
			if math.Abs(wrong.Heights[i]) > 2 {
				out++
			}
		}
	}
	if part := float64(in) / float64(all); part < 0.93 || part > 0.975 {
		t.Errorf("%.3f of pulls within 2", part)
	}
	if part := float64(out) / float64(all); part < 0.3 {
		t.Errorf("shifted: only %.3f of pulls beyond 2", part)
	}
}

func TestExpect(t *testing.T) {
	n := expect(pdf, []float64{-1, 0, 1}, 1000)
	if want := 1000 * math.Erf(1/math.Sqrt2) / 2; math.Abs(n[0]-want) > 0.02 || math.Abs(n[1]-want) > 0.02 {
		t.Errorf("%v, want %v each", n, want)
	}
}

func TestBins(t *testing.T) {
	for name, c := range map[string]struct {
		x    []float64
		want int
	}{"normal": {gaussian(1, 1000), 25}, "one": {[]float64{3}, 20}, "few": {[]float64{1, 2, 3, 4}, 5}, "heavy": {append(gaussian(1, 1000), 1e6), 80}, "same": {[]float64{2, 2, 2}, 20}} {
		edges := bins(c.x)
		if got := len(edges) - 1; got < c.want*7/10 || got > c.want*13/10 {
			t.Errorf("%s: %d bins, want about %d", name, got, c.want)
		}
		if sum(inBins(c.x, edges)) != len(c.x) {
			t.Errorf("%s: %d of %d values in bins", name, sum(inBins(c.x, edges)), len(c.x))
		}
	}
}

// TestHistogram2DIsADensity: its sum over cells is 1.
func TestHistogram2DIsADensity(t *testing.T) {
	x := mat.NewDense(1000, 2, append(gaussian(1, 1000), gaussian(2, 1000)...))
	m := Histogram2D(x).panels[0].marks[0].(*mark.Cells)
	if got := sumOf(m.Z) * (m.X1 - m.X0) * (m.Y1 - m.Y0) / float64(len(m.Z)); math.Abs(got-1) > 1e-12 {
		t.Errorf("integral %v", got)
	}
}

// TestRegionsHoldTheirMass: of another sample of the same plane Gaussian about 50 and 90 % lie in the regions.
func TestRegionsHoldTheirMass(t *testing.T) {
	const n = 20_000
	table, levels := regions(gaussian(1, n), gaussian(2, n), mark.Box{X0: -5, X1: 5, Y0: -5, Y1: 5})
	x, y := gaussian(3, n), gaussian(4, n)
	for k, level := range levels {
		in := 0
		for i := range x {
			u, _ := slices.BinarySearch(table.X, x[i])
			v, _ := slices.BinarySearch(table.Y, y[i])
			if table.Z[min(u, 65)*66+min(v, 65)] >= level {
				in++
			}
		}
		// The kernel widens the regions a little.
		if got := float64(in) / n; math.Abs(got-masses[k]) > 0.04 {
			t.Errorf("the region of %v holds %v", masses[k], got)
		}
	}
}

func TestSmearKeepsTheSum(t *testing.T) {
	z := make([]float64, 30*30)
	z[15*30+15] = 1
	s := smear(z, 30, 2, 1)
	if math.Abs(sumOf(s)-1) > 1e-9 || s[15*30+15] < s[17*30+15] || s[17*30+15] < s[15*30+17] {
		t.Errorf("sum %v, %v in the middle, %v and %v two cells away", sumOf(s), s[15*30+15], s[17*30+15], s[15*30+17])
	}
}

func TestCornerPanels(t *testing.T) {
	x := mat.NewDense(500, 3, append(append(gaussian(1, 500), gaussian(2, 500)...), gaussian(3, 500)...))
	f := Corner(x, CornerOptions{Truth: []float64{0, 0, 9}, Other: x})
	if len(f.panels) != 9 || len(f.all()) != 6 || f.Err() != nil {
		t.Fatalf("%d panels of %d, %v", len(f.all()), len(f.panels), f.Err())
	}
	low := f.panels[7] // third row, second column
	if low.x.lo != f.panels[4].x.lo || low.y.hi != f.panels[6].y.hi || low.y.hi < 9 || low.x.hi > 6 || low.x.hi < 2.5 || low.x.lo > -2.5 {
		t.Errorf("limits x to %v, y to %v", low.x.hi, low.y.hi)
	}
	for _, c := range []struct {
		f    *Figure
		want string
	}{
		{Corner(nil), "plots.Corner: the sample has no rows"},
		{Corner(mat.NewDense(2, 9, nil)), "9 columns make 45 panels: choose at most 8"},
		{Corner(x, CornerOptions{Names: []string{"a"}}), "1 names for 3 columns"},
		{Corner(x, CornerOptions{Truth: []float64{1}}), "1 values for 3 columns"},
		{Corner(x, CornerOptions{Other: mat.NewDense(2, 2, nil)}), "3 and 2 columns"},
		{Corner(mat.NewDense(1, 1, []float64{math.NaN()})), "column 0: all 1 values"},
	} {
		if c.f.Err() == nil || !strings.Contains(c.f.Err().Error(), c.want) {
			t.Errorf("error %v, want %q", c.f.Err(), c.want)
		}
	}
}

// TestTooLargeLosesPixels: a picture that is too large has fewer pixels, and is still one.
func TestTooLargeLosesPixels(t *testing.T) {
	f := Histogram2D(mat.NewDense(5000, 2, gaussian(1, 10_000)))
	w, h := f.Size()
	sizes := map[int]int{}
	for _, limit := range []int{maxPNG, 6000} {
		file, err := f.pngOf(w, h, limit)
		if err != nil || len(file) > limit {
			t.Fatalf("%d bytes, %v", len(file), err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		sizes[limit] = c.Width
	}
	if sizes[6000] >= sizes[maxPNG] || sizes[6000] < sizes[maxPNG]/6 {
		t.Errorf("widths %v", sizes)
	}
}

func TestStretches(t *testing.T) {
	loss := make([]float64, 3000)
	for i := range loss {
		loss[i] = float64(i)
	}
	loss[5], loss[2999] = math.NaN(), math.Inf(1)
	raw, smooth, missing := stretched(loss)
	if missing != 2 || len(smooth.Y) != 300 || len(raw.Y) != 600 || smooth.Y[1] != 14.5 || raw.Y[2] != 10 || raw.Y[3] != 19 || smooth.Y[0] != 40.0/9 {
		t.Errorf("%d missing, %d and %d points, %v", missing, len(smooth.Y), len(raw.Y), smooth.Y[:2])
	}
}

// TestHistoryScale: logarithmic unless a loss, or a validation loss, is negative.
func TestHistoryScale(t *testing.T) {
	for want, h := range map[bool]fit.History{true: {Loss: []float64{2, 1}}, false: {Loss: []float64{2, 1}, Validation: []fit.Point{{Step: 1, Loss: -1}}}} {
		if got := History(h).panels[0].y.log; got != want {
			t.Errorf("logarithmic %v, want %v", got, want)
		}
	}
	if History(fit.History{Loss: []float64{2, 1}}, fit.History{Loss: []float64{-2, 1}}).panels[0].y.log {
		t.Error("logarithmic with a negative loss in the second run")
	}
}

func TestImages(t *testing.T) {
	for name, c := range map[string]struct {
		x    *mat.Dense
		want [3]uint8 // of the first pixel
		err  string
	}{
		"unit":   {mat.NewDense(1, 4, []float64{0.6, 0, 0, 0.9}), [3]uint8{153, 153, 153}, ""},
		"range":  {mat.NewDense(1, 4, []float64{4, 0, 16, 8}), [3]uint8{64, 64, 64}, ""},
		"signs":  {mat.NewDense(1, 4, []float64{1, -1, 0, math.NaN()}), [3]uint8{255, 255, 255}, ""},
		"color":  {mat.NewDense(1, 12, []float64{1, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0}), [3]uint8{255, 0, 51}, ""},
		"bytes":  {mat.NewDense(1, 12, []float64{255, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), [3]uint8{255, 7, 0}, ""},
		"wrong":  {mat.NewDense(1, 5, nil), [3]uint8{}, "an image of 2 × 2 pixels has 4 columns, in colour 12; the table has 5"},
		"nil":    {nil, [3]uint8{}, "the table has no rows"},
		"flat":   {mat.NewDense(1, 4, []float64{3, 3, 3, 3}), [3]uint8{0, 0, 0}, ""},
		"binary": {mat.NewDense(1, 4, []float64{1, 0, 0, 1}), [3]uint8{255, 255, 255}, ""},
	} {
		f := Images(c.x, 2, 2)
		if c.err != "" {
			if f.Err() == nil || !strings.Contains(f.Err().Error(), c.err) {
				t.Errorf("%s: %v", name, f.Err())
			}
			continue
		}
		if got := [3]uint8(f.panels[0].marks[0].(*mark.Pictures).Pix[:3]); got != c.want {
			t.Errorf("%s: first pixel %v, want %v", name, got, c.want)
		}
	}
	if f := Images(mat.NewDense(500, 4, nil), 2, 2); !strings.Contains(f.AltText(), "The first 400 of 500 images.") {
		t.Errorf("%s", f.AltText())
	}
}

// TestImagesInRows: as many in a row as was asked for, and no more than there are.
func TestImagesInRows(t *testing.T) {
	ten := mat.NewDense(10, 4, nil)
	for want, f := range map[string]*Figure{
		"in rows of 2.": Images(ten, 2, 2, 2), "in rows of 10.": Images(ten, 2, 2, 30), "in rows of 4.": Images(ten, 2, 2),
	} {
		if !strings.Contains(f.AltText(), want) {
			t.Errorf("%s: want %s", f.AltText(), want)
		}
	}
	for _, columns := range [][]int{{0}, {-3}, {2, 2}} {
		if err := Images(ten, 2, 2, columns...).Err(); err == nil || !strings.Contains(err.Error(), "want one number of images in a row, at least 1") {
			t.Errorf("%v: %v", columns, err)
		}
	}
}

// TestStreamlinesFollowTheField: on circles the radius stays, lines keep apart, and none stands still.
func TestStreamlinesFollowTheField(t *testing.T) {
	f := Streamlines(func(x, y float64) (float64, float64) { return -y, x }, [2]float64{-1, -1}, [2]float64{1, 1})
	m := f.panels[0].marks[0].(*mark.Streams)
	if len(m.Lines) < 8 {
		t.Errorf("%d lines", len(m.Lines))
	}
	for _, l := range m.Lines {
		first := math.Hypot(l.X[0], l.Y[0])
		for i := range l.X {
			if r := math.Hypot(l.X[i], l.Y[i]); math.Abs(r-first) > 5e-3 || math.Abs(l.Speed[i]-r) > 1e-12 {
				t.Fatalf("radius from %v to %v, speed %v", first, r, l.Speed[i])
			}
		}
	}
	if f := Streamlines(func(_, _ float64) (float64, float64) { return 0, 0 }, [2]float64{-1, -1}, [2]float64{1, 1}); f.Err() == nil {
		t.Error("a field that is zero has lines")
	}
}
