package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Householder is the orthogonal map y = H_k ⋯ H_1·x of reflections H_j = 1 − 2·v_j v_jᵀ/‖v_j‖², where v_j is row j of
// Vectors [k, dim], which must not vanish. With k = dim it can be every rotation or, with another k, reflection. Its
// log-determinant is 0.
//
// Reference: Tomczak and Welling, Improving variational auto-encoders using Householder flow, 2016, eq. 10.
type Householder struct{ Vectors *Node }

var _ Bijector = Householder{}

// Forward reflects by the first vector first.
func (h Householder) Forward(x *Node) (y, logDet *Node) {
	wantRows("Householder", x, h.Vectors.Shape().Dim(-1))
	return DotProduct(x, h.transposed()), zeros(x)
}

// Inverse multiplies by the transpose.
func (h Householder) Inverse(y *Node) (x, logDet *Node) {
	wantRows("Householder", y, h.Vectors.Shape().Dim(-1))
	return DotProduct(y, Transpose(h.transposed(), 0, 1)), zeros(y)
}

// transposed is the matrix of the map, transposed, [dim, dim], so that rows x are mapped by x·Qᵀ.
func (h Householder) transposed() *Node {
	k, dim := h.Vectors.Shape().Dim(0), h.Vectors.Shape().Dim(1)
	q := unit(h.Vectors, dim)
	for j := range k {
		v := SliceAxis(h.Vectors, 0, AxisElem(j))  // [1, d]
		along := DotProduct(q, Transpose(v, 0, 1)) // what the rows have along v, [d, 1]
		q = Sub(q, Mul(Mul(along, v), Div(ConstAs(v, 2), ReduceAllSum(Square(v)))))
	}
	return q
}

// unit is the unit matrix [n, n], with the dtype of a node.
func unit(like *Node, n int) *Node {
	one := make([][]float64, n)
	for i := range one {
		one[i] = make([]float64, n)
		one[i][i] = 1
	}
	return ConstAsDType(like.Graph(), like.DType(), one)
}
