package plots

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gensci/gensci/plots/mark"
)

// Spectrum draws power spectra on logarithmic axes: the power at each wavenumber or frequency k, a curve for each slice. The value at
// k = 0 is left out.
func Spectrum(k []float64, power ...[]float64) *Figure {
	if len(k) > 0 && k[0] == 0 {
		k, power = k[1:], slices.Clone(power)
		for i := range power {
			if len(power[i]) == len(k)+1 {
				power[i] = power[i][1:]
			}
		}
	}
	f := Line(k, power...)
	if f.err != nil {
		return failed("Spectrum", errors.Unwrap(f.err))
	}
	return f.Labels("wavenumber k", "power").LogX().LogY()
}

// Eigenvalues draws values, such as those of a covariance matrix, by their number from 1, on a logarithmic axis: each slice as dots on
// a line. Those that are not positive are left out and counted.
func Eigenvalues(values ...[]float64) *Figure {
	if len(values) == 0 {
		return failed("Eigenvalues", errors.New("there are no values"))
	}
	p := newPanel(wide, "number", "eigenvalue")
	p.x.whole = true
	for i, v := range values {
		if err := valued(v); err != nil {
			return failed("Eigenvalues", fmt.Errorf("slice %d: %w", i, err))
		}
		x := numbered(nil, len(v))
		for k := range x {
			x[k]++
		}
		p.add(&mark.Line{Series: mark.Series{Color: i}, X: x, Y: v, Dots: len(v) <= 60, Width: 1.2})
	}
	return row(p).LogY()
}
