package data

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Surface is a law on a curve or surface in space. Its LogProb is by length or area of the surface, not by volume of
// the space around it; points farther from the surface than a millionth of its size have −Inf.
type Surface interface {
	Law
	// Intrinsic is the dimension of the surface: 1 for a curve.
	Intrinsic() int
}

// offSurface is how far off, relative to the size of the surface, a point still counts as on it: some roundings of float32.
const offSurface = 1e-6

// frame is k orthonormal vectors of R^dim as rows, [k, dim]: the first unit vectors where dim = k, else directions drawn
// by the seed, by Gram and Schmidt's procedure on normal vectors, taken twice against rounding.
func frame(k, dim int, seed uint64) [][]float64 {
	rows := make([][]float64, k)
	rng := rand.New(rand.NewPCG(seed, uint64(dim)))
	for i := range rows {
		v := make([]float64, dim)
		if dim == k {
			v[i] = 1
			rows[i] = v
			continue
		}
		for j := range v {
			v[j] = rng.NormFloat64()
		}
		for range 2 {
			for _, u := range rows[:i] {
				addScaled(v, -inner(u, v), u)
			}
			scale(v, 1/math.Sqrt(inner(v, v)))
		}
		rows[i] = v
	}
	return rows
}

// place is the point Σ cᵢ·rowᵢ.
func place(rows [][]float64, c ...float64) []float64 {
	x := make([]float64, len(rows[0]))
	for i, u := range rows {
		addScaled(x, c[i], u)
	}
	return x
}

// distance is how far x is from y, NaN where one of them has NaN.
func distance(x, y []float64) float64 {
	var sum float64
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(sum)
}

func inner(x, y []float64) (sum float64) {
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

func addScaled(x []float64, by float64, y []float64) {
	for i := range x {
		x[i] += by * y[i]
	}
}

func scale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

// points fills an n × dim matrix by calls of draw. It panics when n < 0; n = 0 gives the empty matrix.
func points(name string, n, dim int, draw func() []float64) *mat.Dense {
	if n < 0 {
		panic(fmt.Sprintf("data.%s: Sample wants n ≥ 0, got %d", name, n))
	}
	if n == 0 {
		return &mat.Dense{}
	}
	x := mat.NewDense(n, dim, nil)
	for i := range n {
		x.SetRow(i, draw())
	}
	return x
}

// wantPoint panics unless x has dim coordinates.
func wantPoint(name string, x []float64, dim int) {
	if len(x) != dim {
		panic(fmt.Sprintf("data.%s: LogProb wants a point with %d coordinates, got %d", name, dim, len(x)))
	}
}

// finite panics unless a parameter is a number.
func finite(name string, v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		panic(fmt.Sprintf("data.%s must be finite, got %g", name, v))
	}
	return v
}
