package linalg

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	_ "github.com/gensci/gensci/gen/diffop" // derivatives of Reverse, and higher ones of Slice
)

// SolveLower returns x [… , n, k] with L·x = b by forward substitution (Golub and Van Loan 2013,
// section 3.1). It reads the lower triangle of l [… , n, n] alone; b is [… , n, k] with the same batch
// axes. Infinite or NaN where the diagonal holds a zero.
func SolveLower(l, b *Node) *Node {
	wantSystem("SolveLower", l, b)
	n := l.Shape().Dimensions[l.Rank()-1]
	rows := make([]*Node, n)
	for i := range n {
		column := from(at(l, -1, i), -2, i)            // [… , n−i, 1]
		rows[i] = Div(at(b, -2, 0), at(column, -2, 0)) // [… , 1, k]
		if i < n-1 {
			b = Sub(from(b, -2, 1), Mul(from(column, -2, 1), rows[i])) // [… , n−i−1, k]
		}
	}
	return Concatenate(rows, -2)
}

// SolveUpper returns x [… , n, k] with U·x = b by back substitution. It reads the upper triangle of
// u [… , n, n] alone. With L from Cholesky, Lᵀ·x = b is SolveUpper(Transpose(l, -2, -1), b).
func SolveUpper(u, b *Node) *Node {
	wantSystem("SolveUpper", u, b)
	// Both orders of rows and columns reversed, U is lower triangular.
	return Reverse(SolveLower(Reverse(u, -2, -1), Reverse(b, -2)), -2)
}

func wantSystem(fn string, l, b *Node) {
	wantSquare(fn, l)
	rank := l.Rank()
	if b.Rank() == rank {
		same := true
		for axis := range rank - 1 {
			same = same && b.Shape().Dimensions[axis] == l.Shape().Dimensions[axis]
		}
		if same {
			return
		}
	}
	exceptions.Panicf("linalg.%s: want a matrix [… , n, n] and b [… , n, k] with the same batch axes, got %s and %s", fn, l.Shape(), b.Shape())
}

// maxSize bounds the length of the unrolled graph.
const maxSize = 64

func wantSquare(fn string, a *Node) {
	rank := a.Rank()
	if rank < 2 || a.Shape().Dimensions[rank-1] != a.Shape().Dimensions[rank-2] {
		exceptions.Panicf("linalg.%s: want square matrices [… , n, n], got %s", fn, a.Shape())
	}
	if n := a.Shape().Dimensions[rank-1]; n < 1 || n > maxSize {
		exceptions.Panicf("linalg.%s: want n from 1 to %d (the recurrence is unrolled), got %s", fn, maxSize, a.Shape())
	}
}

// at keeps index i of axis, as an axis of size 1.
func at(x *Node, axis, i int) *Node { return SliceAxis(x, axis, AxisElem(i)) }

// from drops what comes before index i of axis.
func from(x *Node, axis, i int) *Node {
	if i == 0 {
		return x
	}
	return SliceAxis(x, axis, AxisRangeToEnd(i))
}

// padFront puts n zeros in front along axis.
func padFront(x *Node, axis, n int) *Node {
	if n == 0 {
		return x
	}
	shape := x.Shape().Clone()
	shape.Dimensions[x.Rank()+axis] = n
	return Concatenate([]*Node{Zeros(x.Graph(), shape), x}, axis)
}
