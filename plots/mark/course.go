package mark

import (
	"fmt"
	"math"
)

// course says in words how y runs along x: "falls from 3.2 to 0.41, lowest 0.39 at 4200".
func (a Axes) course(x, y []float64) string {
	first, last, lo, hi := a.ends(x, y)
	if first < 0 {
		return "none of which can be drawn"
	}
	v := func(i int) float64 {
		if a.LogY {
			return math.Log(y[i])
		}
		return y[i]
	}
	span, rise := v(hi)-v(lo), v(last)-v(first)
	how := "rises"
	switch {
	case span == 0:
		return "constant at " + num(y[first])
	case math.Abs(rise) < span/3:
		return fmt.Sprintf("between %s at %s and %s at %s", num(y[lo]), num(x[lo]), num(y[hi]), num(x[hi]))
	case rise < 0:
		how = "falls"
	}
	text := fmt.Sprintf("%s from %s to %s", how, num(y[first]), num(y[last]))
	if v(lo) < math.Min(v(first), v(last))-span/50 {
		text += fmt.Sprintf(", lowest %s at %s", num(y[lo]), num(x[lo]))
	}
	if v(hi) > math.Max(v(first), v(last))+span/50 {
		text += fmt.Sprintf(", highest %s at %s", num(y[hi]), num(x[hi]))
	}
	return text
}

// ends are the first and the last point that can be drawn, the lowest and the highest; -1 if there is none.
func (a Axes) ends(x, y []float64) (first, last, lo, hi int) {
	first, last, lo, hi = -1, -1, -1, -1
	for i := range y {
		if !a.shown(x[i], y[i]) {
			continue
		}
		if first < 0 {
			first, lo, hi = i, i, i
		}
		last = i
		if y[i] < y[lo] {
			lo = i
		}
		if y[i] > y[hi] {
			hi = i
		}
	}
	return first, last, lo, hi
}
