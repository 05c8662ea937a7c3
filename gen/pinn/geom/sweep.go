package geom

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/integrate/quad"
)

// A curve is cut into so many pieces that each has at most one point nearest to another point, and that this many nodes of Gauss and
// Legendre measure it to rounding, unless it is very flat or has many waves.
const (
	pieces = 256
	nodes  = 8
)

// sweep is the integral of a positive smooth function of an angle from 0 on.
type sweep struct {
	f   func(phi float64) float64
	sum []float64 // up to 2π i/pieces
}

func newSweep(f func(phi float64) float64) *sweep {
	s := &sweep{f: f, sum: []float64{0}}
	for i := range pieces {
		s.sum = append(s.sum, s.sum[i]+s.over(s.angle(i), s.angle(i+1)))
	}
	return s
}

func (s *sweep) angle(i int) float64 { return 2 * math.Pi * float64(i) / pieces }

func (s *sweep) over(a, b float64) float64 { return quad.Fixed(s.f, a, b, nodes, quad.Legendre{}, 0) }

func (s *sweep) total() float64 { return s.sum[pieces] }

// along is the angle at a fraction u of the integral, by Newton's method in its piece.
func (s *sweep) along(u float64) float64 {
	want := u * s.total()
	i := min(max(sort.SearchFloat64s(s.sum, want)-1, 0), pieces-1)
	a := s.angle(i)
	rest := want - s.sum[i]
	phi := a + rest/(s.sum[i+1]-s.sum[i])*s.angle(1)
	for range 3 { // the error is squared each time, and begins below 1e-2 of a piece
		phi -= (s.over(a, phi) - rest) / s.f(phi)
	}
	return phi
}
