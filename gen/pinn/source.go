package pinn

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/fit"
)

// points gives the points of each condition: all of its N, or consecutive ones of them, or fresh ones at every step.
type points struct {
	p     *checked
	fixed []fit.Array // [N, columns] for each condition
	batch int         // at most so many of each condition per step; 0 means all
	fresh bool
}

var _ fit.Source = (*points)(nil)

func newPoints(p *checked, seed uint64, batch int, fresh bool) *points {
	s := &points{p: p, batch: batch, fresh: fresh}
	if !fresh {
		s.fixed = s.draw(seed, 0, func(i int) int { return p.Conditions[i].N })
	}
	return s
}

// size is the number of points of condition i per step.
func (s *points) size(i int) int {
	n := s.p.Conditions[i].N
	if s.batch > 0 {
		n = min(n, s.batch)
	}
	return n
}

// draw makes points of every condition, a function of seed and number alone.
func (s *points) draw(seed uint64, number int, size func(i int) int) []fit.Array {
	tables, err := s.p.tables(seed, number, size)
	if err != nil {
		panic(err) // check has drawn points of each condition, so only a domain whose Keep depends on chance gets here
	}
	out := make([]fit.Array, len(tables))
	for i, m := range tables {
		n, width := m.Dims()
		out[i] = fit.Array{Dims: []int{n, width}, F: m.RawMatrix().Data}
	}
	return out
}

// Fixed returns the points that stay on the device, each table once.
func (s *points) Fixed() []fit.Array { return s.once(s.fixed) }

// once leaves out the tables of conditions that have the points of another.
func (s *points) once(tables []fit.Array) (own []fit.Array) {
	for i, t := range tables {
		if s.p.with[i] == i {
			own = append(own, t)
		}
	}
	return own
}

// Feed returns fresh points, or for each condition that is not taken whole the numbers of this step's points.
// Consecutive points of the sequence cover a domain evenly, so no order has to be drawn.
func (s *points) Feed(seed uint64, step int) (fed []fit.Array) {
	if s.fresh {
		return s.once(s.draw(seed, step+1, s.size))
	}
	for i, k := range s.p.Conditions {
		n := s.size(i)
		if n == k.N || s.p.with[i] != i {
			continue
		}
		rows := make([]int32, n)
		for r := range rows {
			rows[r] = int32((step*n + r) % k.N)
		}
		fed = append(fed, fit.Array{Dims: []int{n}, I: rows})
	}
	return fed
}

// Batch returns one table for each condition, the same node where conditions share their points.
func (s *points) Batch(fixed, fed []*Node) []*Node {
	next := func(from *[]*Node) *Node {
		x := (*from)[0]
		*from = (*from)[1:]
		return x
	}
	out := make([]*Node, len(s.p.Conditions))
	for i, k := range s.p.Conditions {
		switch {
		case s.p.with[i] != i:
			out[i] = out[s.p.with[i]]
		case s.fresh:
			out[i] = next(&fed)
		case s.size(i) == k.N:
			out[i] = next(&fixed)
		default:
			out[i] = Gather(next(&fixed), ExpandAxes(next(&fed), -1)) // [N, columns] → [n, columns]
		}
	}
	return out
}
