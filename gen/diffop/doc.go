// Package diffop builds differential operators into a GoMLX graph, on reverse-mode differentiation
// alone, and adds the derivative rules that GoMLX lacks (package rules, loaded by this one).
//
// Every operator works example by example: row i of the result depends on row i of the inputs alone.
// That is what lets one gradient of a sum serve the whole batch,
//
//	∂/∂x Σᵢ u(xᵢ) = (∇u(x₀), ∇u(x₁), …),
//
// and it is the caller's promise: batch statistics (batch normalisation) inside u break it silently.
//
//	Partial(u, c…)               [b] or [b, 1]        → the shape of u    ∂ᵏu/∂c₁…∂c_k, c one node per coordinate
//	PartialAt(u, x, j…)          [b] or [b, 1], [b, n] → the shape of u    the same by column numbers of x
//	Grad(u, x)                   [b] or [b, 1], [b, n] → [b, n]
//	Laplacian(u, x)              [b] or [b, 1], [b, n] → [b]               exact, n + 1 gradients
//	Jacobian(f, x)               [b, m], [b, n]        → [b, m, n]         m gradients
//	VJP(f, x, v)                 [b, m], [b, n], [b, m] → [b, n]           one gradient
//	JVP(f, x, t)                 [b, m], [b, n], [b, n] → [b, m]           two gradients
//	Divergence(f, x)             [b, n], [b, n]        → [b]               exact trace, n gradients
//	HutchinsonDivergence(f, x, ε) [b, n], [b, n], [b, n] → [b]             an estimate, one gradient
//
// LogSumExp, which GoMLX lacks as well, is here because dist and all families above need it.
//
// The results are ordinary nodes, so operators nest to any order. Burgers' residual, with one node per
// coordinate so that u_xx costs nothing for the derivatives that nobody asked for:
//
//	c := diffop.Columns(tx)                       // [b, 2] → two of [b, 1]
//	t, x := c[0], c[1]
//	u := net(Concatenate([]*Node{t, x}, -1))      // [b, 1]
//	r := Add(diffop.Partial(u, t), Mul(u, diffop.Partial(u, x)))
//	r = Sub(r, MulScalar(diffop.Partial(u, x, x), nu))
//
// float32 and float64 both work. Central differences in float64 confirm every rule up to fourth order
// on both engines; docs/dependencies.md lists what is wrong or missing.
//
// References: Griewank and Walther, Evaluating Derivatives (2008), chapters 3 and 5; Hutchinson,
// Communications in Statistics 18 (1989), 1059, for the trace estimate; the double-gradient form of JVP
// is J. Townsend's, "A new trick for calculating Jacobian vector products" (2017).
package diffop
