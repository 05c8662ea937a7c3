package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// trace is a function of t in [lo, hi] as a Chebyshev series, so that it can stand in a graph: what a reference, known on the host
// alone, is on a wall.
type trace struct {
	lo, hi float64
	c      []float64
}

// newTrace interpolates f at n Chebyshev points.
func newTrace(f func(t float64) float64, lo, hi float64, n int) trace {
	tr := trace{lo, hi, make([]float64, n)}
	for i := range n {
		theta := math.Pi * (float64(i) + 0.5) / float64(n)
		v := f(lo + (hi-lo)*(1+math.Cos(theta))/2)
		for j := range tr.c {
			tr.c[j] += 2 * v * math.Cos(float64(j)*theta) / float64(n)
		}
	}
	tr.c[0] /= 2
	return tr
}

// Graph is the function of t [n, 1], Σ_j c_j cos jθ with cos θ = s the time in [-1, 1]. Values alone are right at the ends: θ has
// an infinite derivative there.
func (tr trace) Graph(t *Node) *Node {
	s := AddScalar(MulScalar(t, 2/(tr.hi-tr.lo)), -(tr.hi+tr.lo)/(tr.hi-tr.lo))
	theta := Atan2(Sqrt(MaxScalar(OneMinus(Square(s)), 0)), s)
	j := make([]float64, len(tr.c))
	for i := range j {
		j[i] = float64(i)
	}
	row := func(v []float64) *Node { return ExpandAxes(ConstAs(t, v), 0) }       // [1, degrees]
	return ReduceAndKeep(Mul(Cos(Mul(theta, row(j))), row(tr.c)), ReduceSum, -1) // [n, 1]
}
