package plots_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/plots"
)

// TestStrangeNumbers: whatever the numbers, there is a picture or one clear error, and soon.
func TestStrangeNumbers(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	lists := [][]float64{
		{0, 0},
		{1},
		{-5},
		{1e308, -1e308},
		{1.7e308, 1.6e308},
		{5e-324, 1e-323},
		{1, math.Nextafter(1, 2)},
		{1e17, 1e17 + 64},
		{-1e-300, 1e-300},
		{nan, 1, inf, -inf},
		{nan},
		{inf, -inf},
		{0, 1e-310, 1e300},
		{-1, -2, -3},
		{1e15, 1e-15},
		{123456789, 123456790},
	}
	for _, v := range lists {
		n := len(v)
		pairs := mat.NewDense(n, 2, nil)
		for i, x := range v {
			pairs.SetRow(i, []float64{x, v[n-1-i]})
		}
		at := func(x, y float64) float64 { return v[int(math.Abs(x+y))%n] }
		field := func(x, y float64) (float64, float64) { return at(x, y), at(y, x) }
		lo, hi := [2]float64{0, 0}, [2]float64{4, 4}
		for name, f := range map[string]*plots.Figure{
			"line": plots.Line(v, v), "log": plots.Line(nil, v).LogY(), "loglog": plots.Line(v, v).LogX().LogY(), "band": plots.Band(nil, v, v, v),
			"errors": plots.ErrorBars(nil, v, v).LogY(), "rules": plots.HLine(v...), "bars": plots.Bars(make([]string, n), v), "samples": plots.Samples(pairs, pairs),
			"by": plots.ScatterBy(pairs, v), "2d": plots.Histogram2D(pairs), "heat": plots.HeatMap(at, lo, hi), "contour": plots.Contour(at, lo, hi),
			"matrix": plots.Matrix(pairs), "field": plots.VectorField(field, lo, hi), "streams": plots.Streamlines(field, lo, hi), "histogram": plots.Histogram(v),
			"against": plots.HistogramAgainst(v, math.Exp), "corner": plots.Corner(pairs), "coverage": plots.Coverage(v), "history": plots.History(fit.History{Loss: v}),
			"spectrum": plots.Spectrum(v, v), "eigen": plots.Eigenvalues(v), "images": plots.Images(pairs, 1, 2), "compare": plots.Compare(at, func(x, _ float64) float64 { return x }, lo, hi),
			"xlim": plots.Line(nil, v).YLim(-1e-9, 1e-9), "over": plots.Over(plots.HeatMap(at, lo, hi), plots.Contour(at, lo, hi), plots.Scatter(pairs)),
		} {
			t.Run(fmt.Sprintf("%s %g", name, v), func(t *testing.T) {
				if _, err := f.SVG(); f.Err() == nil && err != nil {
					t.Errorf("no error at first, then %v", err)
				}
				if text := f.AltText(); text == "" {
					t.Error("no description")
				}
			})
		}
	}
}
