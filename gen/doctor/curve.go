package doctor

import (
	"fmt"
	"math"
	"slices"
)

// curve is a loss over the steps of a run. Losses of one sign are read on the logarithmic scale, where a change is a part of the loss itself; others,
// such as log-densities, relative to how far they fell.
type curve struct {
	y    []float64 // the logarithm, or the loss divided by its fall
	log  bool
	loss []float64
}

// ends is the part of the steps at either end of a run whose median stands for its start and its end.
const ends = 0.05

func newCurve(loss []float64) curve {
	c := curve{loss: loss, log: slices.Min(loss) > 0, y: make([]float64, len(loss))}
	k := max(int(ends*float64(len(loss))), 3)
	fall := math.Abs(median(loss[:k]) - median(loss[len(loss)-k:]))
	if fall == 0 {
		fall = 1
	}
	for i, l := range loss {
		if c.log {
			c.y[i] = math.Log(l)
		} else {
			c.y[i] = l / fall
		}
	}
	return c
}

// part is what a change by d on the curve's scale is as a part of the loss, or of its fall so far.
func (c curve) part(d float64) float64 {
	if c.log {
		return -math.Expm1(d)
	}
	return -d
}

func (c curve) of() string {
	if c.log {
		return "the loss"
	}
	return "its fall so far"
}

// blocks is how many medians stand for a stretch of the curve: enough for an error bar, few enough that each is of many steps.
const blocks = 12

// medians are those of blocks of the steps from … to-1, at the logarithms of the steps in their middles.
func (c curve) medians(from, to int) (x, y []float64) {
	for k := range blocks {
		a, b := from+k*(to-from)/blocks, from+(k+1)*(to-from)/blocks
		if b > a {
			x, y = append(x, math.Log(float64(a+b+1)/2)), append(y, median(c.y[a:b]))
		}
	}
	return x, y
}

// When a run counts as still falling.
const (
	worthIt  = 0.10 // as many steps again would lower the loss by this part of it: less is hardly worth the time
	surely   = 0.03 // the same, by the end of the error bar that is on the side of doubt
	lateFrom = 0.75 // the stretch of the run that is extrapolated …
	lastFrom = 0.88 // … and a later one that must agree, since what a falling rate has brought to rest does not go on
)

// When a falling run counts as too slow.
const (
	lateShare = 0.30 // of the fall is in the second half of the steps: of a power law 1/t it is a tenth, of a straight line a half
	slowFall  = 3    // on the logarithmic scale: losses that fell by a factor of 20 had a rate that moves them
	smoothBy  = 4    // the fall of the second half is so many times the scatter around it: steps go one way
)

// falling finds that a run was ended too early, or went too slowly.
func (c curve) falling() Findings {
	n := len(c.y)
	gain, lo, hi := c.doubled(lateFrom)
	last, _, _ := c.doubled(lastFrom)
	if gain < worthIt || lo < surely || last < worthIt {
		return nil
	}
	k := max(int(ends*float64(n)), 3)
	start, middle, end := median(c.y[:k]), median(c.y[n/2-k/2:n/2-k/2+k]), median(c.y[n-k:])
	scatter := deviation(c.around(n / 2))
	share := (middle - end) / (start - end)
	if start > end && share >= lateShare && middle-end > smoothBy*scatter && (!c.log || start-end < slowFall) {
		return Findings{{
			RateTooLow,
			fmt.Sprintf("The loss went from %.3g to %.3g in %d steps, %.0f %% of the way in the second half, and %.2g times as far as it scatters.", c.loss[0], median(c.loss[n-k:]), n, 100*share, (middle-end)/math.Max(scatter, 1e-12)),
			"Take three to ten times the learning rate.",
		}}
	}
	return Findings{{
		StillFalling,
		fmt.Sprintf("As many steps again would lower the loss by %.0f %% of %s (from %.0f to %.0f %%), as the last quarter of %d steps goes.", 100*gain, c.of(), 100*lo, 100*hi, n),
		"Take more steps, with a rate that falls towards their end.",
	}}
}

// doubled is by what part as many steps again would lower the loss if it went on as the power law of the last part of the steps, with its bounds.
func (c curve) doubled(from float64) (gain, lo, hi float64) {
	n := len(c.y)
	x, y := c.medians(int(from*float64(n)), n)
	m, a, b := slope(x, y)
	return c.part(m * math.Ln2), c.part(b * math.Ln2), c.part(a * math.Ln2)
}

// around is the curve from a step on, less its running median.
func (c curve) around(from int) []float64 {
	y := c.y[from:]
	mid := smooth(y, window)
	out := make([]float64, len(y))
	for i := range y {
		out[i] = y[i] - mid[i]
	}
	return out
}

// window is the length of the running median: longer than a swing of the loss under a rate that is too high, which takes some steps to some tens.
const window = 51

// When losses swing too much.
const (
	swings   = 0.10 // deviation around the running median, as a part of the loss or of its fall
	together = 0.30 // autocorrelation: batches drawn anew give 0, steps that jump out and come back some tenths, steps that jump to and fro −1
	lastPart = 0.5  // of the steps is what is looked at, since early swings that a falling rate calms are healthy
)

// rateTooHigh finds that steps jump across the valley. That batches differ makes losses scatter too, but independently of each other.
func (c curve) rateTooHigh() Findings {
	e := c.around(int(lastPart * float64(len(c.y))))
	late := e[len(e)/2:]
	s, r := deviation(late), lagged(late)
	if s < swings || math.Abs(r) < together+2/math.Sqrt(float64(len(late))) {
		return nil
	}
	return Findings{{
		RateTooHigh,
		fmt.Sprintf("In the last quarter of the steps the loss swings by ±%.0f %% of %s around its running median, and its autocorrelation is %.2f, where batches alone give 0.", 100*s, c.of(), r),
		"Take a third to a tenth of the learning rate, or let it fall towards the end (fit.Cosine).",
	}}
}
