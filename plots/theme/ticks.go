package theme

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// Ticks labels multiples of 1, 2 or 5 times a power of ten.
type Ticks struct {
	Most  int  // how many at most; 0 means 8
	Whole bool // whole numbers only
}

var _ plot.Ticker = Ticks{}

// Ticks returns the marks between lo and hi. Where Most would leave a single one there may be two more.
func (t Ticks) Ticks(lo, hi float64) (marks []plot.Tick) {
	if !(lo < hi) {
		return []plot.Tick{{Value: lo, Label: Number(lo, 0)}}
	}
	most := t.Most
	if most <= 0 {
		most = 8
	}
	step := t.step(lo, hi, most)
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step; k++ {
		marks = append(marks, plot.Tick{Value: k * step, Label: label(k*step, step, math.Max(math.Abs(lo), math.Abs(hi)))})
	}
	return marks
}

// step is the distance of marks.
func (t Ticks) step(lo, hi float64, most int) float64 {
	count := func(step float64) int { return int(math.Floor(hi/step+1e-9) - math.Ceil(lo/step-1e-9) + 1) }
	step, before := roundStep((hi-lo)/float64(most)), 0.0
	for t.Whole && step < 1 || count(step) > most {
		step, before = roundStep(2.5*step), step // the next one
	}
	if before > 0 && count(step) < 2 && count(before) <= most+2 && !(t.Whole && before < 1) {
		return before
	}
	return step
}

// roundStep is the largest of 1, 2, 5 times a power of ten that is at most x.
func roundStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{5, 2} {
		if f*power <= x*(1+1e-9) {
			return f * power
		}
	}
	return power
}

// label writes a multiple of step among values of at most top, all with the same digits.
func label(v, step, top float64) string {
	v += 0 // no "-0"
	digits := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	if digits <= 3 && top < 1e6 {
		return Minus(strconv.FormatFloat(v, 'f', digits, 64))
	}
	if math.Abs(v) < step/2 {
		return "0"
	}
	power := int(math.Floor(math.Log10(top) + 1e-9))
	digits = max(0, power-int(math.Floor(math.Log10(step)+1e-9)))
	return Minus(strconv.FormatFloat(v/math.Pow(10, float64(power)), 'f', digits, 64)) + "·10" + Raise(power)
}

// Number writes a value with about this many digits (0 means 4): 0.0123, 4.5·10⁻⁷.
func Number(v float64, digits int) string {
	if digits <= 0 {
		digits = 4
	}
	s := strconv.FormatFloat(v+0, 'g', digits, 64)
	if number, power, ok := strings.Cut(s, "e"); ok {
		if k, err := strconv.Atoi(power); err == nil {
			return Minus(number) + "·10" + Raise(k)
		}
	}
	return Minus(s)
}

// Minus writes a number with a minus sign instead of a hyphen.
func Minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// Raise writes an exponent.
func Raise(k int) string { return exponents.Replace(strconv.Itoa(k)) }

var exponents = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
