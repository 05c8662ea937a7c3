package main

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/bench/interval"
)

const inverseHead = `
## Inverse problems

Coefficients found from measured values with normal noise, its standard deviation relative to that of the values, again and again with other noise. Start
and walls are known and built in. The bound is Cramér and Rao's on the standard deviation of any unbiased estimate, from the sensitivities of the exact
solution, where nothing but the coefficients is unknown. Intervals of 90 % are pinn.Laplace's; "held" is how many of them hold the truth, beside the band that
holds the number with 99 % if each does with 90 %. Widths are relative to the interval that the bound gives. Numbers in per cent are relative to the
truth. Of clean data there is the error alone. Seconds are those of a repeat, with other work on the machine, medians.

| problem | settings | repeats | coefficient | RMS error | bound | error / bound | mean error | held | band | width / bound's | seconds | aims |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
`

// Aims of the table.
const (
	aimError = 1.5
	aimWidth = 2
)

// inversePage is the section, empty without results.
func (rs *results) inversePage() string {
	var b strings.Builder
	for _, v := range inverses {
		if all := rs.repeats(v.String()); len(all) > 0 {
			b.WriteString(v.lines(all))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return inverseHead + b.String()
}

// lines are those of a row, one for each unknown.
func (v inverse) lines(all []estimated) string {
	var good []estimated
	failed := ""
	var seconds []float64
	for _, r := range all {
		if r.Failed != "" {
			failed = fmt.Sprintf("; repeat %d failed: %s", r.Repeat, strings.ReplaceAll(r.Failed, "|", "/"))
			continue
		}
		good, seconds = append(good, r), append(seconds, r.Seconds)
	}
	if len(good) == 0 {
		return fmt.Sprintf("| %s | %s | 0 of %d%s | | | | | | | | | | |\n", v.name, v.what(), v.repeats, failed)
	}
	var b strings.Builder
	for k, u := range v.of.truth() {
		t := v.tally(good, k)
		fmt.Fprintf(&b, "| %s | %s | %d of %d%s | %s = %.4g | %.3f %% | ", v.name, v.what(), len(good), v.repeats, failed, u.Name, u.Start, 100*t.rms/u.Start)
		if v.noise == 0 {
			fmt.Fprintf(&b, "- | - | %+.3f %% | - | - | - | %.0f | |\n", 100*t.mean/u.Start, interval.Of(seconds).Median)
			continue
		}
		lo, hi := band(t.n, level, 0.99)
		fmt.Fprintf(&b, "%.3f %% | %.2f | %+.3f %% | %d | %d to %d | %.2f | %.0f | %s |\n", 100*t.bound/u.Start, t.rms/t.bound, 100*t.mean/u.Start,
			t.held, lo, hi, t.width, interval.Of(seconds).Median, t.verdict(lo, hi))
	}
	return b.String()
}

// tally is what a row's repeats say of one unknown.
type tally struct {
	n, held          int
	rms, mean, bound float64 // of errors, and the root mean square of the bounds
	width            float64 // mean, relative to the mean of the bounds' intervals
}

func (v inverse) tally(all []estimated, k int) (t tally) {
	truth := v.of.truth()[k].Start
	z := distuv.UnitNormal.Quantile(0.5 + level/2)
	var width, bounds float64
	for _, r := range all {
		e := r.Value[k] - truth
		t.rms, t.mean, t.bound, bounds = t.rms+e*e, t.mean+e, t.bound+r.Bound[k]*r.Bound[k], bounds+2*z*r.Bound[k]
		if len(r.Lo) == 0 {
			continue
		}
		if width += r.Hi[k] - r.Lo[k]; r.Lo[k] <= truth && truth <= r.Hi[k] {
			t.held++
		}
	}
	t.n = len(all)
	n := float64(t.n)
	t.rms, t.mean, t.bound, t.width = math.Sqrt(t.rms/n), t.mean/n, math.Sqrt(t.bound/n), width/bounds
	return t
}

// verdict says which aims are missed.
func (t tally) verdict(lo, hi int) string {
	var missed []string
	if t.rms > aimError*t.bound {
		missed = append(missed, fmt.Sprintf("error ≤ %g", aimError))
	}
	if t.held < lo || t.held > hi {
		missed = append(missed, "held in the band")
	}
	if t.width > aimWidth {
		missed = append(missed, fmt.Sprintf("width ≤ %d", aimWidth))
	}
	if len(missed) == 0 {
		return "met"
	}
	return "missed: " + strings.Join(missed, ", ")
}

// band is the narrowest central band: below and above it a binomial number of n trials lies with at most (1 − inside)/2 each.
func band(n int, p, inside float64) (lo, hi int) {
	b := distuv.Binomial{N: float64(n), P: p}
	tail := (1 - inside) / 2
	for b.CDF(float64(lo)) <= tail {
		lo++
	}
	for hi = n; 1-b.CDF(float64(hi-1)) <= tail; hi-- {
	}
	return lo, hi
}
