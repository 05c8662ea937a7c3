package doctor

import (
	"fmt"
	"math"

	"github.com/gensci/gensci/gen/fit"
)

// When losses swing too much.
const (
	window      = 51    // of the running median: longer than a swing of the loss under a rate that is too high, which takes some steps to some tens
	swings      = 0.10  // deviation around the running median, as a part of the loss or of its fall
	together    = 0.30  // autocorrelation: batches drawn anew give 0, steps that jump out and come back some tenths, steps that jump to and fro −1
	judged      = 0.055 // mean jump of the validation loss, always of the same examples: rates that suit give up to .031, those far too high from .076 on
	ofBothSigns = 0.12  // the same of losses of both signs, relative to their fall: rates that suit give up to .059; twice that, for want of sick ones
)

// When a loss falls too slowly.
const (
	oneWay    = 0.8  // of the changes from look to look are downwards: steps go one way all the time
	lateShare = 0.12 // of the fall is in the second half of the steps: of a straight line it is a half, of a healthy run that has come to rest nothing
	mostShare = 0.60 // and no more than this: a fall that speeds up, as that of runs cut short does (.7 on), is not one of steps too small (up to .46)
	straight  = 0.4  // or more is asked of losses of both signs instead of lateShare, since nobody knows what little is there
	slowFall  = 1    // on the logarithmic scale: a rate that lowered the loss by more than a factor e moves it
	overNoise = 4    // the fall is so many times the scatter from look to look
)

// rateTooHigh finds that steps jump across the valley. That batches differ makes losses scatter too, but independently of each other, and not those of
// the validation.
func rateTooHigh(h fit.History, c curve) Findings {
	remedy := "Take a third to a tenth of the learning rate, or let it fall towards the end (fit.Cosine)."
	late := c.around(len(c.y) * 3 / 4)
	s, r := deviation(late), lagged(late)
	if s >= swings && math.Abs(r) >= together+2/math.Sqrt(float64(len(late))) {
		return Findings{{
			RateTooHigh,
			fmt.Sprintf("In the last quarter of the steps the loss swings by ±%.0f %% of %s around its running median, and its autocorrelation is %.2f, where batches alone give 0.", 100*s, c.of(), r),
			remedy,
		}}
	}
	if len(h.Validation) < fewestSeen {
		return nil
	}
	_, loss := looks(h.Validation)
	v := newCurve(loss)
	most := judged
	if !v.log {
		most = ofBothSigns
	}
	if s = jumps(v.y[len(v.y)/2:]); s < most {
		return nil
	}
	return Findings{{
		RateTooHigh,
		fmt.Sprintf("In the second half of the steps the validation loss jumps by ±%.0f %% of %s from look to look, although its examples are always the same.", 100*s, v.of()),
		remedy,
	}}
}

// around is the curve from a step on, less its trend and its running median.
func (c curve) around(from int) []float64 {
	m := c.trend(from)
	y := make([]float64, len(c.y)-from)
	for i := range y {
		y[i] = c.y[from+i] - m*float64(i)
	}
	mid := smooth(y, window)
	for i := range y {
		y[i] -= mid[i]
	}
	return y
}

// trend is the slope per step from a step on: at the ends of a steep curve a running median alone is wrong on one side, which looks like a swing.
func (c curve) trend(from int) float64 {
	logs, y := c.medians(from, len(c.y))
	steps := make([]float64, len(logs))
	for i, x := range logs {
		steps[i] = math.Exp(x)
	}
	m, _, _ := slope(steps, y)
	return m
}

// rateTooLow finds that the loss falls as fast at the end as at the start, by little. It looks at the validation, which has no noise of batches, or
// at medians of the losses.
func rateTooLow(h fit.History, c curve) Findings {
	y, isLog := c.y, c.log
	if len(h.Validation) >= fewestSeen {
		_, loss := looks(h.Validation)
		v := newCurve(loss)
		y, isLog = v.y, v.log
	} else {
		_, y = c.medians(0, len(y))
	}
	n := len(y)
	start, middle, end := y[0], y[n/2], y[n-1]
	down := 0
	for i := 1; i < n; i++ {
		if y[i] < y[i-1] {
			down++
		}
	}
	share := (middle - end) / (start - end)
	switch {
	case !(start > end), float64(down) < oneWay*float64(n-1), share < lateShare, share > mostShare, isLog && start-end > slowFall, !isLog && share < straight, start-end < overNoise*scatter(y):
		return nil
	}
	return Findings{{
		RateTooLow,
		fmt.Sprintf("The loss fell by %.2g %% in %d steps, %.0f %% of that in the second half, and nearly always downwards.", 100*c.part(end-start), len(c.y), 100*share),
		"Take three to ten times the learning rate.",
	}}
}

// looks are the steps and the losses of a validation.
func looks(v []fit.Point) (steps, loss []float64) {
	for _, p := range v {
		steps, loss = append(steps, float64(p.Step)), append(loss, p.Loss)
	}
	return steps, loss
}

// seconds are the absolute second differences of values, so that a trend is none, over their deviation if the values were independent with a deviation of 1.
func seconds(y []float64) (d []float64) {
	for i := 2; i < len(y); i++ {
		d = append(d, math.Abs(y[i]-2*y[i-1]+y[i-2])/math.Sqrt(6))
	}
	return d
}

// scatter is the deviation of values from those beside them, whatever a few of them do.
func scatter(y []float64) float64 { return 1.4826 * median(seconds(y)) }

// jumps is the same by the mean, for which it does matter that one value in four is far off, as under a rate that is too high.
func jumps(y []float64) float64 {
	d := seconds(y)
	sum := 0.0
	for _, v := range d {
		sum += v
	}
	return math.Sqrt(math.Pi/2) * sum / math.Max(float64(len(d)), 1)
}
