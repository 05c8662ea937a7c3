package plots_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/plots"
)

// wave stands for a trained solution: the exact one of a problem times 1 + error.
type wave struct {
	of    exact.Solved
	vars  string
	lo    []float64
	hi    []float64
	error float64
}

var burgers = wave{exact.Burgers{}, "t x", []float64{0, -1}, []float64{1, 1}, 0.01}

func (w wave) Vars() []string                { return strings.Fields(w.vars) }
func (w wave) Fields() []string              { return []string{"u"} }
func (w wave) Box() (lo, hi []float64)       { return w.lo, w.hi }
func (w wave) ExactAt(x []float64) []float64 { return w.of.At(x) }

func (w wave) At(x *mat.Dense) (*mat.Dense, error) {
	n, _ := x.Dims()
	u := mat.NewDense(n, 1, nil)
	for i := range n {
		u.Set(i, 0, (1+w.error)*w.of.At(x.RawRowView(i))[0])
	}
	return u, nil
}

// heat is as burgers, and computed in no time.
var heat = wave{exact.Heat{Mode: 2}, "t x", []float64{0, 0}, []float64{1, 1}, 0.01}

// known stands for a trained density: the law, widened or broken.
type known struct {
	law   data.Planar
	logBy float64
}

func (k known) LogProb(x *mat.Dense) ([]float64, error) {
	lp := data.LogProbs(k.law, x)
	for i := range lp {
		lp[i] += k.logBy
	}
	return lp, nil
}

func history(n int) fit.History {
	rng := rand.New(rand.NewPCG(1, 2))
	h := fit.History{}
	for i := range n {
		l := math.Exp(-5*float64(i)/float64(n)) * (1 + 0.3*rng.NormFloat64()*rng.Float64())
		h.Loss = append(h.Loss, math.Abs(l)+1e-4)
		if i%(n/20) == 0 {
			h.Validation = append(h.Validation, fit.Point{Step: i, Loss: 1.3 * math.Exp(-5*float64(i)/float64(n))})
		}
	}
	return h
}

// figures are one of each kind, with the number of panels and of curves or clouds in the first.
func figures() map[string]struct {
	f      *plots.Figure
	panels int
} {
	rng := rand.New(rand.NewPCG(1, 2))
	moons := data.Moons{Noise: 0.1}
	type figure = struct {
		f      *plots.Figure
		panels int
	}
	lo, hi := moons.Box()
	return map[string]figure{
		"samples":    {plots.Samples(moons.Sample(rng, 500), moons.Sample(rng, 20000)).Titles("data", "model"), 2},
		"density":    {plots.Density(known{moons, -0.1}, moons), 2},
		"density-in": {plots.DensityIn(known{moons, 0}, lo, hi), 1},
		"history":    {plots.History(history(5000)), 1},
		"short":      {plots.History(fit.History{Loss: []float64{2, -1, -1.5}}), 1},
		"map":        {plots.Map(heat), 1},
		"slices":     {plots.Slices(burgers, "t", 0.25, 0.5, 0.75), 3},
		"against":    {plots.Against(heat, exact.Heat{Mode: 2}), 2},
		"error":      {plots.ErrorMap(heat, exact.Heat{Mode: 2}), 1},
		"residual":   {plots.ResidualMap(left{burgers}, "equation"), 1},
		"dots":       {plots.ResidualMap(left{burgers}, "start", mat.NewDense(2, 2, []float64{0, -1, 0, 1})), 1},
		"terms":      {plots.Terms(left{burgers}), 1},
		"points":     {plots.Points(exact.Heat{}.Problem(), mat.NewDense(1, 2, nil), nil, mat.NewDense(1, 3, nil)), 1},
		"positive":   {plots.Map(wave{exact.Heat{}, "t x", []float64{0, 0}, []float64{1, 1}, 0}), 1},
	}
}

func TestFiguresDraw(t *testing.T) {
	dir := os.Getenv("PLOTS_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	for name, c := range figures() {
		if err := c.f.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := len(c.f.Plots()); got != c.panels {
			t.Errorf("%s: %d panels, want %d", name, got, c.panels)
		}
		for _, p := range c.f.Plots() {
			for _, v := range []float64{p.X.Min, p.X.Max, p.Y.Min, p.Y.Max} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s: limits x [%g, %g], y [%g, %g]", name, p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)
				}
			}
		}
		if err := c.f.Save(filepath.Join(dir, name+".png")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		wantPicture(t, name, c.f)
	}
}

// wantPicture draws a figure in both formats and looks at size and content.
func wantPicture(t *testing.T, name string, f *plots.Figure) {
	w, h := f.Size()
	var b bytes.Buffer
	for _, format := range []string{"png", "svg"} {
		to, err := f.WriterTo(w, h, format)
		if err != nil {
			t.Fatalf("%s as %s: %v", name, format, err)
		}
		b.Reset()
		if _, err = to.WriteTo(&b); err != nil {
			t.Fatalf("%s as %s: %v", name, format, err)
		}
		if format == "svg" {
			continue
		}
		img, err := png.Decode(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		colors := map[[3]uint32]bool{}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				r, g, b, _ := img.At(x, y).RGBA()
				colors[[3]uint32{r, g, b}] = true
			}
		}
		if img.Bounds().Dx() < int(w) || len(colors) < 20 {
			t.Errorf("%s: picture %v with %d colours", name, img.Bounds(), len(colors))
		}
	}
	d := xml.NewDecoder(&b)
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: SVG: %v", name, err)
		}
	}
}

