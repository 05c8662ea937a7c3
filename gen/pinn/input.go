package pinn

import (
	"math"

	"github.com/gensci/gensci/gen/pinn/jet"
)

// inputs are what a network reads of variables in a box: each variable, scaled so that the box becomes [-1, 1]; or, where the fields have
// a period in it, cosine and sine of it. Periods are 0 where there is none.
func inputs(lo, hi, periods []float64) (in []jet.Input) {
	for j := range lo {
		if len(periods) > 0 && periods[j] > 0 {
			k := 2 * math.Pi / periods[j]
			in = append(in, jet.Input{Variable: j, Scale: k, Shift: -k * lo[j], Wave: jet.Cosine}, jet.Input{Variable: j, Scale: k, Shift: -k * lo[j], Wave: jet.Sine})
			continue
		}
		width := hi[j] - lo[j]
		if width == 0 {
			width = 2
		}
		in = append(in, jet.Input{Variable: j, Scale: 2 / width, Shift: -(lo[j] + hi[j]) / width})
	}
	return in
}
