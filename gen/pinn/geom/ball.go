package geom

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// Ball is the set |x − Center| ≤ Radius in as many dimensions as the problem has variables.
type Ball struct {
	Center []float64 // one number for each variable; nil means the origin
	Radius float64   // 0 means 1
}

var (
	_ Body   = Ball{}
	_ Domain = sphere{}
)

// Bind returns the ball as a set; its volume is π^(d/2) R^d / Γ(d/2 + 1).
func (b Ball) Bind(vars []string) (Set, error) {
	w, s, err := b.settle(vars)
	if err != nil {
		return Set{}, err
	}
	d := float64(len(vars))
	s.Measure = unitVolume(len(vars)) * math.Pow(w.radius, d)
	s.Cube = directionCube(len(vars)) + 1
	s.Extra = s.Cube - len(vars)
	s.Map = func(u, x []float64) { // volume grows with r^d
		turned(u[1:], x)
		floats.Scale(w.radius*math.Pow(u[0], 1/d), x)
		floats.Add(x, w.center)
	}
	s.Distance = w.distance
	return s, nil
}

// Edge is the sphere around the ball.
func (b Ball) Edge() Domain { return sphere{b} }

type sphere struct{ b Ball }

func (c sphere) Bind(vars []string) (Set, error) {
	w, s, err := c.b.settle(vars)
	if err != nil {
		return Set{}, err
	}
	d := len(vars)
	s.Measure = float64(d) * unitVolume(d) * math.Pow(w.radius, float64(d-1))
	s.Cube = directionCube(d)
	s.Extra = s.Cube - (d - 1)
	s.Map = func(u, x []float64) {
		turned(u, x)
		floats.Scale(w.radius, x)
		floats.Add(x, w.center)
	}
	s.Normal = w.normal
	s.Distance = func(x []float64) float64 { return math.Abs(w.distance(x)) }
	return s, nil
}

// settle checks the ball and returns what it has in common with its sphere.
func (b Ball) settle(vars []string) (ball, Set, error) {
	if len(b.Center) != len(vars) && b.Center != nil {
		return ball{}, Set{}, fmt.Errorf("geom: the center of a ball has %d coordinates, there are %d variables %v", len(b.Center), len(vars), vars)
	}
	if !(b.Radius >= 0) || math.IsInf(b.Radius, 0) {
		return ball{}, Set{}, fmt.Errorf("geom: want a ball with a positive radius, got %g", b.Radius)
	}
	if err := finite("a ball's center", b.Center); err != nil {
		return ball{}, Set{}, err
	}
	w := ball{make([]float64, len(vars)), b.Radius}
	copy(w.center, b.Center)
	if w.radius == 0 {
		w.radius = 1
	}
	s := Set{Smooth: w.smooth}
	for _, c := range w.center {
		s.Lo, s.Hi = append(s.Lo, c-w.radius), append(s.Hi, c+w.radius)
	}
	return w, s, nil
}

// unitVolume is that of the unit ball in d dimensions.
func unitVolume(d int) float64 {
	return math.Pow(math.Pi, float64(d)/2) / math.Gamma(float64(d)/2+1)
}

// directionCube is the number of coordinates that turned takes for a direction in d dimensions.
func directionCube(d int) int {
	if d <= 3 {
		return max(d-1, 1)
	}
	return d
}

// turned sets x to a point of the unit sphere, equal areas for equal volumes of u: a sign, an angle, a height and an angle (Archimedes), and beyond
// three dimensions a vector of independent normal quantiles divided by its length.
func turned(u, x []float64) {
	switch len(x) {
	case 1:
		x[0] = math.Copysign(1, u[0]-0.5)
	case 2:
		x[1], x[0] = math.Sincos(2 * math.Pi * u[0])
	case 3:
		z := 2*u[0] - 1
		s, c := math.Sincos(2 * math.Pi * u[1])
		r := math.Sqrt(max(1-z*z, 0))
		x[0], x[1], x[2] = r*c, r*s, z
	default:
		for j := range x {
			x[j] = distuv.UnitNormal.Quantile(min(max(u[j], 1e-300), below1))
		}
		floats.Scale(1/math.Max(floats.Norm(x, 2), 1e-300), x)
	}
}

// ball is one whose settings are filled in.
type ball struct {
	center []float64
	radius float64
}

func (b ball) distance(x []float64) float64 { return b.radius - floats.Distance(x, b.center, 2) }

func (b ball) normal(_, x, n []float64) {
	floats.SubTo(n, x, b.center)
	floats.Scale(1/floats.Norm(n, 2), n)
}

// smooth is (R² − |x − c|²)/2R.
func (b ball) smooth(x []*Node) *Node {
	var r2 *Node
	for j, c := range x {
		y := Square(AddScalar(c, -b.center[j]))
		if r2 == nil {
			r2 = y
		} else {
			r2 = Add(r2, y)
		}
	}
	return DivScalar(AddScalar(Neg(r2), b.radius*b.radius), 2*b.radius)
}
