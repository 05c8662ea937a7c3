package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Permutation reorders the coordinates: yᵢ = x_{p(i)}. Its log-determinant is 0.
type Permutation []int

var _ Bijector = Permutation{}

// Forward puts coordinate p[i] at place i.
func (p Permutation) Forward(x *Node) (y, logDet *Node) {
	wantRows("Permutation", x, len(p))
	return pick(x, p), zeros(x)
}

// Inverse undoes Forward.
func (p Permutation) Inverse(y *Node) (x, logDet *Node) {
	wantRows("Permutation", y, len(p))
	inv := make([]int, len(p))
	for i := range inv {
		inv[i] = -1
	}
	for i, j := range p {
		if j < 0 || j >= len(p) || inv[j] != -1 {
			exceptions.Panicf("bijector.Permutation: want each of 0 … %d once, got %v", len(p)-1, []int(p))
		}
		inv[j] = i
	}
	return pick(y, inv), zeros(y)
}

// pick takes columns of x by a product with a 0-1 matrix, which is differentiable to any order on both engines
// (Gather is so only to third order). Zero times an infinite coordinate is NaN: rows must be finite.
func pick(x *Node, columns []int) *Node {
	n := x.Shape().Dim(1)
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, len(columns))
	}
	for to, from := range columns {
		if from < 0 || from >= n {
			exceptions.Panicf("bijector.Permutation: want each of 0 … %d once, got %v", n-1, columns)
		}
		m[from][to] = 1
	}
	return DotProduct(x, ConstAsDType(x.Graph(), x.DType(), m)) // [b, d] · [d, k] → [b, k]
}
