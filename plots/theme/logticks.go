package theme

import (
	"math"

	"gonum.org/v1/plot"
)

// LogTicks labels powers of ten, every second or third of them where they are many, and 1, 2 and 5 where they are few.
type LogTicks struct {
	Most int // how many labels at most; 0 means 8
}

var _ plot.Ticker = LogTicks{}

// Ticks returns labelled marks, and unlabelled ones between powers of ten. Without positive limits there are none.
func (t LogTicks) Ticks(lo, hi float64) (marks []plot.Tick) {
	if !(lo > 0 && lo < hi) {
		return nil
	}
	most := t.Most
	if most <= 0 {
		most = 8
	}
	first, last := int(math.Ceil(math.Log10(lo)-1e-9)), int(math.Floor(math.Log10(hi)+1e-9))
	every := 1
	for (last-first)/every+1 > most {
		every++
	}
	few := last-first < 1 // less than two powers of ten
	plain := first >= -3 && last <= 4
	for k := first - 1; k <= last; k++ {
		power := math.Pow(10, float64(k))
		for _, m := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9} {
			v := m * power
			switch {
			case v < lo*(1-1e-9) || v > hi*(1+1e-9):
			case m == 1 && mod(k, every) == 0, few && (m == 2 || m == 5):
				marks = append(marks, plot.Tick{Value: v, Label: powerLabel(m, k, plain)})
			case every == 1 || m == 1:
				marks = append(marks, plot.Tick{Value: v})
			}
		}
	}
	return marks
}

// mod is k modulo n for negative k too, so that 10⁰ is always labelled.
func mod(k, n int) int { return ((k % n) + n) % n }

func powerLabel(m float64, k int, plain bool) string {
	switch {
	case plain:
		return Number(m*math.Pow(10, float64(k)), 4)
	case m == 1:
		return "10" + Raise(k)
	}
	return Number(m, 1) + "·10" + Raise(k)
}

// Log is a logarithmic scale of an axis. Unlike gonum's it gives NaN instead of a panic for what has no logarithm.
type Log struct{}

var _ plot.Normalizer = Log{}

// Normalize returns where x lies between lo and hi.
func (Log) Normalize(lo, hi, x float64) float64 {
	return (math.Log(x) - math.Log(lo)) / (math.Log(hi) - math.Log(lo))
}
