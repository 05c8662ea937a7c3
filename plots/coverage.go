package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
	"github.com/gensci/gensci/plots/uniform"
)

// level is the probability of all bands.
const level = 0.95

// Coverage draws how often credible regions hold the truth, against how often they should. For each of n simulated data sets levels has
// the level, from 0 to 1, of the smallest region of highest posterior density that holds the true parameters; several methods give several slices. A
// calibrated posterior follows the diagonal: in the dark band with 95 % probability at each point, in the pale one with 95 % everywhere.
// Below the diagonal it is overconfident (Hermans et al. 2022).
func Coverage(levels ...[]float64) *Figure {
	if len(levels) == 0 {
		return failed("Coverage", errors.New("there are no levels"))
	}
	z := even(0, 1, 100)[1:]
	p := newPanel(vg.Point{X: 230, Y: 230}, "nominal level", "coverage")
	n, missing, all := 0, 0, 0
	var curves []mark.Mark
	for i, l := range levels {
		v := finiteOf(l)
		if err := unit(v, len(l)); err != nil {
			return failed("Coverage", fmt.Errorf("slice %d: %w", i, err))
		}
		curves = append(curves, &mark.Line{Series: mark.Series{Color: i}, X: append([]float64{0}, z...), Y: append([]float64{0}, distribution(v, z)...)})
		if n == 0 || len(v) < n {
			n = len(v)
		}
		missing, all = missing+len(l)-len(v), all+len(l)
	}
	p.add(bands(n, z, 0)...)
	p.add(&mark.Line{Series: mark.Series{Color: theme.Reference, Dashed: true, Aside: true}, X: []float64{0, 1}, Y: []float64{0, 1}, Width: 1})
	p.add(curves...)
	p.tight = true
	return row(p).leftOut(missing, all)
}

// unit is an error unless there are values and all are from 0 to 1.
func unit(v []float64, given int) error {
	if len(v) == 0 {
		return fmt.Errorf("none of the %d values is finite: nothing to draw", given)
	}
	for _, x := range v {
		if x < 0 || x > 1 {
			return fmt.Errorf("there is the value %g: give levels from 0 to 1", x)
		}
	}
	return nil
}

// distribution is the part of values ≤ each z.
func distribution(v, z []float64) []float64 {
	out := make([]float64, len(z))
	for i, at := range z {
		n := 0
		for _, x := range v {
			if x <= at {
				n++
			}
		}
		out[i] = float64(n) / float64(len(v))
	}
	return out
}

// bands are those of the distribution of n uniform values at points z, less minus·z: simultaneous, and pointwise on top of it.
func bands(n int, z []float64, minus float64) []mark.Mark {
	var out []mark.Mark
	for k, b := range []uniform.Band{uniform.Simultaneous(n, z, level), uniform.Pointwise(n, z, level)} {
		m := &mark.Area{Series: mark.Series{Color: theme.Reference, Name: []string{"95 % everywhere", "95 % at each point"}[k], Aside: true}, Alpha: 0.14 + 0.12*float64(k)}
		m.X, m.Low, m.High = []float64{0}, []float64{0}, []float64{0}
		for i, at := range z {
			m.X = append(m.X, at)
			m.Low = append(m.Low, float64(b.Low[i])/float64(n)-minus*at)
			m.High = append(m.High, float64(b.High[i])/float64(n)-minus*at)
		}
		out = append(out, m)
	}
	return out
}
