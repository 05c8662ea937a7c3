package geom

import (
	"errors"
	"fmt"
	"math"
)

// Polygon is the inside of a closed line through these points of the plane, in either sense of rotation. It need not be convex, but the line must
// not cross or touch itself.
type Polygon [][2]float64

var (
	_ Body   = Polygon{}
	_ Domain = polygonEdge{}
)

// Bind returns the polygon as a set, by a triangulation.
func (p Polygon) Bind(vars []string) (Set, error) {
	q, s, err := p.settle(vars)
	if err != nil {
		return Set{}, err
	}
	tri := q.triangles()
	areas := make([]float64, len(tri))
	for i, t := range tri {
		areas[i] = cross(t[0], t[1], t[2]) / 2
		s.Measure += areas[i]
	}
	s.Cube = 2
	s.Map = func(u, x []float64) {
		i, a := pick(areas, s.Measure, u[0])
		t := tri[i]
		a = math.Sqrt(a)
		for j := range x {
			x[j] = (1-a)*t[0][j] + a*((1-u[1])*t[1][j]+u[1]*t[2][j])
		}
	}
	s.Distance = q.distance
	return s, nil
}

// Edge is the closed line.
func (p Polygon) Edge() Domain { return polygonEdge{p} }

type polygonEdge struct{ p Polygon }

func (b polygonEdge) Bind(vars []string) (Set, error) {
	q, s, err := b.p.settle(vars)
	if err != nil {
		return Set{}, err
	}
	lengths := make([]float64, len(q))
	for i := range q {
		v, w := q.side(i)
		lengths[i] = math.Hypot(w[0]-v[0], w[1]-v[1])
		s.Measure += lengths[i]
	}
	s.Cube = 1
	s.Map = func(u, x []float64) {
		i, a := pick(lengths, s.Measure, u[0])
		v, w := q.side(i)
		x[0], x[1] = v[0]+a*(w[0]-v[0]), v[1]+a*(w[1]-v[1])
	}
	s.Normal = func(u, _, n []float64) {
		i, _ := pick(lengths, s.Measure, u[0])
		v, w := q.side(i)
		n[0], n[1] = (w[1]-v[1])/lengths[i], -(w[0]-v[0])/lengths[i]
	}
	s.Distance = func(x []float64) float64 { return math.Abs(q.distance(x)) }
	return s, nil
}

// pick is the part that a share u of all falls into, and the share of that part: even in both.
func pick(parts []float64, all, u float64) (i int, rest float64) {
	at := u * all
	for i = range parts {
		if at < parts[i] || i == len(parts)-1 {
			break
		}
		at -= parts[i]
	}
	return i, min(max(at/parts[i], 0), 1)
}

// side is number i, from one vertex to the next.
func (p Polygon) side(i int) (from, to [2]float64) { return p[i], p[(i+1)%len(p)] }

// settle checks the polygon and turns it counterclockwise; the set has its box and its smooth function.
func (p Polygon) settle(vars []string) (Polygon, Set, error) {
	if len(vars) != 2 {
		return nil, Set{}, fmt.Errorf("geom: a polygon lies in the plane: want 2 variables, got %d %v", len(vars), vars)
	}
	if err := p.check(); err != nil {
		return nil, Set{}, err
	}
	q := append(Polygon{}, p...)
	if q.area() < 0 {
		for i := range q {
			q[i] = p[len(p)-1-i]
		}
	}
	s := Set{Lo: []float64{p[0][0], p[0][1]}, Hi: []float64{p[0][0], p[0][1]}, Smooth: q.smooth}
	for _, v := range q {
		for j := range v {
			s.Lo[j], s.Hi[j] = min(s.Lo[j], v[j]), max(s.Hi[j], v[j])
		}
	}
	return q, s, nil
}

// check says why the points are no polygon.
func (p Polygon) check() error {
	if len(p) < 3 {
		return fmt.Errorf("geom: a polygon needs at least 3 vertices, got %d", len(p))
	}
	for i := range p {
		if err := finite(fmt.Sprintf("vertex %d of a polygon", i), p[i][:]); err != nil {
			return err
		}
		if v, w := p.side(i); v == w {
			return fmt.Errorf("geom: vertices %d and %d of a polygon are the same point %v: leave one out", i, (i+1)%len(p), v)
		}
	}
	for i := range p {
		for j := range i {
			if p.meet(j, i) {
				return fmt.Errorf("geom: sides %d and %d of a polygon cross or touch each other: list the vertices in order along its boundary", j, i)
			}
		}
	}
	if p.area() == 0 {
		return errors.New("geom: the polygon has no area")
	}
	return nil
}

// meet says whether sides i < j have a point in common beside the vertex that neighbours share.
func (p Polygon) meet(i, j int) bool {
	a, b := p.side(i)
	c, d := p.side(j)
	turnsBack := func(at, v, w [2]float64) bool { return cross(at, v, w) == 0 && dot(at, v, w) > 0 }
	switch {
	case j == i+1:
		return turnsBack(b, a, d)
	case i == 0 && j == len(p)-1:
		return turnsBack(a, b, c)
	}
	s, t := cross(a, b, c), cross(a, b, d)
	u, v := cross(c, d, a), cross(c, d, b)
	if s*t < 0 && u*v < 0 {
		return true
	}
	return s == 0 && between(a, b, c) || t == 0 && between(a, b, d) || u == 0 && between(c, d, a) || v == 0 && between(c, d, b)
}

// area is positive where the vertices run counterclockwise.
func (p Polygon) area() (a float64) {
	for i := range p {
		v, w := p.side(i)
		a += cross(p[0], v, w) / 2
	}
	return a
}

// distance is that to the nearest side, positive inside.
func (p Polygon) distance(x []float64) float64 {
	d, inside := math.Inf(1), false
	for i := range p {
		v, w := p.side(i)
		ex, ey, px, py := w[0]-v[0], w[1]-v[1], x[0]-v[0], x[1]-v[1]
		t := min(max((px*ex+py*ey)/(ex*ex+ey*ey), 0), 1)
		d = min(d, math.Hypot(px-t*ex, py-t*ey))
		if (v[1] > x[1]) != (w[1] > x[1]) && px < py/ey*ex { // a ray to the right crosses it
			inside = !inside
		}
	}
	if inside {
		return d
	}
	return -d
}

// cross is the cross product of b − a and c − a, positive where a, b, c turn left.
func cross(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// dot is the product of b − a and c − a.
func dot(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[0]-a[0]) + (b[1]-a[1])*(c[1]-a[1])
}

// between says whether c, on the line through a and b, lies between them.
func between(a, b, c [2]float64) bool { return dot(c, a, b) <= 0 }
