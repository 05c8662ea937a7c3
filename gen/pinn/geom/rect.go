package geom

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Interval is the set lo ≤ x ≤ hi on a line.
type Interval [2]float64

// Rect is a box in any number of dimensions, one interval for each variable of the problem in its order.
type Rect []Interval

var (
	_ Body   = Interval{}
	_ Body   = Rect{}
	_ Domain = face{}
)

// Bind returns the interval as a set of points with one coordinate.
func (i Interval) Bind(vars []string) (Set, error) { return Rect{i}.Bind(vars) }

// Ends are the two end points of the interval.
func (i Interval) Ends() Domain { return Rect{i}.Faces() }

// Edge is Ends.
func (i Interval) Edge() Domain { return i.Ends() }

// Bind returns the box as a set.
func (r Rect) Bind(vars []string) (Set, error) {
	if err := r.check(vars); err != nil {
		return Set{}, err
	}
	s := r.set()
	s.Distance, s.Smooth = r.distance, r.smooth
	return s, nil
}

// Face is the part of the box where a variable has the given value: an end of its interval, or a cut through the box. The normal points outwards;
// on a cut, where the variable grows.
func (r Rect) Face(variable string, at float64) Domain { return face{r, variable, at} }

// Faces are the parts of the boundary where one of the variables is at either end of its interval; without
// variables, the whole boundary.
func (r Rect) Faces(variables ...string) Domain { return faces{r, variables} }

// Edge is the whole boundary: Faces().
func (r Rect) Edge() Domain { return r.Faces() }

// Periodic is the face where a variable is lowest, with each point glued to the one opposite of it, where the variable is highest.
func (r Rect) Periodic(variable string) Domain { return periodic{r, variable} }

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

// distance is that to the nearest face inside, minus that to the box outside; a flat box has no inside.
func (r Rect) distance(x []float64) float64 {
	inside, outside := math.Inf(1), 0.0
	for j, i := range r {
		d := min(x[j]-i[0], i[1]-x[j])
		inside, outside = min(inside, d), math.Hypot(outside, min(d, 0))
	}
	if outside > 0 {
		return -outside
	}
	return inside
}

// smooth is (x − lo)(hi − x)/(hi − lo).
func (i Interval) smooth(x *Node) *Node {
	return DivScalar(Mul(AddScalar(x, -i[0]), AddScalar(Neg(x), i[1])), i[1]-i[0])
}

// smooth joins those of the intervals.
func (r Rect) smooth(x []*Node) *Node {
	var all *Node
	for j, i := range r {
		y := i.smooth(x[j])
		if all == nil {
			all = y
		} else {
			all = both(all, y)
		}
	}
	return all
}
