package diffop

import (
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	_ "github.com/gensci/gensci/gen/diffop/rules" // derivative rules that GoMLX lacks
)

// Columns splits x [batch, n] into n nodes of shape [batch, 1]. Build a function from these nodes
// (joined again by graph.Concatenate) to differentiate it by one of them with Partial.
func Columns(x *graph.Node) []*graph.Node {
	wantRank2("Columns", "x", x)
	cols := make([]*graph.Node, x.Shape().Dimensions[1])
	for j := range cols {
		cols[j] = column(x, j)
	}
	return cols
}

// Partial differentiates u [batch] or [batch, 1] once by each of coords in turn, so
// Partial(u, x, x, t) is ∂³u/∂x²∂t. A coordinate is a node [batch] or [batch, 1] that u was built
// from (see Columns); one that u does not depend on gives zeros. The result has the shape of u.
//
// Each order is one gradient with respect to one coordinate: nothing is computed for the others.
func Partial(u *graph.Node, coords ...*graph.Node) *graph.Node {
	wantScalarField("Partial", "u", u)
	d := u
	for _, c := range coords {
		wantScalarField("Partial", "a coordinate", c)
		wantSameBatch("Partial", u, c)
		d = graph.Gradient(graph.ReduceAllSum(d), c)[0]
	}
	return graph.Reshape(d, u.Shape().Dimensions...)
}

// PartialAt differentiates u [batch] or [batch, 1] by the columns axes of x [batch, n] in turn:
// PartialAt(u, x, 1, 1) is ∂²u/∂x₁². The result has the shape of u. Each order computes all n
// derivatives and keeps one; where that counts, use Columns and Partial.
func PartialAt(u, x *graph.Node, axes ...int) *graph.Node {
	wantScalarField("PartialAt", "u", u)
	wantRank2("PartialAt", "x", x)
	n := x.Shape().Dimensions[1]
	d := u
	for _, j := range axes {
		if j < 0 || j >= n {
			exceptions.Panicf("diffop.PartialAt: want column numbers from 0 to %d of x %s, got %d", n-1, x.Shape(), j)
		}
		d = column(Grad(d, x), j)
	}
	return graph.Reshape(d, u.Shape().Dimensions...)
}

// Grad returns ∇u, of the shape of x: u [batch] or [batch, 1], x [batch, …].
func Grad(u, x *graph.Node) *graph.Node {
	wantScalarField("Grad", "u", u)
	wantSameBatch("Grad", u, x)
	return graph.Gradient(graph.ReduceAllSum(u), x)[0]
}

// column returns column j of x as [batch, 1].
func column(x *graph.Node, j int) *graph.Node {
	return graph.Slice(x, graph.AxisRange(), graph.AxisElem(j)) // [b, n] → [b, 1]
}
