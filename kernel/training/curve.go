package training

import (
	"fmt"
	"math"
	"strings"

	"github.com/gensci/gensci/gen/fit"
)

// Sizes in pixels.
const (
	width, height             = 480, 180
	left, right, top, bottom  = 56, 8, 8, 22
	points                    = 240 // of the curve at most
	trainColor, validateColor = "#0072b2", "#d55e00"
)

// curve is the losses as SVG. Colours are those of the colour-blind safe set of Okabe and Ito (2008); text takes the colour of the page.
func curve(h *fit.History) string {
	train := means(h.Loss)
	a := axesOf(train, h.Validation)
	if len(train) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" style="max-width: 100%%" font-size="11" fill="currentColor" role="img" aria-label="loss %.4g (mean of the last %d) after %d steps">`,
		width, height, width, h.Last(lastSteps), min(lastSteps, h.Steps()), h.Steps())
	a.draw(&b)
	line(&b, a, train, trainColor)
	if len(h.Validation) > 0 {
		line(&b, a, h.Validation, validateColor)
		legend(&b)
	}
	b.WriteString("</svg>")
	return b.String()
}

// means are the losses, averaged over equal stretches.
func means(loss []float64) (curve []fit.Point) {
	stretch := (len(loss) + points - 1) / points
	for at := 0; at < len(loss); at += stretch {
		end := min(at+stretch, len(loss))
		sum := 0.0
		for _, x := range loss[at:end] {
			sum += x
		}
		if mean := sum / float64(end-at); !math.IsNaN(mean) && !math.IsInf(mean, 0) {
			curve = append(curve, fit.Point{Step: end, Loss: mean})
		}
	}
	return curve
}

// axes are the scales: steps to the right, the loss upwards, logarithmic where it is positive and falls by more than a factor of ten.
type axes struct {
	steps  int
	lo, hi float64 // of the loss, or of its logarithm
	log    bool
}

func axesOf(curves ...[]fit.Point) axes {
	a := axes{lo: math.Inf(1), hi: math.Inf(-1)}
	for _, c := range curves {
		for _, p := range c {
			a.steps = max(a.steps, p.Step)
			a.lo, a.hi = min(a.lo, p.Loss), max(a.hi, p.Loss)
		}
	}
	if a.log = a.lo > 0 && a.hi > 10*a.lo; a.log {
		a.lo, a.hi = math.Log10(a.lo), math.Log10(a.hi)
	}
	if a.hi-a.lo < 1e-12 {
		a.lo, a.hi = a.lo-0.5, a.hi+0.5
	}
	return a
}

func (a axes) x(step int) float64 {
	return left + (width-left-right)*float64(step)/float64(max(a.steps, 1))
}

func (a axes) y(loss float64) float64 {
	if a.log {
		loss = math.Log10(loss)
	}
	return top + (height-top-bottom)*(a.hi-loss)/(a.hi-a.lo)
}

// draw draws the frame with three losses and the number of steps.
func (a axes) draw(b *strings.Builder) {
	fmt.Fprintf(b, `<path d="M%d %dV%dH%d" fill="none" stroke="currentColor" stroke-opacity="0.5"/>`, left, top, height-bottom, width-right)
	for i := range 3 {
		v := a.lo + (a.hi-a.lo)*float64(i)/2
		y := top + (height-top-bottom)*(1-float64(i)/2)
		if a.log {
			v = math.Pow(10, v)
		}
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end">%.3g</text>`, left-5, y+4, v)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d">0</text><text x="%d" y="%d" text-anchor="end">%d steps</text>`, left, height-6, width-right, height-6, a.steps)
}

func line(b *strings.Builder, a axes, points []fit.Point, color string) {
	b.WriteString(`<path d="`)
	command := "M"
	for _, p := range points {
		if math.IsNaN(p.Loss) || math.IsInf(p.Loss, 0) {
			continue
		}
		fmt.Fprintf(b, "%s%.1f %.1f", command, a.x(p.Step), a.y(p.Loss))
		command = "L"
	}
	fmt.Fprintf(b, `" fill="none" stroke="%s" stroke-width="1.5"/>`, color)
}

func legend(b *strings.Builder) {
	for i, l := range []struct{ name, color string }{{"training", trainColor}, {"validation", validateColor}} {
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" fill="%s">%s</text>`, width-right-4, top+12+14*i, l.color, l.name)
	}
}
