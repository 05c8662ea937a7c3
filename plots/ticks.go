package plots

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// roundTicks labels multiples of 1, 2 or 5 times a power of ten, four to eight of them.
type roundTicks struct{}

var _ plot.Ticker = roundTicks{}

// Ticks returns the marks between lo and hi.
func (roundTicks) Ticks(lo, hi float64) (marks []plot.Tick) {
	if !(lo < hi) {
		return []plot.Tick{{Value: lo, Label: strconv.FormatFloat(lo, 'g', 4, 64)}}
	}
	step := roundStep((hi - lo) / 4)
	format, digits := byte('f'), max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	if top := math.Max(math.Abs(lo), math.Abs(hi)); digits > 3 || top >= 1e5 {
		format, digits = 'e', max(0, int(math.Floor(math.Log10(top))-math.Floor(math.Log10(step)+1e-9)))
	}
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step; k++ {
		label := strconv.FormatFloat(k*step+0, format, digits, 64) // + 0: no "-0"
		if k == 0 && format == 'e' {
			label = "0"
		}
		marks = append(marks, plot.Tick{Value: k * step, Label: label})
	}
	return marks
}

// roundStep is the largest of 1, 2, 5 times a power of ten that is at most x.
func roundStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{5, 2} {
		if f*power <= x*(1+1e-9) {
			return f * power
		}
	}
	return power
}
