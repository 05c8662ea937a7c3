package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// Bars draws values with names, such as the relevance of features, as horizontal bars from the top down; errors, if given, as ±.
func Bars(names []string, values []float64, errors ...float64) *Figure {
	switch {
	case len(names) != len(values):
		return failed("Bars", fmt.Errorf("there are %d names for %d values: give one for each", len(names), len(values)))
	case len(errors) > 0 && len(errors) != len(values):
		return failed("Bars", fmt.Errorf("there are %d errors for %d values: give one for each or none", len(errors), len(values)))
	}
	if err := valued(values); err != nil {
		return failed("Bars", err)
	}
	p := newPanel(vg.Point{X: 320, Y: vg.Length(max(40, min(20*len(values), 420)))}, "", "")
	p.y = axis{down: true, names: slices.Clone(names), fixed: true, lo: -0.5, hi: float64(len(values)) - 0.5}
	m := &mark.Beams{Values: values, Names: names}
	if len(errors) > 0 {
		m.Errors = errors
	}
	return row(p.add(m))
}