// broken gives what a model that diverged gives: from row first on NaN.
type broken struct {
	wave
	first int
}

func (b broken) At(x *mat.Dense) (*mat.Dense, error) {
	u, err := b.wave.At(x)
	for i := b.first; i < u.RawMatrix().Rows; i++ {
		u.Set(i, 0, math.NaN())
	}
	return u, err
}

func TestFiguresKeepErrors(t *testing.T) {
	moons := data.Moons{Noise: 0.1}
	nan := known{moons, math.NaN()}
	three := wave{exact.Heat{Mode: 2}, "t x y", []float64{0, -1, 0}, []float64{1, 1, 1}, 0}
	for _, c := range []struct {
		f    *plots.Figure
		want string
	}{
		{plots.Samples(), "plots.Samples: there is no table"},
		{plots.Samples(nil), "plots.Samples: table 0: it has no rows"},
		{plots.Samples(mat.NewDense(3, 1, nil)), "plots.Samples: table 0: want at least 2 columns, got 1"},
		{plots.Samples(mat.NewDense(1, 2, []float64{1, math.Inf(1)})), "plots.Samples: table 0: all 1 points are NaN or infinite"},
		{plots.Density(nan, moons), "plots.Density: the model's density: all 25600 values are NaN or infinite"},
		{plots.DensityIn(nan, [2]float64{}, [2]float64{}), "want a rectangle with lo < hi"},
		{plots.Classes(mat.NewDense(1, 2, nil), []float64{0.5}), "plots.Classes: row 0 has class 0.5: classes are whole numbers that count from 0"},
		{plots.Classes(mat.NewDense(1, 2, nil), []float64{math.Inf(1)}), "row 0 has class +Inf"},
		{plots.Classes(mat.NewDense(1, 2, nil), []int{-1}), "row 0 has class -1"},
		{plots.History(fit.History{}), "plots.History: the losses: there are no values"},
		{plots.History(fit.History{Loss: []float64{math.NaN(), math.NaN()}}), "plots.History: the losses: all 2 values are NaN or infinite: nothing to draw"},
		{plots.Map(broken{heat, 0}), "plots.Map: all "},
		{plots.Map(nil), "plots.Map: there is no solution"},
		{plots.Slices(nil, "t", 1), "plots.Slices: there is no solution"},
		{plots.Against(heat, nil), "plots.Against: there is no exact solution"},
		{plots.Density(nil, moons), "plots.Density: there is no model"},
		{plots.Density(nan, nil), "plots.Density: there is no law"},
		{plots.Map(three), "plots.Map: a map needs a solution of 2 variables"},
		{plots.Slices(heat, "y", 1), `there is no variable "y"`},
		{plots.Slices(heat, "t"), "want at least one value of t"},
		{plots.Slices(broken{heat, 0}, "t", 0.5), "plots.Slices: all "},
		{plots.Against(broken{heat, 0}, exact.Heat{Mode: 2}), "plots.Against: all "},
		{plots.ErrorMap(heat, nil), "plots.ErrorMap: there is no exact solution"},
		{plots.ErrorMap(broken{heat, 0}, exact.Heat{Mode: 2}), "plots.ErrorMap: all "},
		{plots.ErrorMap(heat, exact.Kovasznay{}), "the exact solution gives 3 values, the fields are [u]"},
		{plots.ResidualMap(nil, "equation"), "plots.ResidualMap: there is no solution"},
		{plots.ResidualMap(left{three}, "equation"), "a map needs a solution of 2 variables"},
		{plots.ResidualMap(left{heat}, "wall"), `no condition "wall"`},
		{plots.ResidualMap(left{heat}, "start", nil, nil), "at most one table of points, got 2"},
		{plots.ResidualMap(left{heat}, "start", mat.NewDense(1, 1, nil)), "want at least 2 columns, got 1"},
		{plots.Terms(nil), "plots.Terms: there is no solution"},
		{plots.Terms(left{three}), "plots.Terms: the solution has no terms"},
		{plots.Points(nil), "plots.Points: there is no problem"},
		{plots.Points(exact.Heat{}.Problem()), "0 tables for the conditions [equation start walls]"},
		{plots.Points(exact.Beltrami{}.Problem()), "want a problem of 1 or 2 variables"},
		{plots.Points(exact.Heat{}.Problem(), nil, nil, mat.NewDense(1, 1, nil)), `condition "walls": want at least 2 columns`},
		{plots.Map(heat).Titles("a", "b"), "2 titles for 1 panels"},
	} {
		if err := c.f.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
		if _, err := c.f.WriterTo(100, 100, "png"); !errors.Is(err, c.f.Err()) {
			t.Errorf("WriterTo: %v, want %v", err, c.f.Err())
		}
	}
	if err := plots.Map(heat).Save(filepath.Join(t.TempDir(), "x.doc")); err == nil || !strings.Contains(err.Error(), "doc") {
		t.Errorf("Save as .doc: %v", err)
	}
}

// TestAgainstSaysTheError: the field is 1 % too large everywhere, so the relative error is 1e-2.
func TestAgainstSaysTheError(t *testing.T) {
	if got, want := plots.Against(heat, exact.Heat{Mode: 2}).Plots()[1].Title.Text, "u − exact, relative error 0.01"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}
