package geom

import "math"

// curve is a closed smooth curve in the plane that runs counterclockwise, with its arc length.
type curve struct {
	at     func(phi float64) (p, v [2]float64) // position and velocity at an angle
	knots  [][2]float64                        // positions at 2π i/pieces
	length *sweep                              // of the speed
	lo, hi []float64                           // the box around it
}

func newCurve(at func(phi float64) (p, v [2]float64)) *curve {
	c := &curve{at: at, lo: []float64{math.Inf(1), math.Inf(1)}, hi: []float64{math.Inf(-1), math.Inf(-1)}}
	c.length = newSweep(func(phi float64) float64 {
		_, v := at(phi)
		return math.Hypot(v[0], v[1])
	})
	for i := range pieces {
		p, _ := at(c.length.angle(i))
		c.knots = append(c.knots, p)
	}
	for j := range 2 { // extremes of coordinate j
		for i, k := range c.knots {
			p, _ := at(c.critical(i, func(phi float64) float64 { _, v := at(phi); return v[j] }))
			c.lo[j], c.hi[j] = min(c.lo[j], p[j], k[j]), max(c.hi[j], p[j], k[j])
		}
	}
	return c
}

// critical is a zero of f where it changes its sign between the neighbours of knot i, by bisection; else that knot.
func (c *curve) critical(i int, f func(phi float64) float64) float64 {
	a, b := c.length.angle(i-1), c.length.angle(i+1)
	fa, fb := f(a), f(b)
	if fa*fb > 0 {
		return c.length.angle(i)
	}
	for range 44 { // 2^-44 of two pieces is rounding
		m := (a + b) / 2
		if fm := f(m); fm*fa > 0 {
			a = m
		} else {
			b = m
		}
	}
	return (a + b) / 2
}

// distance is that to the nearest point of the curve: the nearest knot, improved between its neighbours.
func (c *curve) distance(x []float64) float64 {
	best, at := math.Inf(1), 0
	for i, k := range c.knots {
		if d := (k[0]-x[0])*(k[0]-x[0]) + (k[1]-x[1])*(k[1]-x[1]); d < best {
			best, at = d, i
		}
	}
	phi := c.critical(at, func(phi float64) float64 {
		p, v := c.at(phi)
		return (p[0]-x[0])*v[0] + (p[1]-x[1])*v[1]
	})
	p, _ := c.at(phi)
	return math.Min(math.Sqrt(best), math.Hypot(p[0]-x[0], p[1]-x[1]))
}

// edge is the curve as a set, apart from distances.
func (c *curve) edge() Set {
	return Set{
		Lo: c.lo, Hi: c.hi, Measure: c.length.total(), Cube: 1,
		Map: func(u, x []float64) {
			p, _ := c.at(c.length.along(u[0]))
			x[0], x[1] = p[0], p[1]
		},
		Normal: func(u, _, n []float64) {
			_, v := c.at(c.length.along(u[0]))
			l := math.Hypot(v[0], v[1])
			n[0], n[1] = v[1]/l, -v[0]/l
		},
	}
}
