package flow

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/internal/engines"
)

// The matrix has the condition number 1e3 and a logarithm of size 3.5; conjugate gradients lose the product of that and
// the unit rounding, 1e-13 in float64 and 1e-4 in float32.
var krylovTol = map[dtypes.DType]float64{dtypes.Float64: 1e-9, dtypes.Float32: 5e-3}

// spectral makes Q·f(Λ)·Qᵀ with random eigenvectors.
func spectral(eigenvalues []float64, f func(float64) float64) *mat.Dense {
	n := len(eigenvalues)
	rng := rand.New(rand.NewPCG(1, 2))
	random := mat.NewDense(n, n, nil)
	random.Apply(func(_, _ int, _ float64) float64 { return rng.NormFloat64() }, random)
	var qr mat.QR
	qr.Factorize(random)
	var q, scaled, out mat.Dense
	qr.QTo(&q)
	scaled.Apply(func(_, j int, v float64) float64 { return v * f(eigenvalues[j]) }, &q)
	out.Mul(&scaled, q.T())
	return &out
}

// spectra are the eigenvalues of the matrices of the test: all different, two different ones, one alone.
var spectra = [][]float64{{30, 8, 1, .4, .03}, {5, .2, .2, 5, .2}, {7, 7, 7, 7, 7}}

// TestConjugateGradients: A⁻¹b and bᵀ·ln(A)·b against the eigenvalues, with as many steps as these, which are more than
// there are different ones in two of three rows.
func TestConjugateGradients(t *testing.T) {
	rhs := mat.NewVecDense(5, []float64{1, -2, .5, 3, -1})
	var matrices, vectors, solutions, logs []float64
	for _, e := range spectra {
		var x mat.VecDense
		x.MulVec(spectral(e, func(l float64) float64 { return 1 / l }), rhs)
		matrices = append(matrices, spectral(e, func(l float64) float64 { return l }).RawMatrix().Data...)
		vectors = append(vectors, rhs.RawVector().Data...)
		solutions = append(solutions, x.RawVector().Data...)
		logs = append(logs, mat.Inner(rhs, spectral(e, math.Log), rhs))
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for dtype, tol := range krylovTol {
			exec := MustNewExec(b, func(a, x *Node) []*Node {
				a, x = ConvertDType(a, dtype), ConvertDType(x, dtype)
				apply := func(p *Node) *Node { return ReduceSum(Mul(a, InsertAxes(p, 1)), -1) } // [b, 5] → [b, 5]
				k := conjugateGradients(apply, x, 5)
				return []*Node{ConvertDType(k.solution, dtypes.Float64), ConvertDType(k.log(), dtypes.Float64)}
			})
			out := exec.MustCall(tensors.FromFlatDataAndDimensions(matrices, 3, 5, 5), tensors.FromFlatDataAndDimensions(vectors, 3, 5))
			closeTo(t, dtype.String()+" A⁻¹b", tensors.MustCopyFlatData[float64](out[0]), solutions, tol)
			closeTo(t, dtype.String()+" bᵀ·ln(A)·b", tensors.MustCopyFlatData[float64](out[1]), logs, tol)
			exec.Finalize()
		}
	})
}

// closeTo compares relative to the larger of 1 and the number wanted.
func closeTo(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*max(1, math.Abs(want[i]))) {
			t.Errorf("%s: entry %d is %.12g, want %.12g", what, i, got[i], want[i])
		}
	}
}
