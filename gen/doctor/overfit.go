package doctor

import (
	"fmt"
	"math"

	"github.com/gensci/gensci/gen/fit"
)

// When a validation loss counts as risen.
const (
	risen      = 0.05 // by this part of how far it had fallen
	beyond     = 4    // and so many times its scatter from look to look
	fewestSeen = 6    // looks at least
)

// overfits finds that the validation loss rises while the training loss falls.
func overfits(h fit.History) Findings {
	v := h.Validation
	if len(v) < fewestSeen {
		return nil
	}
	best := 0
	for i, p := range v {
		if math.IsNaN(p.Loss) || math.IsInf(p.Loss, 0) {
			return nil
		}
		if p.Loss < v[best].Loss {
			best = i
		}
	}
	if len(v)-1-best < 3 {
		return nil
	}
	_, loss := looks(v)
	lowest, end := loss[best], median(loss[len(loss)-3:])
	rise, fall := end-lowest, math.Max(loss[0]-lowest, math.Abs(lowest))
	if rise < risen*fall || rise < beyond*scatter(loss) || !fellSince(h.Loss, v[best].Step) {
		return nil
	}
	return Findings{{
		Overfitting,
		fmt.Sprintf("The validation loss was lowest after step %d, %.4g, and is %.4g at the end, while the training loss fell on.", v[best].Step, lowest, end),
		"Stop at the lowest (fit.Options.Patience), take more data, a smaller network or weight decay (AdamW).",
	}}
}

// fellSince tells whether the training loss is lower at the end than around a step.
func fellSince(loss []float64, step int) bool {
	k := max(int(ends*float64(len(loss))), 3)
	if len(loss) < 2*k {
		return false
	}
	at := min(max(step-k/2, 0), len(loss)-k)
	return median(loss[len(loss)-k:]) < median(loss[at:at+k])
}
