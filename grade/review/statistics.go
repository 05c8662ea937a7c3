package review

import (
	"math/big"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// statistics are those of a task.
type statistics struct {
	Marked, Total int
	Mean          string // of what was marked, two decimals
	Bars          []bar
}

// bar is how many got so many points; it stands in a picture of 100 × 30.
type bar struct {
	Points              points.Points
	N                   int
	X, Width, Y, Height float64
}

// worth are the points that an item has now: the mark, or what tests gave.
func (i item) worth() (points.Points, bool) {
	switch {
	case i.Mark.Revision > 0:
		return i.Mark.Points, true
	case i.Cell.Kind == book.Test && i.Auto != nil && i.Auto.Status != book.Ungraded:
		return i.Auto.Points, true
	}
	return points.Points{}, false
}

func statisticsOf(items []item) statistics {
	st := statistics{Total: len(items)}
	var all []points.Points
	for _, i := range items {
		p, has := i.worth()
		if has {
			all = append(all, p)
		}
		if has && !i.Stale {
			st.Marked++
		}
	}
	if len(all) == 0 {
		return st
	}
	mean, _ := points.Sum(all...).Over(points.Of(int64(len(all)))) // not zero
	if r, ok := new(big.Rat).SetString(mean.String()); ok {
		st.Mean = r.FloatString(2)
	}
	st.Bars = bars(all, items[0].Cell.Points)
	return st
}

// bars counts by half points, from nothing to the maximum; what lies between is counted below.
func bars(all []points.Points, most points.Points) (list []bar) {
	half := points.Half()
	for p := (points.Points{}); p.Cmp(most) <= 0 && len(list) < 200; p = p.Plus(half) {
		list = append(list, bar{Points: p})
	}
	highest := 0
	for _, p := range all {
		i := len(list) - 1
		for i > 0 && list[i].Points.Cmp(p) > 0 {
			i--
		}
		list[i].N++
		highest = max(highest, list[i].N)
	}
	width := 100 / float64(len(list))
	for i := range list {
		b := &list[i]
		b.Height = max(1, 30*float64(b.N)/float64(highest)) // a line where there is nothing, so that the scale is seen
		b.X, b.Width, b.Y = float64(i)*width+.1*width, .8*width, 30-b.Height
	}
	return list
}
