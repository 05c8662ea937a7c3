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

// wide is the number of columns from which on a product with a 0-1 matrix costs more than moving the columns.
const wide = 48

// pick takes columns of x, [b, d] → [b, len(columns)], by a product with a 0-1 matrix, for which rows must be finite (zero
// times an infinite coordinate is NaN); wide rows by Gather. Both are differentiable to fourth order on both engines.
func pick(x *Node, columns []int) *Node {
	n := x.Shape().Dim(1)
	for _, from := range columns {
		if from < 0 || from >= n {
			exceptions.Panicf("bijector.Permutation: want each of 0 … %d once, got %v", n-1, columns)
		}
	}
	if n >= wide {
		return gather(x, columns)
	}
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, len(columns))
	}
	for to, from := range columns {
		m[from][to] = 1
	}
	return DotProduct(x, ConstAsDType(x.Graph(), x.DType(), m)) // [b, d] · [d, k] → [b, k]
}

// gather takes columns of x, which Gather itself does along the first axis alone.
func gather(x *Node, columns []int) *Node {
	at := make([][]int32, len(columns))
	for i, from := range columns {
		at[i] = []int32{int32(from)}
	}
	return Transpose(Gather(Transpose(x, 0, 1), Const(x.Graph(), at)), 0, 1) // [b, d] → [d, b] → [k, b] → [b, k]
}
