package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/pinn"
)

// Reference is a problem with a solution that is computed on first use, in a second or two, and kept: closer to the true one
// than networks come.
type Reference interface {
	// Problem must return the problem, with Exact set.
	Problem() pinn.Problem
	// At must return the fields at a point, variables in the order of the problem.
	At(x []float64) []float64
}

// Solved is a problem with its solution in closed form or by quadrature.
type Solved interface {
	Reference
	// Graph must return the fields, [n, 1] each, as differentiable functions of the variables, [n, 1] each.
	Graph(x []*Node) []*Node
}

// or is the value of a setting, or its default where it is zero.
func or[T int | float64](x, zero T) T {
	if x == 0 {
		return zero
	}
	return x
}

// positive is or for a setting that must be positive and finite.
func positive(setting string, x, zero float64) float64 {
	if !(x >= 0) || math.IsInf(x, 1) {
		exceptions.Panicf("exact: want %s positive, or 0 for its default of %.4g, got %g", setting, zero, x)
	}
	return or(x, zero)
}
