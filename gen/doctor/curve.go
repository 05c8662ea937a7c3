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
	worthIt  = 0.25 // as many steps again would lower the loss by this part of it: between the noise of healthy runs, .13, and a power law t^-½, .29
	surely   = 0.10 // the same, by the end of the error bar that is on the side of doubt
	ofFall   = 0.40 // of both is asked of losses of both signs, relative to their fall so far: healthy ones gain up to .04 of it, a logarithm .13
	lateFrom = 0.75 // the stretch of the run that is extrapolated …
	lastFrom = 0.88 // … and a later one, by which the loss would still fall …
	goesOn   = 0.70 // … by this part of the first, as a power law does: of a rate that falls along a cosine .47 is left …
	quick    = 0.30 // … or by so much that some slowing does not matter: along a cosine healthy runs have up to .13, and those cut short from .6 on
)

// falling finds that a run was ended too early. What a falling rate has brought to rest is not.
func (c curve) falling() Findings {
	gain, lo, hi := c.doubled(lateFrom)
	last, _, _ := c.doubled(lastFrom)
	need := 1.0
	if !c.log {
		need = ofFall
	}
	if gain < need*worthIt || lo < need*surely || last < math.Min(goesOn*gain, quick) {
		return nil
	}
	return Findings{{
		StillFalling,
		fmt.Sprintf("As many steps again would lower the loss by %.0f %% of %s (from %.0f to %.0f %%), as the last quarter of %d steps goes.", 100*gain, c.of(), 100*lo, 100*hi, len(c.y)),
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
