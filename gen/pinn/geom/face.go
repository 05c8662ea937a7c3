package geom

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// face is the part of a box where a variable has one value.
type face struct {
	r   Rect
	v   string
	val float64
}

func (f face) Bind(vars []string) (Set, error) {
	if err := f.r.check(vars); err != nil {
		return Set{}, err
	}
	j, err := index(vars, f.v)
	if err != nil {
		return Set{}, err
	}
	i := f.r[j]
	if !(i[0] <= f.val && f.val <= i[1]) {
		return Set{}, fmt.Errorf("geom: the face %s = %g lies outside of the box, where %s is in [%g, %g]", f.v, f.val, f.v, i[0], i[1])
	}
	flat := append(Rect{}, f.r...)
	flat[j] = Interval{f.val, f.val}
	s, out := flat.set(), 1.0
	if f.val == i[0] {
		out = -1
	}
	s.Normal = func(_, _, n []float64) {
		clear(n)
		n[j] = out
	}
	s.Distance = func(x []float64) float64 { return math.Abs(flat.distance(x)) }
	s.Smooth = func(x []*Node) *Node { return MulScalar(AddScalar(x[j], -f.val), -out) } // of the plane that it lies in
	return s, nil
}

// faces are both ends of some of a box's variables.
type faces struct {
	r    Rect
	vars []string
}

func (f faces) Bind(vars []string) (Set, error) {
	if err := f.r.check(vars); err != nil {
		return Set{}, err
	}
	names := f.vars
	if len(names) == 0 {
		names = vars
	}
	var all []Domain
	var of []int
	for _, v := range names {
		j, err := index(vars, v)
		if err != nil {
			return Set{}, err
		}
		all, of = append(all, f.r.Face(v, f.r[j][0]), f.r.Face(v, f.r[j][1])), append(of, j)
	}
	s, err := Union(all...).Bind(vars)
	s.Smooth = func(x []*Node) *Node {
		var phi []*Node
		for _, j := range of {
			phi = append(phi, f.r[j].smooth(x[j]))
		}
		return joined(phi)
	}
	return s, err
}

// periodic is the lower of two opposite faces, glued to the upper one.
type periodic struct {
	r Rect
	v string
}

func (p periodic) Bind(vars []string) (Set, error) {
	if err := p.r.check(vars); err != nil {
		return Set{}, err
	}
	j, err := index(vars, p.v)
	if err != nil {
		return Set{}, err
	}
	return Glue(p.r.Face(p.v, p.r[j][0]), func(_, y []float64) { y[j] = p.r[j][1] }).Bind(vars)
}
