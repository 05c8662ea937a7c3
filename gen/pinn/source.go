package pinn

import (
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// points gives the points of each condition: all of its N, or consecutive ones of them, or fresh ones at every step.
type points struct {
	p     *checked
	fixed []fit.Array // [N, columns] for each condition
	batch int         // at most so many of each condition per step; 0 means all
	fresh bool

	with   []int    // by condition: the first one that has the same points
	queues []*queue // by condition, nil where its points stay; nil without any
}

var _ fit.Source = (*points)(nil)

func newPoints(p *checked, seed uint64, batch int, fresh bool) *points {
	s := &points{p: p, batch: batch, fresh: fresh, with: slices.Clone(p.with)}
	if !fresh {
		s.fixed = s.draw(seed, 0, func(i int) int { return p.Conditions[i].N })
	}
	return s
}

// source is newPoints with the points where earlier stages have moved them, masks included.
func (s *Solution) source(batch int, fresh bool) *points {
	p := newPoints(s.problem, s.seed, batch, fresh)
	for i := range p.fixed {
		if v := s.Store.GetVariable(pointsPath(i)); v != nil {
			p.fixed[i] = array(v)
			p.part(i)
		}
	}
	return p
}

// part ends the sharing of condition i with others, since its points go ways of their own.
func (s *points) part(i int) {
	first := s.with[i]
	for k, j := range s.with {
		if j == first {
			s.with[k] = k
		}
	}
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
	out := make([]fit.Array, len(s.p.sets))
	for i := range out {
		out[i] = s.drawn(i, seed, number, size(i))
	}
	return out
}

// drawn is what draw makes for condition i.
func (s *points) drawn(i int, seed uint64, number, n int) fit.Array {
	m, err := s.p.drawn(i, seed, number, n)
	if err != nil {
		panic(err) // check has drawn points of each condition, so only a domain whose Keep depends on chance gets here
	}
	return arrayOf(m)
}

// arrayOf is a matrix as an array.
func arrayOf(m *mat.Dense) fit.Array {
	n, width := m.Dims()
	return fit.Array{Dims: []int{n, width}, F: m.RawMatrix().Data}
}

// Fixed returns the points that stay on the device, each table once.
func (s *points) Fixed() []fit.Array { return s.once(s.fixed) }

// once leaves out the tables of conditions that have the points of another.
func (s *points) once(tables []fit.Array) (own []fit.Array) {
	for i, t := range tables {
		if s.with[i] == i {
			own = append(own, t)
		}
	}
	return own
}

// Feed returns fresh points, or for each condition that is not taken whole the numbers of this step's points. From a queue a step takes what comes
// first, so it needs no numbers, but with R3 fresh points to replace others.
// Consecutive points of the sequence cover a domain evenly, so no order has to be drawn.
func (s *points) Feed(seed uint64, step int) (fed []fit.Array) {
	if s.fresh {
		return s.once(s.draw(seed, step+1, s.size))
	}
	for i, k := range s.p.Conditions {
		n := s.size(i)
		switch q := s.queue(i); {
		case q != nil && q.release:
			fed = append(fed, s.drawn(i, seed, step+1, n))
			continue
		case q != nil || n == k.N || s.with[i] != i:
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

// Batch returns one table for each condition, the same node where conditions share their points; where there is a queue, the fresh points or a table
// that nobody reads.
func (s *points) Batch(fixed, fed []*Node) []*Node {
	next := func(from *[]*Node) *Node {
		x := (*from)[0]
		*from = (*from)[1:]
		return x
	}
	out := make([]*Node, len(s.p.Conditions))
	for i, k := range s.p.Conditions {
		if j := s.with[i]; j != i {
			out[i] = out[j]
			continue
		}
		if s.fresh {
			out[i] = next(&fed)
			continue
		}
		out[i] = next(&fixed)
		switch q := s.queue(i); {
		case q != nil && q.release:
			out[i] = next(&fed)
		case q == nil && s.size(i) < k.N:
			out[i] = Gather(out[i], ExpandAxes(next(&fed), -1)) // [N, columns] → [n, columns]
		}
	}
	return out
}
