package multiplier

import (
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// At are points (t, x) at one time, a row for each x: [n, 2].
func At(t float64, x []float64) *mat.Dense {
	if len(x) == 0 {
		return &mat.Dense{}
	}
	p := mat.NewDense(len(x), 2, nil)
	for i, x := range x {
		p.SetRow(i, []float64{t, x})
	}
	return p
}

// box is t in [0, 1] and a period of x.
func box(period float64) geom.Rect { return geom.Rect{{0, 1}, {0, or(period, 1)}} }

func or(x, zero float64) float64 {
	if x == 0 {
		return zero
	}
	return x
}
