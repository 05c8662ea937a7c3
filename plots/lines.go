package plots

import (
	"errors"
	"fmt"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// Line draws curves through the points (x, y), one for each y. Without x (nil) points are numbered from 0. Where a value is NaN or
// infinite the curve has a gap.
func Line(x []float64, ys ...[]float64) *Figure {
	if len(ys) == 0 {
		return failed("Line", errors.New("there is no y: give at least one slice"))
	}
	p := newPanel(wide, "", "")
	for i, y := range ys {
		at := numbered(x, len(y))
		if err := drawable(at, y); err != nil {
			return failed("Line", fmt.Errorf("curve %d: %w", i, err))
		}
		p.add(&mark.Line{Series: mark.Series{Color: i}, X: at, Y: y})
	}
	return row(p)
}

// Band draws a curve y with a band from low to high, such as a mean with its error. Without y (nil) it draws the band alone, without x
// points are numbered from 0.
func Band(x, y, low, high []float64) *Figure {
	x = numbered(x, len(low))
	if err := errors.Join(drawable(x, low), drawable(x, high)); err != nil {
		return failed("Band", fmt.Errorf("low and high: %w", err))
	}
	p := newPanel(wide, "", "")
	p.add(&mark.Area{Series: mark.Series{Aside: y != nil}, X: x, Low: low, High: high})
	if y != nil {
		if err := drawable(x, y); err != nil {
			return failed("Band", err)
		}
		p.add(&mark.Line{X: x, Y: y})
	}
	return row(p)
}

// ErrorBars draws points y ± sigma.
func ErrorBars(x, y, sigma []float64) *Figure {
	x = numbered(x, len(y))
	if err := errors.Join(drawable(x, y), drawable(x, sigma)); err != nil {
		return failed("ErrorBars", err)
	}
	m := &mark.ErrorBars{X: x, Y: y, Low: make([]float64, len(y)), High: make([]float64, len(y))}
	for i := range y {
		m.Low[i], m.High[i] = y[i]-sigma[i], y[i]+sigma[i]
	}
	return row(newPanel(wide, "", "").add(m))
}

// curvePoints is at how many points a function is drawn.
const curvePoints = 401

// Curve draws a function from lo to hi.
func Curve(f func(x float64) float64, lo, hi float64) *Figure {
	if f == nil || !(lo < hi) {
		return failed("Curve", fmt.Errorf("want a function and lo < hi, got %g and %g", lo, hi))
	}
	m := &mark.Line{}
	for i := range curvePoints {
		x := lo + (hi-lo)*float64(i)/(curvePoints-1)
		m.X, m.Y = append(m.X, x), append(m.Y, f(x))
	}
	if err := drawable(m.X, m.Y); err != nil {
		return failed("Curve", err)
	}
	return row(newPanel(wide, "", "").add(m))
}

// HLine draws dashed lines at values of y, to lay over other figures: a bound, the exact value.
func HLine(at ...float64) *Figure { return rules("HLine", false, at) }

// VLine is as HLine at values of x.
func VLine(at ...float64) *Figure { return rules("VLine", true, at) }

func rules(who string, vertical bool, at []float64) *Figure {
	if len(at) == 0 {
		return failed(who, errors.New("there is no value: give where the line is"))
	}
	p := newPanel(wide, "", "")
	for _, v := range at {
		if err := drawable([]float64{v}, []float64{v}); err != nil {
			return failed(who, err)
		}
		p.add(&mark.Rule{Series: mark.Series{Color: theme.Reference, Dashed: true}, At: v, Vertical: vertical})
	}
	return row(p)
}

// numbered is x, or for nil the numbers 0, 1, 2 …
func numbered(x []float64, n int) []float64 {
	if x != nil {
		return x
	}
	x = make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	return x
}
