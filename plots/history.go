package plots

import (
	"errors"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/gen/fit"
)

// curvePoints is how many points a loss curve has at most.
const curvePoints = 600

// History draws the loss of each step, faint, its mean over stretches of steps, and the loss on validation data where there
// is one. The scale is logarithmic unless a loss is negative, as log-densities can be.
func History(h fit.History) *Figure {
	if err := finite(h.Loss); err != nil {
		return failed("History", errors.New("the losses: "+err.Error()))
	}
	p := newPanel("", "step", "loss")
	raw, smooth := stretches(h.Loss)
	thin := curve(raw, 0)
	thin.Color, thin.Width = faded(line(0), 0.35), vg.Points(0.6)
	p.Add(thin)
	p.add("training", curve(smooth, 0))
	if len(h.Validation) > 0 {
		var judged plotter.XYs
		for _, v := range h.Validation {
			if !math.IsNaN(v.Loss) && !math.IsInf(v.Loss, 0) {
				judged = append(judged, plotter.XY{X: float64(v.Step), Y: v.Loss})
			}
		}
		p.add("validation", curve(judged, 1))
	}
	p.grid()
	if p.Y.Min > 0 {
		logarithmic(&p.Y)
	}
	p.legend()
	return figure(wideWidth, panelHeight, p)
}

// stretches are the lowest and highest loss of each of up to 300 stretches of steps, and the mean of each.
func stretches(loss []float64) (raw, mean plotter.XYs) {
	n := min(len(loss), curvePoints/2)
	for i := range n {
		from, to := i*len(loss)/n, (i+1)*len(loss)/n
		lo, hi, sum := loss[from], loss[from], 0.0
		for _, l := range loss[from:to] {
			lo, hi, sum = math.Min(lo, l), math.Max(hi, l), sum+l
		}
		at := float64(from+to-1) / 2
		raw = append(raw, plotter.XY{X: at, Y: lo})
		if to-from > 1 {
			raw = append(raw, plotter.XY{X: at, Y: hi})
		}
		mean = append(mean, plotter.XY{X: at, Y: sum / float64(to-from)})
	}
	return raw, mean
}

// logarithmic makes an axis with positive limits logarithmic, over a decade at least.
func logarithmic(a *plot.Axis) {
	a.Scale, a.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	if a.Max < 10*a.Min {
		mid := math.Sqrt(a.Min * a.Max)
		a.Min, a.Max = math.Min(a.Min, mid/math.Sqrt(10)), math.Max(a.Max, mid*math.Sqrt(10))
	}
}
