package linalg_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gensci/gensci/gen/linalg"
	"github.com/gensci/gensci/internal/engines"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"
)

// Matrices without any structure, the first of which has a zero where the first pivot would be.
func TestSolveGeneral(t *testing.T) {
	const k = 2
	sizes(t, func(t *testing.T, n int, rng *rand.Rand) {
		a, b := normals(rng, batch*n*n), normals(rng, batch*n*k)
		for i := range batch * n { // keeps the condition numbers below about 100
			a[i*n+(i+1)%n] += 3
		}
		if n > 1 {
			a[0] = 0
		}
		var want []float64
		for i := range batch {
			var x mat.Dense
			if err := x.Solve(mat.NewDense(n, n, a[i*n*n:(i+1)*n*n]), mat.NewDense(n, k, b[i*n*k:(i+1)*n*k])); err != nil {
				t.Fatal(err)
			}
			want = append(want, x.RawMatrix().Data...)
		}
		run(t, func(x []*Node) *Node { return linalg.Solve(x[0], x[1]) }, want, matrices(a, n, n), matrices(b, n, k))
	})
}

// p·a = l·u, l unit lower triangular with entries up to 1, u upper, p a permutation.
func TestLU(t *testing.T) {
	const n = 3
	a := normals(rand.New(rand.NewPCG(3, 11)), batch*n*n)
	run(t, func(x []*Node) *Node {
		p, l, u := linalg.LU(x[0])
		return Sub(Einsum("bij,bjk->bik", l, u), Einsum("bij,bjk->bik", p, x[0]))
	}, make([]float64, batch*n*n), matrices(a, n, n))
	out := MustExecOnceN(engines.Go(t), func(x *Node) (p, l, u *Node) { return linalg.LU(x) }, matrices(a, n, n))
	p, l, u := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1]), tensors.MustCopyFlatData[float64](out[2])
	for i := range p {
		row, col := i/n%n, i%n
		ok := (p[i] == 0 || p[i] == 1) && math.Abs(l[i]) <= 1
		if row < col {
			ok = ok && l[i] == 0
		} else if row > col {
			ok = ok && u[i] == 0
		} else {
			ok = ok && l[i] == 1
		}
		if !ok {
			t.Fatalf("entry (%d, %d): p %g, l %g, u %g", row, col, p[i], l[i], u[i])
		}
	}
}

// The derivative of x = a⁻¹b along a itself is −x, and equal entries in a column exchange no rows twice.
func TestSolveDerivativeAndTies(t *testing.T) {
	const n, k = 3, 1
	a := []float64{1, 2, 0, 1, -1, 4, -1, 5, 1, 2, 2, 1, 2, -2, 3, 2, 0, 1}
	b := []float64{1, 2, 3, -1, 0, 2}
	// On pure Go alone: the derivative is a graph too, the same on both engines, and takes XLA seconds to compile.
	out := MustExecOnce(engines.Go(t), func(a, b *Node) *Node {
		s := OnesLike(Slice(a, AxisRange(), AxisElem(0), AxisElem(0)))
		weights := Cos(b)
		d := Gradient(ReduceAllSum(Mul(linalg.Solve(Mul(a, s), b), weights)), s)[0]
		return Add(d, ReduceAndKeep(Mul(linalg.Solve(a, b), weights), ReduceSum, 1, 2))
	}, matrices(a, n, n), matrices(b, n, k))
	compare(t, tensors.MustCopyFlatData[float64](out), []float64{0, 0}, tol64)
}

func TestSingularIsNotFinite(t *testing.T) {
	out := MustExecOnce(engines.Go(t), linalg.Solve, [][]float64{{1, 2}, {2, 4}}, [][]float64{{1}, {1}})
	for _, v := range tensors.MustCopyFlatData[float64](out) {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			t.Errorf("a singular system has the solution %g", v)
		}
	}
}
