package linalg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/linalg"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"
)

const (
	batch = 2
	// The test matrices have condition numbers of about 10 to 100; times the unit rounding, times n.
	tol64 = 1e-12
	tol32 = 2e-4
)

// spd returns batch positive definite matrices B·Bᵀ/n + 1, row by row.
func spd(rng *rand.Rand, n int) []float64 {
	var flat []float64
	for range batch {
		b := mat.NewDense(n, n, nil)
		b.Apply(func(_, _ int, _ float64) float64 { return rng.NormFloat64() }, b)
		var a mat.Dense
		a.Mul(b, b.T())
		a.Scale(1/float64(n), &a)
		for i := range n {
			a.Set(i, i, a.At(i, i)+1)
		}
		flat = append(flat, a.RawMatrix().Data...)
	}
	return flat
}

func normals(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// run evaluates f on every engine and in both precisions and compares with want; matrices of more than
// 10 rows on the pure Go engine alone, since XLA compiles them for seconds.
func run(t *testing.T, f func(x []*Node) *Node, want []float64, args ...*tensors.Tensor) {
	t.Helper()
	each := engines.Each
	if args[0].Shape().Dimensions[1] > 10 {
		each = func(t *testing.T, f func(*testing.T, compute.Backend)) { f(t, engines.Go(t)) }
	}
	each(t, func(t *testing.T, b compute.Backend) {
		for dtype, tol := range map[dtypes.DType]float64{dtypes.Float64: tol64, dtypes.Float32: tol32} {
			exec := MustNewExec(b, func(args []*Node) *Node {
				for i := range args {
					args[i] = ConvertDType(args[i], dtype)
				}
				return ConvertDType(f(args), dtypes.Float64)
			})
			inputs := make([]any, len(args))
			for i, a := range args { // a tensor belongs to one engine
				inputs[i] = tensors.FromFlatDataAndDimensions(tensors.MustCopyFlatData[float64](a), a.Shape().Dimensions...)
			}
			out, err := exec.Call(inputs...)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, tensors.MustCopyFlatData[float64](out[0]), want, tol)
		}
	})
}

func compare(t *testing.T, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d numbers, want %d", len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*(1+math.Abs(want[i]))) {
			t.Errorf("entry %d: got %.15g, want %.15g (± %g)", i, got[i], want[i], tol)
			return
		}
	}
}

func matrices(flat []float64, n, k int) *tensors.Tensor {
	return tensors.FromFlatDataAndDimensions(flat, batch, n, k)
}

// factor gives gonum's Cholesky factorisation of matrix i of flat.
func factor(flat []float64, i, n int) *mat.Cholesky {
	var c mat.Cholesky
	if !c.Factorize(mat.NewSymDense(n, flat[i*n*n:(i+1)*n*n])) {
		panic("the test's matrix is not positive definite")
	}
	return &c
}

func sizes(t *testing.T, f func(t *testing.T, n int, rng *rand.Rand)) {
	for _, n := range []int{1, 2, 5, 16} {
		t.Run(fmt.Sprintf("n=%d", n), func(t *testing.T) { f(t, n, rand.New(rand.NewPCG(3, uint64(n)))) })
	}
}

func TestCholesky(t *testing.T) {
	sizes(t, func(t *testing.T, n int, rng *rand.Rand) {
		a := spd(rng, n)
		var want []float64
		for i := range batch {
			var l mat.TriDense
			factor(a, i, n).LTo(&l)
			want = append(want, mat.DenseCopyOf(&l).RawMatrix().Data...)
		}
		run(t, func(x []*Node) *Node { return linalg.Cholesky(x[0]) }, want, matrices(a, n, n))
	})
}

func TestLogDet(t *testing.T) {
	sizes(t, func(t *testing.T, n int, rng *rand.Rand) {
		a := spd(rng, n)
		want := []float64{factor(a, 0, n).LogDet(), factor(a, 1, n).LogDet()}
		run(t, func(x []*Node) *Node { return linalg.LogDet(x[0]) }, want, matrices(a, n, n))
	})
}

// The determinant 1e300 is beyond float32.
func TestLogDetDoesNotOverflow(t *testing.T) {
	const n = 10
	a := make([]float64, batch*n*n)
	for i := range batch * n {
		a[i*n+i%n] = 1e30
	}
	want := n * 30 * math.Ln10
	run(t, func(x []*Node) *Node { return linalg.LogDet(x[0]) }, []float64{want, want}, matrices(a, n, n))
}

