package plots

import (
	"errors"
	"fmt"
	"math"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/plots/mark"
)

// Stretches of steps over which losses are averaged.
const stretches = 300

// History draws the loss of each step, faint, its mean over stretches of steps, and the loss on validation data where there
// is one. Of several runs each has a colour, its validation dashed. The scale is logarithmic unless a loss is negative, as log-densities
// can be. A run that diverged is drawn as far as it has losses.
func History(runs ...fit.History) *Figure {
	if len(runs) == 0 {
		return failed("History", errors.New("there is no run: give the history of one"))
	}
	p := newPanel(wide, "step", "loss")
	p.x.whole, p.y.log = true, true
	missing, steps := 0, 0
	for i, h := range runs {
		if err := valued(h.Loss); err != nil {
			return failed("History", fmt.Errorf("the losses: %w", err))
		}
		missing += p.run(h, i, len(runs) > 1)
		steps += len(h.Loss)
	}
	f := row(p)
	if missing > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d losses are NaN or infinite: left out.", missing, steps))
	}
	return f
}

// run adds the curves of run i, and returns how many of its losses cannot be drawn.
func (p *panel) run(h fit.History, i int, several bool) (missing int) {
	raw, smooth, missing := stretched(h.Loss)
	smooth.Color, raw.Color = i, i
	raw.Alpha, raw.Width, raw.Aside = 0.35, 0.6, true
	smooth.Name = "training"
	if several {
		smooth.Name = fmt.Sprintf("run %d", i+1)
	}
	if len(h.Loss) > len(smooth.Y) {
		p.add(&raw)
	}
	p.add(&smooth)
	for _, l := range h.Loss {
		p.y.log = p.y.log && !(l < 0)
	}
	if len(h.Validation) == 0 {
		return missing
	}
	judged := &mark.Line{Series: mark.Series{Name: "validation", Color: i + 1}, Dots: len(h.Validation) <= 50}
	if several {
		judged.Series = mark.Series{Color: i, Dashed: true, Aside: true}
		judged.Dots = false
	}
	for _, v := range h.Validation {
		judged.X, judged.Y = append(judged.X, float64(v.Step)), append(judged.Y, v.Loss)
		p.y.log = p.y.log && !(v.Loss < 0)
	}
	p.add(judged)
	return missing
}

// stretched is the lowest and the highest loss of each of up to 300 stretches of steps, and the mean of each; missing counts what is not
// finite, and is no part of them.
func stretched(loss []float64) (raw, smooth mark.Line, missing int) {
	n := min(len(loss), stretches)
	for i := range n {
		from, to := i*len(loss)/n, (i+1)*len(loss)/n
		lo, hi, sum, count := math.Inf(1), math.Inf(-1), 0.0, 0
		for _, l := range loss[from:to] {
			if finite(l) {
				lo, hi, sum, count = min(lo, l), max(hi, l), sum+l, count+1
			}
		}
		missing += to - from - count
		if count == 0 {
			continue
		}
		at := float64(from+to-1) / 2
		raw.X, raw.Y = append(raw.X, at, at), append(raw.Y, lo, hi)
		smooth.X, smooth.Y = append(smooth.X, at), append(smooth.Y, sum/float64(count))
	}
	return raw, smooth, missing
}
