package plots_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots"
)

// left is a solution whose residuals are known: x²t, and 100 at a few points near the corner; its terms fall in two stages.
type left struct{ wave }

func (l left) Conditions() []string { return []string{"equation", "start"} }

func (l left) Residual(condition string, x *mat.Dense) ([]float64, error) {
	if !slices.Contains(l.Conditions(), condition) {
		return nil, fmt.Errorf("no condition %q", condition)
	}
	n, _ := x.Dims()
	r := make([]float64, n)
	for i := range r {
		if r[i] = x.At(i, 1) * x.At(i, 1) * x.At(i, 0); x.At(i, 0) > 0.97 && x.At(i, 1) > 0.97 {
			r[i] = 100
		}
	}
	return r, nil
}

func (l left) Squares() (steps []int, squares *mat.Dense) {
	if len(l.lo) == 3 {
		return nil, nil
	}
	squares = mat.NewDense(60, 2, nil)
	for i := range 60 {
		steps = append(steps, 20*i)
		squares.SetRow(i, []float64{math.Exp(-float64(i) / 9), math.Exp(-float64(i)/4) + 1e-4*(2+math.Sin(float64(i)))})
	}
	return steps, squares
}

func (l left) Stages() []int { return []int{0, 800, 1180} }

// TestResidualMapSays: the root mean square is that of the cells, and colours that end before the largest value have a note.
func TestResidualMapSays(t *testing.T) {
	f := plots.ResidualMap(left{burgers}, "equation")
	if text := f.AltText(); !strings.Contains(text, "equation, root mean square 2.") || !strings.Contains(text, "the largest residual is 100.") {
		t.Errorf("%s", text)
	}
	at := mat.NewDense(2, 2, []float64{0.5, 1, 0.5, -1}) // ½ at both
	f = plots.ResidualMap(left{burgers}, "start", at)
	if text := f.AltText(); !strings.Contains(text, "start, root mean square 0.5") || strings.Contains(text, "largest residual") {
		t.Errorf("%s", text)
	}
}

// TestTermsHaveBorders: a curve for each condition, and a line for each stage but the first.
func TestTermsHaveBorders(t *testing.T) {
	text := plots.Terms(left{burgers}).AltText()
	for _, want := range []string{"equation: 60 points", "start: 60 points", "a line at x = 800", "a line at x = 1.18e+03", "logarithmic"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "x = 0;") {
		t.Errorf("a border before the first stage: %s", text)
	}
}
