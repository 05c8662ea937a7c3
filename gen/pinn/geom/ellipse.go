package geom

import (
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Ellipse is the set (x′/a)² + (y′/b)² ≤ 1 in the plane, x′ and y′ the coordinates along its axes.
type Ellipse struct {
	Center [2]float64
	Axes   [2]float64 // half axes a, b
	Turn   float64    // angle from the first variable to the axis a, in radians
}

var (
	_ Body   = Ellipse{}
	_ Domain = ellipseEdge{}
)

// Bind returns the ellipse as a set.
func (e Ellipse) Bind(vars []string) (Set, error) {
	if err := e.check(vars); err != nil {
		return Set{}, err
	}
	c := e.curve()
	return Set{
		Lo: c.lo, Hi: c.hi, Measure: math.Pi * e.Axes[0] * e.Axes[1], Cube: 2,
		Map: func(u, x []float64) {
			s, k := math.Sincos(2 * math.Pi * u[1])
			r := math.Sqrt(u[0])
			p := e.place(r*k*e.Axes[0], r*s*e.Axes[1])
			x[0], x[1] = p[0]+e.Center[0], p[1]+e.Center[1]
		},
		Distance: func(x []float64) float64 { return e.distance(c, x) },
		Smooth:   e.smooth,
	}, nil
}

// Edge is the curve around the ellipse, its points even in arc length.
func (e Ellipse) Edge() Domain { return ellipseEdge{e} }

type ellipseEdge struct{ e Ellipse }

func (b ellipseEdge) Bind(vars []string) (Set, error) {
	if err := b.e.check(vars); err != nil {
		return Set{}, err
	}
	c := b.e.curve()
	s := c.edge()
	s.Distance, s.Smooth = c.distance, b.e.smooth
	return s, nil
}

func (e Ellipse) check(vars []string) error {
	if len(vars) != 2 {
		return fmt.Errorf("geom: an ellipse lies in the plane: want 2 variables, got %d %v", len(vars), vars)
	}
	if !(e.Axes[0] > 0 && e.Axes[1] > 0) || math.IsInf(e.Axes[0], 0) || math.IsInf(e.Axes[1], 0) {
		return fmt.Errorf("geom: want an ellipse with positive half axes, got %v", e.Axes)
	}
	return errors.Join(finite("an ellipse's center", e.Center[:]), finite("an ellipse's angle", []float64{e.Turn}))
}

// place turns coordinates along the axes into those of the plane.
func (e Ellipse) place(x, y float64) [2]float64 {
	s, c := math.Sincos(e.Turn)
	return [2]float64{c*x - s*y, s*x + c*y}
}

func (e Ellipse) curve() *curve {
	a, b := e.Axes[0], e.Axes[1]
	return newCurve(func(phi float64) (p, v [2]float64) {
		s, c := math.Sincos(phi)
		p, v = e.place(a*c, b*s), e.place(-a*s, b*c)
		return [2]float64{p[0] + e.Center[0], p[1] + e.Center[1]}, v
	})
}

func (e Ellipse) distance(c *curve, x []float64) float64 {
	s, k := math.Sincos(e.Turn)
	dx, dy := x[0]-e.Center[0], x[1]-e.Center[1]
	if math.Hypot((k*dx+s*dy)/e.Axes[0], (k*dy-s*dx)/e.Axes[1]) > 1 {
		return -c.distance(x)
	}
	return c.distance(x)
}

// smooth normalises w = l(1 − (x′/a)² − (y′/b)²), l half the smaller axis.
func (e Ellipse) smooth(x []*Node) *Node {
	s, c := math.Sincos(e.Turn)
	dx, dy := AddScalar(x[0], -e.Center[0]), AddScalar(x[1], -e.Center[1])
	p := DivScalar(Add(MulScalar(dx, c), MulScalar(dy, s)), e.Axes[0])
	q := DivScalar(Sub(MulScalar(dy, c), MulScalar(dx, s)), e.Axes[1])
	l := min(e.Axes[0], e.Axes[1]) / 2
	w := MulScalar(OneMinus(Add(Square(p), Square(q))), l)
	slope2 := Add(Square(MulScalar(p, 2*l/e.Axes[0])), Square(MulScalar(q, 2*l/e.Axes[1])))
	return normalised(w, slope2, l)
}
