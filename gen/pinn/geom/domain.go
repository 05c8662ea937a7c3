package geom

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Domain is a set of points of a problem, written down without knowing the order of its variables.
type Domain interface {
	// Bind must return the set with coordinates in the order of vars, or an error that says what does not fit.
	Bind(vars []string) (Set, error)
}

// Set is a domain whose coordinates have an order: the image of a unit cube.
type Set struct {
	Lo, Hi  []float64            // the smallest box around it
	Measure float64              // its length, area, …: the weight in a union; a point has 1
	Cube    int                  // dimensions of the cube
	Map     func(u, x []float64) // u in [0, 1)^Cube → x; equal volumes go to equal volumes
}

// Points returns n points of the low-discrepancy sequence with a random shift, [n, len(Lo)].
func (s Set) Points(rng *rand.Rand, n int) *mat.Dense {
	shift := make([]float64, s.Cube)
	for j := range shift {
		shift[j] = rng.Float64()
	}
	alpha := steps(s.Cube)
	return s.fill(n, func(i int, u []float64) {
		for j := range u {
			_, u[j] = math.Modf(shift[j] + float64(i+1)*alpha[j])
		}
	})
}

// Uniform returns n independent points, [n, len(Lo)].
func (s Set) Uniform(rng *rand.Rand, n int) *mat.Dense {
	return s.fill(n, func(_ int, u []float64) {
		for j := range u {
			u[j] = rng.Float64()
		}
	})
}

// fill maps n points of the cube.
func (s Set) fill(n int, draw func(i int, u []float64)) *mat.Dense {
	dim := len(s.Lo)
	x := mat.NewDense(n, dim, nil)
	u := make([]float64, s.Cube)
	for i := range n {
		draw(i, u)
		s.Map(u, x.RawRowView(i))
	}
	return x
}

// steps are the increments α_j = φ^-j of Kronecker's sequence, φ the real root of φ^(d+1) = φ + 1 (Roberts 2018).
func steps(d int) []float64 {
	phi := 2.0
	for range 64 { // a contraction: halves the error at least
		phi = math.Pow(1+phi, 1/float64(d+1))
	}
	alpha := make([]float64, d)
	for j := range alpha {
		alpha[j] = math.Pow(phi, -float64(j+1))
	}
	return alpha
}

// index finds a variable.
func index(vars []string, name string) (int, error) {
	for i, v := range vars {
		if v == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("geom: there is no variable %q: the variables are %s", name, strings.Join(vars, ", "))
}
