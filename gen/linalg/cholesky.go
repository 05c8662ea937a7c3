package linalg

import . "github.com/gomlx/gomlx/core/graph"

// Cholesky returns the lower triangular L [… , n, n] with L·Lᵀ = a and a positive diagonal (Golub and
// Van Loan 2013, section 4.2). It reads the lower triangle of a [… , n, n] alone, so derivatives by a
// are those by that triangle, and zero above it. NaN where a is not positive definite.
func Cholesky(a *Node) *Node {
	wantSquare("Cholesky", a)
	columns, _ := factor(a)
	for j, l := range columns {
		columns[j] = padFront(l, -2, j) // [… , n−j, 1] → [… , n, 1]
	}
	return Concatenate(columns, -1)
}

// LogDet returns log det a, […] in nats, of positive definite matrices a [… , n, n], as the sum of the
// logarithms of Cholesky's pivots: no overflow where det a itself would. It reads the lower triangle
// alone, as Cholesky does; NaN where a is not positive definite.
func LogDet(a *Node) *Node {
	wantSquare("LogDet", a)
	_, pivots := factor(a)
	return Squeeze(ReduceSum(Log(Concatenate(pivots, -1)), -1), -1) // [… , 1, n] → […]
}

// factor returns the columns of L from the diagonal down, column j as [… , n−j, 1], and the squares of
// its diagonal, each [… , 1, 1].
func factor(a *Node) (columns, pivots []*Node) {
	n := a.Shape().Dimensions[a.Rank()-1]
	rest := a // what is left to factor, [… , n−j, n−j]
	for j := range n {
		l := at(rest, -1, 0)
		pivot := at(l, -2, 0)
		l = Div(l, Sqrt(pivot))
		columns, pivots = append(columns, l), append(pivots, pivot)
		if j < n-1 {
			below := from(l, -2, 1) // [… , n−j−1, 1]
			rest = Sub(from(from(rest, -2, 1), -1, 1), Mul(below, Transpose(below, -2, -1)))
		}
	}
	return columns, pivots
}
