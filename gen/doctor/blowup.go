package doctor

import (
	"fmt"
	"math"

	"github.com/gensci/gensci/gen/fit"
)

// When a loss counts as exploding.
const (
	growth    = 10   // its end is so many times its start, or the last losses before it was not finite so many times the lowest
	lastSteps = 20   // how many of those are looked at: growth without bound is exponential, so they see it
	tiny      = 1e-6 // what a loss near zero is taken for, relative to the largest, when it is compared
)

// notFinite finds that a loss or a weight became NaN or infinite.
func notFinite(h fit.History) Findings {
	n := 0
	for n < len(h.Loss) && !math.IsNaN(h.Loss[n]) && !math.IsInf(h.Loss[n], 0) {
		n++
	}
	if n == len(h.Loss) && h.Stopped != fit.Diverged {
		return nil
	}
	if g := grown(h.Loss[max(0, n-lastSteps):n]); g >= growth {
		return Findings{exploding(fmt.Sprintf("The loss grew %.2g times over its lowest of the last %d steps before step %d was not finite.", g, min(n, lastSteps), n))}
	}
	return Findings{{
		NotFinite,
		fmt.Sprintf("Step %d was not finite, and the loss before it did not grow%s.", n, last(h.Loss[:n])),
		"Look for a logarithm, a root or a division of what a step can make 0 or negative; the error of the run (fit.BadStep) names what was not finite first.",
	}}
}

func last(loss []float64) string {
	if len(loss) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%.4g)", loss[len(loss)-1])
}

// grown is how many times larger the last loss is than the lowest before it.
func grown(loss []float64) float64 {
	if len(loss) < 2 {
		return 0
	}
	lowest, top := math.Inf(1), 0.0
	for _, l := range loss {
		lowest, top = math.Min(lowest, math.Abs(l)), math.Max(top, math.Abs(l))
	}
	return math.Abs(loss[len(loss)-1]) / math.Max(lowest, tiny*top)
}

// explodes finds that a run ended far above its start.
func explodes(loss []float64) Findings {
	if len(loss) < 2 {
		return nil
	}
	k := min(max(int(ends*float64(len(loss))), 1), 3)
	start, end := math.Abs(median(loss[:k])), median(loss[len(loss)-max(int(ends*float64(len(loss))), 1):])
	if !(end > growth*start) {
		return nil
	}
	return Findings{exploding(fmt.Sprintf("The loss began at %.3g and ended at %.3g.", start, end))}
}

func exploding(evidence string) Finding {
	return Finding{Exploding, evidence, "Take a tenth of the learning rate, cut gradients (fit.Options.ClipNorm), or let the rate rise slowly (fit.Warmup); deep networks want smaller initial weights."}
}
