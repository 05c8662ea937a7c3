// Package linalg is dense linear algebra for small matrices inside a GoMLX graph: what GoMLX lacks and
// flows and metrics need. Matrices are the last two axes, any axes before them are a batch.
//
//	Cholesky(a)      [… , n, n]             → [… , n, n]   a = L·Lᵀ
//	SolveLower(l, b) [… , n, n], [… , n, k] → [… , n, k]   L·x = b
//	SolveUpper(u, b) [… , n, n], [… , n, k] → [… , n, k]   U·x = b
//	LogDet(a)        [… , n, n]             → […]          log det a, a positive definite
//	LU(a)            [… , n, n]             → p, l, u        p·a = l·u, with partial pivoting
//	Solve(a, b)      [… , n, n], [… , n, k] → [… , n, k]   a·x = b
//
// The recurrences are unrolled into the graph, n steps of a few operations each on whole batches, so
// they run on every engine, in float32 and float64, and are differentiable to any order. A graph grows
// with n, and its compile time on XLA with it: meant for n up to about 16, refused above 64.
//
//	l := linalg.Cholesky(cov)                                   // [b, n, n]
//	z := linalg.SolveLower(l, InsertAxes(Sub(x, mu), -1))       // whitened, [b, n, 1]
//
// Where a pivot is not positive the result is NaN, as nothing in a graph can return an error.
//
// Reference: Golub and Van Loan, Matrix Computations (4th ed. 2013), algorithms 3.1.1 to 3.1.4, 4.2.2.
package linalg
