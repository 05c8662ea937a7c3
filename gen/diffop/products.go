package diffop

import "github.com/gomlx/gomlx/core/graph"

// VJP returns vᵀJ for every example, J = ∂f/∂x: f and v [batch, …] of one shape; the result has the
// shape of x. v may depend on x: it is taken as it is, its own derivative is no part of the result,
// yet the result can be differentiated through it.
func VJP(f, x, v *graph.Node) *graph.Node {
	wantSameShape("VJP", "v", v, "f", f)
	wantSameBatch("VJP", f, x)
	// The gradient of Σ f·v would also differentiate v. An identity that hands v back as its
	// derivative gives vᵀJ itself, and saves the product.
	seeded := graph.IdentityWithCustomGradient(f, func(_, _ *graph.Node) *graph.Node { return v })
	return graph.Gradient(graph.ReduceAllSum(seeded), x)[0]
}

// JVP returns J·t for every example, J = ∂f/∂x: x and t [batch, …] of one shape; the result has the
// shape of f. t may depend on x, as in VJP.
//
// Reverse mode has no forward sweep: vᵀJ is linear in v, and its derivative by v in direction t is
// J·t (Townsend 2017). The value of v is arbitrary and drops out.
func JVP(f, x, t *graph.Node) *graph.Node {
	wantSameShape("JVP", "t", t, "x", x)
	wantSameBatch("JVP", f, x)
	v := graph.ZerosLike(f)
	return VJP(VJP(f, x, v), v, t)
}

// Jacobian returns ∂f/∂x [batch, m, n] of f [batch, m] by x [batch, n]: one gradient for each of the
// m components.
func Jacobian(f, x *graph.Node) *graph.Node {
	wantRank2("Jacobian", "f", f)
	wantRank2("Jacobian", "x", x)
	rows := make([]*graph.Node, f.Shape().Dimensions[1])
	for i := range rows {
		rows[i] = VJP(f, x, unitRows(f, i)) // [b, n]
	}
	return graph.Stack(rows, 1) // m of [b, n] → [b, m, n]
}

// unitRows is the i-th unit vector in every row, of the shape of f [batch, m].
func unitRows(f *graph.Node, i int) *graph.Node {
	m := f.Shape().Dimensions[1]
	e := graph.OneHot(graph.Const(f.Graph(), int32(i)), m, f.DType()) // [m]
	return graph.BroadcastToShape(graph.Reshape(e, 1, m), f.Shape())
}
