package linalg

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// LU returns p, l, u, all [… , n, n], with p·a = l·u: p permutes rows, l is unit lower and u upper triangular, and no
// entry of l is larger than 1 (partial pivoting, Golub and Van Loan 2013, algorithm 3.4.1). Not finite where a is singular.
func LU(a *Node) (p, l, u *Node) {
	wantSquare("LU", a)
	n := a.Shape().Dimensions[a.Rank()-1]
	rows, cols := Iota(a.Graph(), a.Shape(), -2), Iota(a.Graph(), a.Shape(), -1)
	one, zero := OnesLike(a), ZerosLike(a)
	identity := Where(Equal(rows, cols), one, zero)
	w := eliminate(Concatenate([]*Node{a, identity}, -1), n, n)
	lu := SliceAxis(w, -1, AxisRange(0, n))
	l = Where(GreaterThan(rows, cols), lu, identity)
	u = Where(GreaterThan(rows, cols), zero, lu)
	return SliceAxis(w, -1, AxisRangeToEnd(n)), l, u
}

// Solve returns x [… , n, k] with a·x = b by elimination with partial pivoting; a [… , n, n], b [… , n, k] with the same
// batch axes. Not finite where a is singular.
func Solve(a, b *Node) *Node {
	wantSystem("Solve", a, b)
	n := a.Shape().Dimensions[a.Rank()-1]
	w := eliminate(Concatenate([]*Node{a, b}, -1), n, n+b.Shape().Dim(-1)) // [… , n, n+k]
	return SolveUpper(SliceAxis(w, -1, AxisRange(0, n)), SliceAxis(w, -1, AxisRangeToEnd(n)))
}

// eliminate reduces the first n columns of w [… , n, m] to L below the diagonal and U on and above it. Columns from
// upTo on take part in the exchange of rows alone.
func eliminate(w *Node, n, upTo int) *Node {
	if !w.DType().IsFloat() {
		exceptions.Panicf("linalg: want real numbers, got %s", w.Shape())
	}
	index := w.Shape().Clone()
	index.DType = dtypes.Int32
	rows, cols := Iota(w.Graph(), index, -2), Iota(w.Graph(), index, -1)
	zero := ZerosLike(w)
	for j := range n {
		at := Const(w.Graph(), int32(j))
		w = exchange(w, rows, j)
		pivotRow := BroadcastToShape(SliceAxis(w, -2, AxisElem(j)), w.Shape())
		factor := BroadcastToShape(Div(SliceAxis(w, -1, AxisElem(j)), SliceAxis(pivotRow, -1, AxisElem(j))), w.Shape())
		below := GreaterThan(rows, at)
		right := LogicalAnd(GreaterThan(cols, at), LessThan(cols, Const(w.Graph(), int32(upTo))))
		w = Sub(w, Where(LogicalAnd(below, right), Mul(factor, pivotRow), zero))
		w = Where(LogicalAnd(below, Equal(cols, at)), factor, w)
	}
	return w
}

// exchange swaps row j of w and the one from row j on with the largest entry in column j; the first of several.
func exchange(w, rows *Node, j int) *Node {
	n := w.Shape().Dim(-2)
	column := Abs(SliceAxis(w, -1, AxisElem(j))) // [… , n, 1]
	row := SliceAxis(rows, -1, AxisElem(0))      // [… , n, 1]
	free := GreaterOrEqual(row, Const(w.Graph(), int32(j)))
	size := StopGradient(Where(free, column, Neg(OnesLike(column))))
	most := LogicalAnd(free, Equal(size, ReduceAndKeep(size, ReduceMax, -2)))
	// No ArgMax, which loops of the engine cannot hold: the smallest row number among the largest entries.
	rank := Where(most, row, MulScalar(OnesLike(row), n))
	pivot := Equal(rank, ReduceAndKeep(rank, ReduceMin, -2))
	pivot = LogicalAnd(pivot, most) // none where column j is not a number
	spread := BroadcastToShape(pivot, shapes.Make(dtypes.Bool, w.Shape().Dimensions...))
	chosen := ReduceAndKeep(Where(spread, w, ZerosLike(w)), ReduceSum, -2) // [… , 1, m]
	current := BroadcastToShape(SliceAxis(w, -2, AxisElem(j)), w.Shape())
	w = Where(spread, current, w)
	return Where(Equal(rows, Const(w.Graph(), int32(j))), BroadcastToShape(chosen, w.Shape()), w)
}
