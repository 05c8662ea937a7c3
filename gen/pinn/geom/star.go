package geom

import (
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Star is the set ρ ≤ r(φ) in polar coordinates about Center, r(φ) = Radius + Σ_k Cos[k−1] cos kφ + Sin[k−1] sin kφ, which must be positive.
type Star struct {
	Center   [2]float64
	Radius   float64   // 0 means 1
	Cos, Sin []float64 // coefficients of cos φ, cos 2φ, … and sin φ, sin 2φ, …
}

var (
	_ Body   = Star{}
	_ Domain = starEdge{}
)

// Bind returns the star as a set. Its area is π Radius² + π/2 Σ (Cos² + Sin²). Smooth has no second derivatives at the center.
func (r Star) Bind(vars []string) (Set, error) {
	if err := r.check(vars); err != nil {
		return Set{}, err
	}
	c := r.curve()
	area := r.radius() * r.radius()
	for _, a := range append(append([]float64{}, r.Cos...), r.Sin...) {
		area += a * a / 2
	}
	sweep := newSweep(func(phi float64) float64 { l, _ := r.at(phi); return l * l / 2 })
	return Set{
		Lo: c.lo, Hi: c.hi, Measure: math.Pi * area, Cube: 2,
		Map: func(u, x []float64) { // the area swept by an angle is even in u[1], that along a ray in u[0]
			phi := sweep.along(u[1])
			l, _ := r.at(phi)
			s, k := math.Sincos(phi)
			l *= math.Sqrt(u[0])
			x[0], x[1] = r.Center[0]+l*k, r.Center[1]+l*s
		},
		Distance: func(x []float64) float64 { return r.distance(c, x) },
		Smooth:   r.smooth,
	}, nil
}

// Edge is the curve around the star, its points even in arc length.
func (r Star) Edge() Domain { return starEdge{r} }

type starEdge struct{ r Star }

func (b starEdge) Bind(vars []string) (Set, error) {
	if err := b.r.check(vars); err != nil {
		return Set{}, err
	}
	c := b.r.curve()
	s := c.edge()
	s.Distance, s.Smooth = c.distance, b.r.smooth
	return s, nil
}

func (r Star) radius() float64 {
	if r.Radius == 0 {
		return 1
	}
	return r.Radius
}

func (r Star) check(vars []string) error {
	if len(vars) != 2 {
		return fmt.Errorf("geom: a star lies in the plane: want 2 variables, got %d %v", len(vars), vars)
	}
	if k := max(len(r.Cos), len(r.Sin)); k > pieces/16 {
		return fmt.Errorf("geom: a star can have %d waves around it, got %d", pieces/16, k)
	}
	err := errors.Join(finite("a star's center", r.Center[:]), finite("a star's radius", []float64{r.Radius}), finite("a star's Cos", r.Cos), finite("a star's Sin", r.Sin))
	if err != nil {
		return err
	}
	for i := range 4 * pieces {
		phi := 2 * math.Pi * float64(i) / (4 * pieces)
		if l, _ := r.at(phi); !(l > 0) {
			return fmt.Errorf("geom: want a star whose radius is positive at all angles, got %.3g at %.3g: make Radius larger", l, phi)
		}
	}
	return nil
}

// at is the radius at an angle, and its derivative.
func (r Star) at(phi float64) (l, slope float64) {
	l = r.radius()
	for i := range max(len(r.Cos), len(r.Sin)) {
		k := float64(i + 1)
		s, c := math.Sincos(k * phi)
		if i < len(r.Cos) {
			l, slope = l+r.Cos[i]*c, slope-k*r.Cos[i]*s
		}
		if i < len(r.Sin) {
			l, slope = l+r.Sin[i]*s, slope+k*r.Sin[i]*c
		}
	}
	return l, slope
}

func (r Star) curve() *curve {
	return newCurve(func(phi float64) (p, v [2]float64) {
		l, d := r.at(phi)
		s, c := math.Sincos(phi)
		p = [2]float64{r.Center[0] + l*c, r.Center[1] + l*s}
		return p, [2]float64{d*c - l*s, d*s + l*c}
	})
}

func (r Star) distance(c *curve, x []float64) float64 {
	dx, dy := x[0]-r.Center[0], x[1]-r.Center[1]
	if l, _ := r.at(math.Atan2(dy, dx)); math.Hypot(dx, dy) > l {
		return -c.distance(x)
	}
	return c.distance(x)
}

// smooth normalises w = l(1 − ρ²/r²), l = Radius/2, whose gradient has the square (2lρ/r²)²(1 + (r′/r)²).
func (r Star) smooth(x []*Node) *Node {
	dx, dy := AddScalar(x[0], -r.Center[0]), AddScalar(x[1], -r.Center[1])
	t := tiny(dx)
	rho2 := Add(Square(dx), Square(dy))
	rho := Sqrt(Add(rho2, Mul(t, t)))
	c1, s1 := Div(dx, rho), Div(dy, rho)
	c, s := c1, s1 // cos kφ, sin kφ
	radius, slope := AddScalar(MulScalar(c, 0), r.radius()), MulScalar(c, 0)
	for i := range max(len(r.Cos), len(r.Sin)) {
		var a, b float64
		if i < len(r.Cos) {
			a = r.Cos[i]
		}
		if i < len(r.Sin) {
			b = r.Sin[i]
		}
		k := float64(i + 1)
		radius = Add(radius, Add(MulScalar(c, a), MulScalar(s, b)))
		slope = Add(slope, Sub(MulScalar(c, k*b), MulScalar(s, k*a)))
		c, s = Sub(Mul(c, c1), Mul(s, s1)), Add(Mul(s, c1), Mul(c, s1))
	}
	l := r.radius() / 2
	r2 := Square(radius)
	w := MulScalar(OneMinus(Div(rho2, r2)), l)
	slope2 := Mul(MulScalar(Div(rho2, Square(r2)), 4*l*l), AddScalar(Square(Div(slope, radius)), 1))
	return normalised(w, slope2, l)
}
