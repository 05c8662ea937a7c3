package plots

import (
	"errors"
	"math"
	"slices"

	"github.com/gensci/gensci/plots/mark"
)

// contourPoints is the number of points in each direction at which contours look at a function.
const contourPoints = 161

// Contour draws lines on which a function has given values, over the rectangle from lo to hi; without values eight in equal
// steps. Alone it has colours by value, over another figure the colour of a series: Over(HeatMap(f, lo, hi), Contour(g, lo, hi)).
func Contour(f func(x, y float64) float64, lo, hi [2]float64, values ...float64) *Figure {
	if _, err := gridOver(f != nil, lo, hi); err != nil {
		return failed("Contour", err)
	}
	t := table(f, lo, hi, contourPoints)
	if err := valued(t.Z); err != nil {
		return failed("Contour", err)
	}
	s := mark.ScaleOf("", t.Z)
	if len(values) == 0 {
		values = steps(s, t.Z, 8)
	}
	m := &mark.Contours{Box: mark.Box{X0: lo[0], X1: hi[0], Y0: lo[1], Y1: hi[1]}, Scale: s}
	lines := 0
	for _, v := range values {
		m.Levels = append(m.Levels, mark.Level{Value: v, Lines: t.Contour(v)})
		lines += len(m.Levels[len(m.Levels)-1].Lines)
	}
	if lines == 0 {
		return failed("Contour", errors.New("the function has none of the values in the rectangle: choose others"))
	}
	return row(newPanel(square, "x", "y").add(m).colored(s))
}

// steps are n values inside the range, in equal steps.
func steps(s *mark.Scale, z []float64, n int) (values []float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range z {
		if finite(v) {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	if s.Lo < 0 && s.Hi > 0 && n%2 == 0 {
		n-- // zero among them where it is in the middle
	}
	for i := range n {
		values = append(values, lo+(hi-lo)*(float64(i)+1)/float64(n+1))
	}
	return slices.Compact(values)
}
