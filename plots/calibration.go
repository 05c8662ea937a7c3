package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
	"github.com/gensci/gensci/plots/uniform"
)

// calibrationBins is the number of groups of forecasts.
const calibrationBins = 10

// Calibration draws how often what a classifier gave probability p came true, against p (a reliability diagram): forecasts are taken
// together in ten equal parts of [0, 1], and each part has a dot at its mean forecast with the number of forecasts below. Calibrated forecasts
// lie on the diagonal; bars show where 95 % of their dots would be, by the binomial law (which is a little wide, since forecasts in a part differ).
func Calibration(p []float64, came []bool) *Figure {
	if len(p) != len(came) {
		return failed("Calibration", fmt.Errorf("there are %d forecasts and %d outcomes: give one for each", len(p), len(came)))
	}
	if err := unit(finiteOf(p), len(p)); err != nil {
		return failed("Calibration", err)
	}
	g := group(p, came)
	top, low := newPanel(vg.Point{X: 250, Y: 210}, "", "observed frequency"), newPanel(vg.Point{X: 250, Y: 50}, "forecast probability", "count")
	gray := mark.Series{Color: theme.Reference, Aside: true}
	diagonal := gray
	diagonal.Dashed = true
	top.add(&mark.Line{Series: diagonal, X: []float64{0, 1}, Y: []float64{0, 1}, Width: 1})
	gray.Name = "95 % if calibrated"
	top.add(&mark.ErrorBars{Series: gray, X: g.mean, Y: g.mean, Low: g.low, High: g.high, NoDots: true})
	top.add(&mark.Line{X: g.mean, Y: g.frequency, Dots: true})
	low.add(&mark.Steps{Series: mark.Series{Aside: true}, Edges: even(0, 1, calibrationBins), Heights: g.counts, Bars: true, Fill: 0.6})
	top.x.bare = true
	f := row(top, low)
	f.cols, f.close = 1, true
	n := 0
	for _, k := range g.counts {
		n += int(k)
	}
	return f.XLim(-margin, 1+margin).leftOut(len(p)-n, len(p))
}

// groups is forecasts taken together: those of parts that have any, and the counts of all.
type groups struct{ mean, frequency, low, high, counts []float64 }

func group(p []float64, came []bool) (g groups) {
	edges := even(0, 1, calibrationBins)
	g.counts = make([]float64, calibrationBins)
	sums, hits := make([]float64, calibrationBins), make([]float64, calibrationBins)
	for i, v := range p {
		if !finite(v) {
			continue
		}
		k := 0
		for k < calibrationBins-1 && v >= edges[k+1] {
			k++
		}
		g.counts[k]++
		sums[k] += v
		if came[i] {
			hits[k]++
		}
	}
	for k, n := range g.counts {
		if n == 0 {
			continue
		}
		mean := sums[k] / n
		lo, hi := uniform.Quantiles(int(n), mean, level)
		g.mean, g.frequency = append(g.mean, mean), append(g.frequency, hits[k]/n)
		g.low, g.high = append(g.low, float64(lo)/n), append(g.high, float64(hi)/n)
	}
	return g
}
