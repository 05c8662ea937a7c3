package bijector

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"
)

// Linear is y = W·x with an invertible W = P·L·D·U: P a permutation and the signs of D fixed, L and U triangular with
// ones on the diagonal and ln |D| trained. So ln |det W| = Σ ln |Dᵢ|, and W stays invertible whatever the optimizer does.
// Within Pixelwise it is the invertible 1×1 convolution.
//
// References: Kingma and Dhariwal, Glow, NeurIPS 2018, section 3.2 (with D·U for U + diag s); Oliva et al.,
// Transformation Autoregressive Networks, ICML 2018, section 3.1.
type Linear struct {
	permutation, sign      *Node // [dim, dim], [dim]
	lower, upper, logScale *Node // [dim, dim] twice, of which the strict triangles count, and [dim]
}

var _ Bijector = Linear{}

// NewLinear binds "lower", "upper" and "log_scale", which are trained, and "permutation" and "sign", which are not.
// They start at the factors of start, an invertible matrix such as nets.Orthogonal gives.
func NewLinear(scope *model.Scope, g *Graph, start *mat.Dense, dtype dtypes.DType) Linear {
	rows, n := start.Dims()
	if rows != n {
		exceptions.Panicf("bijector.NewLinear: want a square matrix to start from, got [%d, %d]", rows, n)
	}
	f := factored(start)
	bind := func(name string, trained bool, flat []float64, dims ...int) *Node {
		return scope.VariableWithValue(name, tensor(dtype, flat, dims)).SetTrainable(trained).NodeValue(g)
	}
	return Linear{
		permutation: bind("permutation", false, f.permutation, n, n), sign: bind("sign", false, f.sign, n),
		lower: bind("lower", true, f.lower, n, n), upper: bind("upper", true, f.upper, n, n), logScale: bind("log_scale", true, f.logScale, n),
	}
}

// Forward multiplies by W.
func (l Linear) Forward(x *Node) (y, logDet *Node) {
	n := l.sign.Shape().Dim(0)
	wantRows("Linear", x, n)
	w := MatMul(l.permutation, MatMul(l.unit(l.lower), Mul(ExpandAxes(l.diagonal(1), -1), Transpose(l.unit(Transpose(l.upper, 0, 1)), 0, 1))))
	return DotProduct(x, Transpose(w, 0, 1)), Add(zeros(x), ReduceSum(l.logScale)) // [b, n] · [n, n]
}

// Inverse multiplies by W⁻¹ = U⁻¹·D⁻¹·L⁻¹·Pᵀ.
func (l Linear) Inverse(y *Node) (x, logDet *Node) {
	n := l.sign.Shape().Dim(0)
	wantRows("Linear", y, n)
	lower, upper := unitLowerInverse(l.unit(l.lower)), Transpose(unitLowerInverse(l.unit(Transpose(l.upper, 0, 1))), 0, 1)
	w := MatMul(upper, Mul(ExpandAxes(l.diagonal(-1), -1), MatMul(lower, Transpose(l.permutation, 0, 1))))
	return DotProduct(y, Transpose(w, 0, 1)), Sub(zeros(y), ReduceSum(l.logScale))
}

// diagonal is D^power, [n], for a power of 1 or -1.
func (l Linear) diagonal(power float64) *Node { return Mul(l.sign, Exp(MulScalar(l.logScale, power))) }

// unit is the strict lower triangle of a [n, n] with ones on the diagonal.
func (l Linear) unit(a *Node) *Node {
	n := a.Shape().Dim(0)
	strict := table(a, n, func(i, j int) bool { return i > j })
	return Add(Mul(a, strict), table(a, n, func(i, j int) bool { return i == j }))
}

// unitLowerInverse inverts a lower triangular matrix [n, n] with ones on the diagonal by doubling the size of diagonal
// blocks whose inverses X are known: [A 0; C B]⁻¹ = [A⁻¹ 0; -B⁻¹·C·A⁻¹ B⁻¹] is X - X·C·X for all blocks at once. That is
// exact after ⌈log₂ n⌉ rounds of two products, where substitution takes n (Higham 2002, section 14.2).
func unitLowerInverse(l *Node) *Node {
	n := l.Shape().Dim(0)
	x := table(l, n, func(i, j int) bool { return i == j })
	for size := 1; size < n; size *= 2 {
		corner := table(l, n, func(i, j int) bool { // row in the second, column in the first half of the same block
			return i/(2*size) == j/(2*size) && i/size%2 == 1 && j/size%2 == 0
		})
		x = Sub(x, MatMul(x, MatMul(Mul(l, corner), x)))
	}
	return x
}

// table is the 0-1 matrix [n, n] of a relation, in the type of like.
func table(like *Node, n int, is func(i, j int) bool) *Node {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			if is(i, j) {
				m[i][j] = 1
			}
		}
	}
	return ConstAsDType(like.Graph(), like.DType(), m)
}

// factors are those of Linear, row by row.
type factors struct{ permutation, lower, upper, sign, logScale []float64 }

// factored is W = P·L·D·U on the host; the diagonals of L and U are not kept.
func factored(w *mat.Dense) factors {
	n, _ := w.Dims()
	var lu mat.LU
	lu.Factorize(w)
	var l, u mat.TriDense
	lu.LTo(&l)
	lu.UTo(&u)
	f := factors{
		permutation: make([]float64, n*n), lower: make([]float64, n*n), upper: make([]float64, n*n),
		sign: make([]float64, n), logScale: make([]float64, n),
	}
	for i, j := range lu.RowPivots(nil) { // row i of W is row j of L·D·U
		f.permutation[i*n+j] = 1
	}
	for i := range n {
		d := u.At(i, i)
		if f.logScale[i] = math.Log(math.Abs(d)); math.IsInf(f.logScale[i], 0) || math.IsNaN(f.logScale[i]) {
			exceptions.Panicf("bijector.NewLinear: want an invertible matrix to start from, got one with a pivot of %g", d)
		}
		f.sign[i] = math.Copysign(1, d)
		for j := range i {
			f.lower[i*n+j] = l.At(i, j)
		}
		for j := i + 1; j < n; j++ {
			f.upper[i*n+j] = u.At(i, j) / d
		}
	}
	return f
}

// tensor converts numbers to a type.
func tensor(dtype dtypes.DType, flat []float64, dims []int) *tensors.Tensor {
	if dtype == dtypes.Float64 {
		return tensors.FromFlatDataAndDimensions(flat, dims...)
	}
	single := make([]float32, len(flat))
	for i, x := range flat {
		single[i] = float32(x)
	}
	return tensors.FromFlatDataAndDimensions(single, dims...)
}
