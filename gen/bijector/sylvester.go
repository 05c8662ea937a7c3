package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Sylvester is the Sylvester flow, a planar map with a bottleneck of m ≤ dim instead of 1 directions:
//
//	y = x + Q·R·tanh(S·Qᵀx + B),  ln det = Σᵢ ln(1 + r_ii·s_ii·tanh′ᵢ),
//
// with Q [dim, m] of orthonormal columns, the first m of the product of reflections by Vectors [k, dim], and R, S [m, m]
// the upper triangles of what is given, with the diagonals' tanh, so that r_ii·s_ii > −1. B is [m]; with a first axis
// [batch] (or 1), R, S and B are those of each row.
//
// The map changes x only within the span of Q, and there w = Qᵀx follows from Qᵀy = w + R·tanh(S·w + B) from the last
// coordinate to the first: each is the root of an increasing function of one variable. So Inverse is as exact as a search.
//
// Reference: van den Berg, Hasenclever, Tomczak, Welling, Sylvester normalizing flows for variational inference, UAI
// 2018, theorems 1-2 and section 4.2 (Householder). The inverse by back substitution is derived here.
type Sylvester struct{ Vectors, R, S, B *Node }

var _ Bijector = Sylvester{}

// Forward is closed.
func (p Sylvester) Forward(x *Node) (y, logDet *Node) {
	q, r, s, b := p.settled(x)
	h := Tanh(Add(rowsTimes(DotProduct(x, q), s), b)) // [b, m]
	slope := Mul(Mul(diagonal(r), diagonal(s)), OneMinus(Square(h)))
	return Add(x, DotProduct(rowsTimes(h, r), Transpose(q, 0, 1))), ReduceSum(Log1p(slope), -1)
}

// Inverse searches for each of the m coordinates along Q.
func (p Sylvester) Inverse(y *Node) (x, logDet *Node) {
	q, r, s, b := p.settled(y)
	m := q.Shape().Dim(1)
	bent := DotProduct(y, q)                    // Qᵀy, from which the bends of the coordinates found so far are taken, [b, m]
	within := BroadcastToShape(b, bent.Shape()) // S·w + B of those coordinates
	moved := make([]*Node, m)
	logDet = zeros(y)
	for i := m - 1; i >= 0; i-- {
		w, logSlope := bentInverse(column(bent, i), entry(r, i, i), entry(s, i, i), column(within, i))
		within = Add(within, Mul(w, columnOf(s, i)))
		moved[i] = Tanh(column(within, i))
		bent = Sub(bent, Mul(moved[i], columnOf(r, i)))
		logDet = Add(logDet, Squeeze(logSlope, -1))
	}
	h := Concatenate(moved, -1)
	return Sub(y, DotProduct(rowsTimes(h, r), Transpose(q, 0, 1))), logDet
}

// settled gives Q, the two triangles [batch or 1, m, m] and B [batch or 1, m].
func (p Sylvester) settled(x *Node) (q, r, s, b *Node) {
	dim := p.Vectors.Shape().Dim(-1)
	wantRows("Sylvester", x, dim)
	m := p.B.Shape().Dim(-1)
	if m > dim || p.R.Shape().Dim(-1) != m || p.R.Shape().Dim(-2) != m || p.S.Shape().Dim(-1) != m || p.S.Shape().Dim(-2) != m {
		exceptions.Panicf("bijector.Sylvester: want R and S [m, m] and B [m] with m ≤ %d, got %s, %s and %s", dim, p.R.Shape(), p.S.Shape(), p.B.Shape())
	}
	q = Slice(Transpose(Householder{p.Vectors}.transposed(), 0, 1), AxisRange(), AxisRange(0, m))
	return q, triangle(p.R), triangle(p.S), rowsOf(p.B)
}

// triangle is the part above the diagonal, with the tanh of the diagonal: [m, m] or [batch, m, m] → [batch or 1, m, m].
func triangle(a *Node) *Node {
	if a.Rank() == 2 {
		a = ExpandAxes(a, 0)
	}
	m := a.Shape().Dim(-1)
	above := make([][]float64, m)
	for i := range m {
		above[i] = make([]float64, m)
		for j := i + 1; j < m; j++ {
			above[i][j] = 1
		}
	}
	off := Mul(a, ExpandAxes(ConstAsDType(a.Graph(), a.DType(), above), 0))
	return Add(off, Mul(Tanh(a), ExpandAxes(unit(a, m), 0)))
}

// rowsTimes is A·x of every row: [b, m], [batch or 1, m, m] → [b, m].
func rowsTimes(x, a *Node) *Node { return ReduceSum(Mul(ExpandAxes(x, 1), a), -1) }

// diagonal is that of every matrix: [b, m, m] → [b, m].
func diagonal(a *Node) *Node {
	return ReduceSum(Mul(a, ExpandAxes(unit(a, a.Shape().Dim(-1)), 0)), -1)
}

// column keeps coordinate i of every row: [b, m] → [b, 1].
func column(x *Node, i int) *Node { return SliceAxis(x, -1, AxisElem(i)) }

// columnOf is column i of every matrix: [b, m, m] → [b, m].
func columnOf(a *Node, i int) *Node { return Squeeze(SliceAxis(a, -1, AxisElem(i)), -1) }

// entry is entry (i, j) of every matrix: [b, m, m] → [b, 1].
func entry(a *Node, i, j int) *Node { return column(columnOf(a, j), i) }
