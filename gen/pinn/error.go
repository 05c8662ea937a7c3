package pinn

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Grid returns the points of a regular grid over the box, ends included, n points for each variable and the last one
// fastest: [Π n, variables].
func (s *Solution) Grid(n ...int) (*mat.Dense, error) { return regular(s, n) }

// field is what stands for the solution of a problem.
type field interface {
	Vars() []string
	Box() (lo, hi []float64)
	At(points *mat.Dense) (*mat.Dense, error)
}

// regular are the points of a grid over a field's box.
func regular(s field, n []int) (*mat.Dense, error) {
	from, to := s.Box()
	if len(n) != len(from) {
		return nil, fmt.Errorf("pinn: Solution.Grid: want a number of points for each of the variables %v, got %v", s.Vars(), n)
	}
	total := 1
	for _, k := range n {
		if k < 2 {
			return nil, fmt.Errorf("pinn: Solution.Grid: want at least 2 points for each variable, got %v", n)
		}
		total *= k
	}
	x := mat.NewDense(total, len(n), nil)
	for i := range total {
		rest := i
		for j := len(n) - 1; j >= 0; j-- {
			lo, hi := from[j], to[j]
			x.Set(i, j, lo+(hi-lo)*float64(rest%n[j])/float64(n[j]-1))
			rest /= n[j]
		}
	}
	return x, nil
}

// RelativeL2 is √(Σ|u − exact|² / Σ|exact|²) over points [n, variables] and all fields.
func (s *Solution) RelativeL2(exact func(x []float64) []float64, points *mat.Dense) (float64, error) {
	return relativeL2(s, exact, points)
}

func relativeL2(s field, exact func(x []float64) []float64, points *mat.Dense) (float64, error) {
	if exact == nil {
		return 0, errors.New("pinn: Solution.RelativeL2: there is no exact solution: give one")
	}
	u, err := s.At(points)
	if err != nil {
		return 0, err
	}
	n, fields := u.Dims()
	var wrong, size float64
	for i := range n {
		want := exact(points.RawRowView(i))
		if len(want) != fields {
			return 0, fmt.Errorf("pinn: Solution.RelativeL2: the exact solution gives %d values, there are %d fields", len(want), fields)
		}
		d := floats.Distance(u.RawRowView(i), want, 2)
		wrong, size = wrong+d*d, size+floats.Dot(want, want)
	}
	if r := math.Sqrt(wrong / size); !math.IsNaN(r) && !math.IsInf(r, 0) {
		return r, nil
	}
	return 0, fmt.Errorf("pinn: Solution.RelativeL2: squared error %g relative to %g: the exact solution must be finite and not vanish everywhere", wrong, size)
}

// Error is RelativeL2 against the problem's exact solution, on a grid of 100 points in the first variable, 256 in the
// second (with time first that of Raissi et al. 2019), or about 26 000 in all where there are other numbers of variables.
func (s *Solution) Error() (float64, error) { return relativeError(s, s.Exact) }

func relativeError(s field, exact Exact) (float64, error) {
	n := []int{100, 256}
	if k := len(s.Vars()); k != 2 {
		n = make([]int, k)
		for j := range n {
			n[j] = max(int(math.Pow(25600, 1/float64(k))), 2)
		}
	}
	x, err := regular(s, n)
	if err != nil {
		return 0, err
	}
	if exact == nil {
		return relativeL2(s, nil, x)
	}
	return relativeL2(s, exact.At, x)
}
