package plots_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/plots"
)

func TestAltText(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{0, 0, 1, 2, 2, 4, 3, 6})
	for _, c := range []struct {
		f    *plots.Figure
		want string
	}{
		{
			plots.Line([]float64{0, 1, 2}, []float64{4, 2, 1}).Names("u").Labels("t", "u(t)").Titles("decay"),
			"decay. u(t) against t. u: 3 points, falls from 4 to 1. x from -0.07 to 2.07, y from 0.895 to 4.11.",
		},
		{
			plots.History(fit.History{Loss: []float64{3.2, 1, 0.41, math.NaN()}}),
			"loss (logarithmic) against step. training: 3 points, falls from 3.2 to 0.41. x from -0.07 to 2.07, y from 0.334 to 3.93. 1 of 4 losses are NaN or infinite: left out.",
		},
		{
			plots.Scatter(x),
			"x₂ against x₁. 4 points, mean (1.5, 3), standard deviations 1.12 and 2.24. x from -0.105 to 3.1, y from -0.21 to 6.21.",
		},
		{
			plots.Matrix(mat.NewDense(1, 2, []float64{5, 7})).Colorbar("mass"),
			"row against column. 2 × 1 cells coloured by mass, from 5 at (0, 0) to 7 at (1, 0). x from -0.5 to 1.5, y from -0.5 to 0.5.",
		},
		{plots.Images(mat.NewDense(3, 4, nil), 2, 2).Titles("codes"), "codes. 3 images of 2 × 2 pixels in rows of 3."},
		{
			plots.Grid(2, plots.Line(nil, []float64{1, 2}), plots.Line(nil, []float64{2, 1})),
			"Panel 1: y against x. 2 points, rises from 1 to 2. x from -0.035 to 1.03, y from 0.965 to 2.04. Panel 2: y against x. 2 points, falls from 2 to 1. x from -0.035 to 1.03, y from 0.965 to 2.04.",
		},
		{plots.Corner(x, plots.CornerOptions{Names: []string{"a", "b"}, Truth: []float64{1, 2}}), "Corner plot of a, b: 4 points, a = 1.5 ± 1.12, b = 3 ± 2.24. Lines mark a = 1, b = 2."},
		{plots.Scatter(x).Alt("a straight line"), "a straight line"},
		{plots.Scatter(), "error: plots.Scatter: there is no table"},
	} {
		if got := c.f.AltText(); got != c.want {
			t.Errorf("\n%s\nwant\n%s", got, c.want)
		}
	}
}

// TestAltTextIsEverywhere: in the bundle, in the SVG (escaped) and in the PNG.
func TestAltTextIsEverywhere(t *testing.T) {
	f := plots.Line(nil, []float64{1, 2}).Alt(`a < b & "c"`)
	if got := f.MimeBundle()["text/plain"]; got != `a < b & "c"` {
		t.Errorf("text/plain %v", got)
	}
	if text := svg(t, f); !strings.Contains(text, `aria-label="a &lt; b &amp; &#34;c&#34;"`) {
		t.Errorf("%.120s", text)
	}
	if b, err := f.PNG(); err != nil || !strings.Contains(string(b), "Description\x00\x00\x00\x00\x00a < b") {
		t.Errorf("PNG without the text, %v", err)
	}
}

func TestAltTextIsCut(t *testing.T) {
	var ys [][]float64
	for range 200 {
		ys = append(ys, []float64{1, 2, 3})
	}
	if got := []rune(plots.Line(nil, ys...).AltText()); len(got) != 900 || got[899] != '…' {
		t.Errorf("%d letters", len(got))
	}
}

// TestNotes: what cannot be drawn is counted under the picture and in its description.
func TestNotes(t *testing.T) {
	nan := math.NaN()
	x := mat.NewDense(4, 2, []float64{1, 1, nan, 2, 3, math.Inf(-1), 4, 4})
	for name, c := range map[string]struct {
		f    *plots.Figure
		want string
	}{
		"line":      {plots.Line(nil, []float64{1, nan, 3}), "1 of 3 values are NaN or infinite: left out."},
		"log":       {plots.Line(nil, []float64{1, 0, -3, 5}).LogY(), "2 of 4 values are not positive: not on a logarithmic axis."},
		"scatter":   {plots.Scatter(x), "2 of 4 values are NaN"},
		"histogram": {plots.Histogram([]float64{1, nan, 2}), "1 of 3 values are NaN"},
		"2d":        {plots.Histogram2D(x), "2 of 4 points are NaN"},
		"coverage":  {plots.Coverage([]float64{0.1, nan, 0.5}), "1 of 3 values are NaN"},
		"map":       {plots.Map(broken{heat, 25_000}), "600 of 25600 values are NaN"},
	} {
		clean := plots.Line(nil, []float64{1, 2, 3})
		if !strings.Contains(c.f.AltText(), c.want) || strings.Contains(clean.AltText(), "left out") {
			t.Errorf("%s: %s", name, c.f.AltText())
		}
		if text := svg(t, c.f); !strings.Contains(text[strings.Index(text, ">"):], c.want[:10]) {
			t.Errorf("%s: the note is not in the picture", name)
		}
	}
}
