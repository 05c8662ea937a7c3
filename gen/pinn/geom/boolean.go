package geom

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Union is several domains as one, each with points in proportion to its measure. All must have the same dimension: areas and lengths cannot be
// compared. Where bodies overlap, points are counted once; where other sets do, such as faces, they are twice as dense.
//
// Edge is the outer boundary of a union of bodies.
func Union(parts ...Domain) Body { return boolean{union, parts} }

// Intersection is what all of several bodies have in common.
func Intersection(parts ...Body) Body { return boolean{intersection, domains(parts)} }

// Difference is a body without those that are taken away.
func Difference(from Body, away ...Body) Body {
	return boolean{difference, append([]Domain{from}, domains(away)...)}
}

func domains(parts []Body) (out []Domain) {
	for _, p := range parts {
		out = append(out, p)
	}
	return out
}

type operation string

const (
	union        operation = "a union"
	intersection operation = "an intersection"
	difference   operation = "a difference"
)

// boolean is an operation on sets.
type boolean struct {
	op    operation
	parts []Domain
}

var _ Body = boolean{}

// bound is a boolean with its parts bound.
type bound struct {
	op     operation
	parts  []Set
	bodies bool // all have as many dimensions as there are variables, and a distance
}

func (d boolean) bind(vars []string) (*bound, error) {
	if len(d.parts) == 0 {
		return nil, fmt.Errorf("geom: %s needs at least one part", d.op)
	}
	b := &bound{op: d.op, bodies: true}
	for i, p := range d.parts {
		if p == nil {
			return nil, fmt.Errorf("geom: part %d of %s is nil: give a domain", i, d.op)
		}
		s, err := p.Bind(vars)
		if err != nil {
			return nil, fmt.Errorf("geom: part %d of %s: %w", i, d.op, err)
		}
		if s.cloud != nil {
			return nil, fmt.Errorf("geom: part %d of %s is a cloud of points: give it a condition of its own", i, d.op)
		}
		if i > 0 && s.Dim() != b.parts[0].Dim() {
			return nil, fmt.Errorf("geom: part %d of %s has %d dimensions, part 0 has %d: take sets of one dimension", i, d.op, s.Dim(), b.parts[0].Dim())
		}
		b.bodies = b.bodies && s.Dim() == len(vars) && s.Distance != nil
		b.parts = append(b.parts, s)
	}
	if !b.bodies && d.op != union {
		return nil, fmt.Errorf("geom: %s wants bodies, of as many dimensions as there are variables, with a distance", d.op)
	}
	return b, nil
}

// Bind returns the union, intersection or difference as a set.
func (d boolean) Bind(vars []string) (Set, error) {
	b, err := d.bind(vars)
	if err != nil {
		return Set{}, err
	}
	parts, keep := b.parts, func(_ gathered, _, x []float64) bool { return b.inside(x) }
	switch d.op {
	case union:
		keep = func(g gathered, u, x []float64) bool { return !b.inAny(x, g.part(u)) }
	case intersection:
		k := b.smallest()
		parts = parts[k : k+1]
	case difference:
		parts = parts[:1]
	}
	g, s := gather(parts)
	s.Distance, s.Smooth = b.distance(), b.smooth()
	if d.op == union && (!b.bodies || !b.overlap()) {
		return s, nil
	}
	return estimated(restricted(s, func(u, x []float64) bool { return keep(g, u, x) }), d.op)
}

// inAny says whether x lies inside one of the first n parts.
func (b *bound) inAny(x []float64, n int) bool {
	for _, s := range b.parts[:n] {
		if s.Distance(x) > 0 {
			return true
		}
	}
	return false
}

// inside says whether x belongs to the result.
func (b *bound) inside(x []float64) bool {
	for i, s := range b.parts {
		switch in := s.Distance(x) >= 0; {
		case b.op == union && in:
			return true
		case b.op == intersection && !in, b.op == difference && (i == 0 && !in || i > 0 && in):
			return false
		}
	}
	return b.op != union
}

// overlap says whether the boxes around two parts have more than a boundary in common.
func (b *bound) overlap() bool {
	for i, s := range b.parts {
		for _, t := range b.parts[:i] {
			apart := false
			for j := range s.Lo {
				apart = apart || s.Hi[j] <= t.Lo[j] || t.Hi[j] <= s.Lo[j]
			}
			if !apart {
				return true
			}
		}
	}
	return false
}

func (b *bound) smallest() (k int) {
	for i, s := range b.parts {
		if s.Measure < b.parts[k].Measure {
			k = i
		}
	}
	return k
}

// distance is the largest of those to the parts of a union, the smallest of those of an intersection or difference, where the distance to what is
// taken away counts with the other sign. For sets that are no bodies it is the distance to the nearest.
func (b *bound) distance() func(x []float64) float64 {
	for _, s := range b.parts {
		if s.Distance == nil {
			return nil
		}
	}
	return func(x []float64) float64 {
		d := b.parts[0].Distance(x)
		for _, s := range b.parts[1:] {
			switch e := s.Distance(x); {
			case b.op == union && b.bodies:
				d = max(d, e)
			case b.op == difference:
				d = min(d, -e)
			default:
				d = min(d, e)
			}
		}
		return d
	}
}

// smooth joins the smooth functions of the parts by R-functions.
func (b *bound) smooth() func(x []*Node) *Node {
	for _, s := range b.parts {
		if s.Smooth == nil {
			return nil
		}
	}
	return func(x []*Node) *Node {
		var all []*Node
		for _, s := range b.parts {
			all = append(all, s.Smooth(x))
		}
		if !b.bodies {
			return joined(all)
		}
		y := all[0]
		for _, z := range all[1:] {
			switch b.op {
			case union:
				y = either(y, z)
			case intersection:
				y = both(y, z)
			default:
				y = both(y, Neg(z))
			}
		}
		return y
	}
}

// restricted is what keep keeps of a set.
func restricted(s Set, keep func(u, x []float64) bool) Set {
	all := s
	s.Keep = func(u, x []float64) bool { return all.keeps(u, x) && keep(u, x) }
	return s
}

// trial is the number of points by which measures are estimated.
const trial = 1 << 15

// estimated fills in the measure of a set that keeps some of its points.
func estimated(s Set, op operation) (Set, error) {
	kept, image := 0, s.image()
	u, x := make([]float64, s.Cube), make([]float64, len(s.Lo))
	alpha := steps(s.Cube)
	for i := range trial {
		for j := range u {
			_, u[j] = math.Modf(0.5 + float64(i+1)*alpha[j])
		}
		s.Map(u, x)
		if s.Keep(u, x) {
			kept++
		}
	}
	if kept == 0 {
		return Set{}, fmt.Errorf("geom: %s is empty, or too thin: none of %d points lies in it", op, trial)
	}
	p := float64(kept) / trial
	s.Image, s.Measure = image, p*image
	s.MeasureError = image * math.Sqrt(max(p*(1-p), 1.0/trial)/trial)
	return s, nil
}