// Noise in the triangle that must not be read, and two right-hand sides.
func TestSolve(t *testing.T) {
	const k = 2
	sizes(t, func(t *testing.T, n int, rng *rand.Rand) {
		a, b := normals(rng, batch*n*n), normals(rng, batch*n*k)
		for i := range batch * n {
			a[i*n+i%n] = 2 + math.Abs(a[i*n+i%n])
			for j := range n { // small off-diagonal entries keep the condition number near 1
				if j != i%n {
					a[i*n+j] /= float64(n)
				}
			}
		}
		for kind, solve := range map[mat.TriKind]func(a, b *Node) *Node{mat.Lower: linalg.SolveLower, mat.Upper: linalg.SolveUpper} {
			var want []float64
			for i := range batch {
				var x mat.Dense
				tri := mat.NewTriDense(n, kind, append([]float64(nil), a[i*n*n:(i+1)*n*n]...))
				if err := x.Solve(tri, mat.NewDense(n, k, b[i*n*k:(i+1)*n*k])); err != nil {
					t.Fatal(err)
				}
				want = append(want, x.RawMatrix().Data...)
			}
			run(t, func(x []*Node) *Node { return solve(x[0], x[1]) }, want, matrices(a, n, n), matrices(b, n, k))
		}
	})
}

// ∂ log det a/∂a = a⁻¹ for a symmetric change; the derivative by the lower triangle counts each pair once.
func TestLogDetGradient(t *testing.T) {
	const n = 5
	a := spd(rand.New(rand.NewPCG(3, 9)), n)
	var want []float64
	for i := range batch {
		var inverse mat.SymDense
		if err := factor(a, i, n).InverseTo(&inverse); err != nil {
			t.Fatal(err)
		}
		want = append(want, mat.DenseCopyOf(&inverse).RawMatrix().Data...)
	}
	run(t, func(x []*Node) *Node {
		g := Gradient(ReduceAllSum(linalg.LogDet(x[0])), x[0])[0]
		return MulScalar(Add(g, Transpose(g, 1, 2)), 0.5)
	}, want, matrices(a, n, n))
}

// The second derivative of log det a along a itself is −n: log det((1+s)·a) = n·log(1+s) + log det a.
// The first, of the solution x = (1+s)⁻¹L⁻¹b, is −x.
func TestDerivativesAlongTheMatrix(t *testing.T) {
	const n, k = 4, 2
	rng := rand.New(rand.NewPCG(3, 10))
	a, b := spd(rng, n), normals(rng, batch*n*k)
	along := func(y, s *Node) *Node { return Gradient(ReduceAllSum(y), s)[0] }
	scaled := func(a *Node) (s, as *Node) {
		s = OnesLike(Slice(a, AxisRange(), AxisElem(0), AxisElem(0))) // [batch, 1, 1]
		return s, Mul(a, s)
	}
	run(t, func(x []*Node) *Node {
		s, as := scaled(x[0])
		return along(along(linalg.LogDet(as), s), s)
	}, []float64{-n, -n}, matrices(a, n, n))
	run(t, func(x []*Node) *Node {
		s, as := scaled(x[0])
		weights := Cos(x[1])
		d := along(Mul(linalg.SolveUpper(as, x[1]), weights), s)
		plain := ReduceAndKeep(Mul(linalg.SolveUpper(x[0], x[1]), weights), ReduceSum, 1, 2)
		return Add(d, plain)
	}, []float64{0, 0}, matrices(a, n, n), matrices(b, n, k))
}

func TestNotPositiveDefiniteIsNaN(t *testing.T) {
	out := MustExecOnce(engines.Go(t), linalg.LogDet, [][]float64{{1, 2}, {2, 1}})
	if v := tensors.ToScalar[float64](out); !math.IsNaN(v) {
		t.Errorf("log det of an indefinite matrix is %g, want NaN", v)
	}
}

func TestWrongShapes(t *testing.T) {
	b := engines.Go(t)
	rect := [][]float64{{1, 2, 3}, {4, 5, 6}}
	if _, err := CallOnce(b, linalg.Cholesky, rect); err == nil || !strings.Contains(err.Error(), "linalg.Cholesky: want square matrices") {
		t.Errorf("got %v", err)
	}
	square := [][]float64{{1, 0}, {0, 1}}
	if _, err := CallOnce(b, linalg.SolveLower, square, []float64{1, 2}); err == nil || !strings.Contains(err.Error(), "linalg.SolveLower: want a matrix") {
		t.Errorf("got %v", err)
	}
}
