package linalg

import . "github.com/gomlx/gomlx/core/graph"

// Cholesky returns the lower triangular L [… , n, n] with L·Lᵀ = a and a positive diagonal (Golub and
// Van Loan 2013, section 4.2). It reads the lower triangle of a [… , n, n] alone, so derivatives by a
// are those by that triangle, and zero above it. NaN where a is not positive definite.
func Cholesky(a *Node) *Node {
	wantSquare("Cholesky", a)
	n := a.Shape().Dimensions[a.Rank()-1]
	columns := make([]*Node, n)
	rest := a // what is left to factor, [… , n−j, n−j]
	for j := range n {
		l := at(rest, -1, 0)            // [… , n−j, 1]
		l = Div(l, Sqrt(at(l, -2, 0)))  // column j of L from its diagonal down
		columns[j] = padFront(l, -2, j) // [… , n, 1]
		if j < n-1 {
			below := from(l, -2, 1) // [… , n−j−1, 1]
			rest = Sub(from(from(rest, -2, 1), -1, 1), Mul(below, Transpose(below, -2, -1)))
		}
	}
	return Concatenate(columns, -1)
}

// LogDet returns log det a, […] in nats, of positive definite matrices a [… , n, n], as twice the sum of
// the logarithms of Cholesky's diagonal: no overflow where det a itself would. Reads the lower triangle
// alone, as Cholesky does; NaN where a is not positive definite.
func LogDet(a *Node) *Node {
	wantSquare("LogDet", a)
	n := a.Shape().Dimensions[a.Rank()-1]
	l := Cholesky(a)
	var sum *Node
	for j := range n {
		pivot := Log(at(at(l, -2, j), -1, j)) // [… , 1, 1]
		if sum == nil {
			sum = pivot
		} else {
			sum = Add(sum, pivot)
		}
	}
	return MulScalar(Squeeze(sum, -2, -1), 2)
}
