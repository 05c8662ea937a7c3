package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/linalg"
)

// linear is the derivative J [batch, d, k] of x [batch, d] by z [batch, k], row by row, without the matrix.
type linear struct {
	x, z *Node
	v, w *Node // w = vᵀJ at v = 0; its derivative by v is J (diffop.JVP), made once for all directions
}

// linearize takes x as a function of z, from which it was built.
func linearize(x, z *Node) linear {
	v := ZerosLike(x)
	return linear{x: x, z: z, v: v, w: diffop.VJP(x, z, v)}
}

// push is J·t: [batch, k] → [batch, d].
func (l linear) push(t *Node) *Node { return diffop.VJP(l.w, l.v, t) }

// pull is Jᵀ·u: [batch, d] → [batch, k].
func (l linear) pull(u *Node) *Node { return diffop.VJP(l.x, l.z, u) }

// logVolume is ½ ln det JᵀJ, [batch], by k products and an unrolled Cholesky factorisation; -Inf or NaN where the
// columns of J are dependent.
func (l linear) logVolume() *Node { return gramLogVolume(l.columns()) }

// logDet is ln |det J|, [batch], of a square J; -Inf where its columns are dependent.
func (l linear) logDet() *Node { return squareLogDet(l.columns()) }

// columns are those of J, [batch, k, d], by k products.
func (l linear) columns() *Node {
	k := l.z.Shape().Dim(1)
	if k > mostExact {
		exceptions.Panicf("flow: want at most %d latent dimensions for an exact density, got %d: take a smaller Latent; FreeForm trains and samples without this limit", mostExact, k)
	}
	columns := make([]*Node, k)
	for j := range k {
		columns[j] = l.push(unit(l.z, j)) // [b, d]
	}
	return Stack(columns, 1) // [b, k, d]
}

// mostExact is the size up to which package linalg factorises.
const mostExact = 64

// gramLogVolume is ½ ln det A·Aᵀ, [batch], of k ≤ d rows a [batch, k, d]. The products are a sum over elementwise
// ones, which XLA's CPU compiler does faster than thousands of tiny matrix products.
func gramLogVolume(a *Node) *Node {
	gram := ReduceSum(Mul(InsertAxes(a, 2), InsertAxes(a, 1)), -1) // [b, k, 1, d]·[b, 1, k, d] → [b, k, k]
	return MulScalar(linalg.LogDet(gram), 0.5)
}

// squareLogDet is ln |det A|, [batch], of a [batch, k, k] by Gram and Schmidt's procedure on the rows: the sum of the
// logarithms of what is left of each. AᵀA would square the condition, and is not positive in 32 bits long before A is singular.
func squareLogDet(a *Node) *Node {
	var sum *Node
	for {
		first := Slice(a, AxisRange(), AxisRange(0, 1)) // [b, 1, k]
		r := Sqrt(ReduceAndKeep(Square(first), ReduceSum, -1))
		log := Reshape(Log(r), a.Shape().Dim(0))
		if sum == nil {
			sum = log
		} else {
			sum = Add(sum, log)
		}
		if a.Shape().Dim(1) == 1 {
			return sum
		}
		q := Div(first, Max(r, MulScalar(OnesLike(r), 1e-30))) // a row of zeros has no direction, and r tells
		rest := Slice(a, AxisRange(), AxisRangeToEnd(1))
		a = Sub(rest, Mul(ReduceAndKeep(Mul(rest, q), ReduceSum, -1), q))
	}
}

// unit is the unit vector j in every row, of the shape of z [batch, k].
func unit(z *Node, j int) *Node {
	row := make([]float64, z.Shape().Dim(1))
	row[j] = 1
	return Add(ZerosLike(z), ExpandAxes(ConstAsDType(z.Graph(), z.DType(), row), 0))
}
