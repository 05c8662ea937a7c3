package geom

import (
	"fmt"
	"math"
)

// Interval is the set lo ≤ x ≤ hi on a line.
type Interval [2]float64

// Rect is a box in any number of dimensions, one interval for each variable of the problem in its order.
type Rect []Interval

var (
	_ Domain = Interval{}
	_ Domain = Rect{}
	_ Domain = face{}
)

// Bind returns the interval as a set of points with one coordinate.
func (i Interval) Bind(vars []string) (Set, error) { return Rect{i}.Bind(vars) }

// Ends are the two end points of the interval.
func (i Interval) Ends() Domain { return Rect{i}.Faces() }

// Bind returns the box as a set.
func (r Rect) Bind(vars []string) (Set, error) {
	if err := r.check(vars); err != nil {
		return Set{}, err
	}
	return r.set(), nil
}

// Face is the part of the box where a variable has the given value: an end of its interval, or a cut through the box.
func (r Rect) Face(variable string, at float64) Domain { return face{r, variable, at} }

// Faces are the parts of the boundary where one of the variables is at either end of its interval; without
// variables, the whole boundary.
func (r Rect) Faces(variables ...string) Domain { return faces{r, variables} }

// check says what is wrong with the box for these variables.
func (r Rect) check(vars []string) error {
	if len(r) != len(vars) {
		return fmt.Errorf("geom: a box with %d intervals cannot hold %d variables %v: give one interval for each", len(r), len(vars), vars)
	}
	for j, i := range r {
		if !(i[0] < i[1]) || math.IsInf(i[0], 0) || math.IsInf(i[1], 0) {
			return fmt.Errorf("geom: want a finite interval lo < hi for %s, got [%g, %g]", vars[j], i[0], i[1])
		}
	}
	return nil
}

// set is the box as an image of the cube; intervals of length zero, which faces have, take no dimension of it.
func (r Rect) set() Set {
	s := Set{Measure: 1}
	for _, i := range r {
		s.Lo, s.Hi = append(s.Lo, i[0]), append(s.Hi, i[1])
		if i[0] < i[1] {
			s.Cube++
			s.Measure *= i[1] - i[0]
		}
	}
	s.Map = func(u, x []float64) {
		k := 0
		for j, i := range r {
			x[j] = i[0]
			if i[0] < i[1] {
				x[j] = min(i[0]+u[k]*(i[1]-i[0]), i[1])
				k++
			}
		}
	}
	return s
}

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
	if i := f.r[j]; !(i[0] <= f.val && f.val <= i[1]) {
		return Set{}, fmt.Errorf("geom: the face %s = %g lies outside of the box, where %s is in [%g, %g]", f.v, f.val, f.v, i[0], i[1])
	}
	flat := append(Rect{}, f.r...)
	flat[j] = Interval{f.val, f.val}
	return flat.set(), nil
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
	var all union
	for _, v := range names {
		j, err := index(vars, v)
		if err != nil {
			return Set{}, err
		}
		all = append(all, f.r.Face(v, f.r[j][0]), f.r.Face(v, f.r[j][1]))
	}
	return all.Bind(vars)
}
