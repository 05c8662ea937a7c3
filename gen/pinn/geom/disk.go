package geom

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Disk is the set |x − Center| ≤ Radius in the plane.
type Disk struct {
	Center [2]float64
	Radius float64 // 0 means 1
}

var (
	_ Body   = Disk{}
	_ Domain = circle{}
)

// Bind returns the disk as a set.
func (d Disk) Bind(vars []string) (Set, error) {
	s, err := d.set(vars)
	s.Measure, s.Cube = math.Pi*d.radius()*d.radius(), 2
	s.Map = func(u, x []float64) { d.polar(math.Sqrt(u[0]), u[1], x) } // area grows with r²
	s.Distance = d.ball().distance
	return s, err
}

// Edge is the circle around the disk.
func (d Disk) Edge() Domain { return circle{d} }

type circle struct{ d Disk }

func (c circle) Bind(vars []string) (Set, error) {
	s, err := c.d.set(vars)
	s.Measure, s.Cube = 2*math.Pi*c.d.radius(), 1
	s.Map = func(u, x []float64) { c.d.polar(1, u[0], x) }
	s.Normal = c.d.ball().normal
	s.Distance = func(x []float64) float64 { return math.Abs(c.d.ball().distance(x)) }
	return s, err
}

// set is what disk and circle have in common.
func (d Disk) set(vars []string) (Set, error) {
	if len(vars) != 2 {
		return Set{}, fmt.Errorf("geom: a disk lies in the plane: want 2 variables, got %d %v", len(vars), vars)
	}
	if !(d.Radius >= 0) || math.IsInf(d.Radius, 0) {
		return Set{}, fmt.Errorf("geom: want a disk with a positive radius, got %g", d.Radius)
	}
	if err := finite("a disk's center", d.Center[:]); err != nil {
		return Set{}, err
	}
	r, c := d.radius(), d.Center
	return Set{
		Lo: []float64{c[0] - r, c[1] - r}, Hi: []float64{c[0] + r, c[1] + r},
		Smooth: func(x []*Node) *Node { return d.ball().smooth(x) },
	}, nil
}

// ball is the disk as a ball of two dimensions.
func (d Disk) ball() ball { return ball{d.Center[:], d.radius()} }

// polar sets x to the point at a fraction r of the radius and a fraction a of the turn.
func (d Disk) polar(r, a float64, x []float64) {
	s, c := math.Sincos(2 * math.Pi * a)
	x[0], x[1] = d.Center[0]+d.radius()*r*c, d.Center[1]+d.radius()*r*s
}

func (d Disk) radius() float64 {
	if d.Radius == 0 {
		return 1
	}
	return d.Radius
}

// finite says which of some numbers is not.
func finite(what string, x []float64) error {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("geom: want finite numbers for %s, got %v", what, x)
		}
	}
	return nil
}
