package diffop

import "github.com/gomlx/gomlx/core/graph"

// Divergence returns Σⱼ ∂fⱼ/∂xⱼ, [batch], of a field f at x, both [batch, n]: exact, with n gradients.
func Divergence(f, x *graph.Node) *graph.Node {
	wantRank2("Divergence", "x", x)
	wantSameShape("Divergence", "f", f, "x", x)
	var sum *graph.Node
	for j := range x.Shape().Dimensions[1] {
		term := column(VJP(f, x, unitRows(f, j)), j) // ∂fⱼ/∂xⱼ, [b, 1]
		if sum == nil {
			sum = term
		} else {
			sum = graph.Add(sum, term)
		}
	}
	return graph.Squeeze(sum, 1) // [b, 1] → [b]
}

// HutchinsonDivergence returns the estimate εᵀJε, [batch], of the divergence of f at x, for probes ε;
// all three [batch, n]. It is unbiased for probes with mean 0 and covariance 1, costs one gradient
// whatever n is, and has the least variance for independent signs: 2 Σ_{i≠j} of the squared symmetric
// part of J (Hutchinson 1989).
func HutchinsonDivergence(f, x, probes *graph.Node) *graph.Node {
	wantRank2("HutchinsonDivergence", "x", x)
	wantSameShape("HutchinsonDivergence", "f", f, "x", x)
	wantSameShape("HutchinsonDivergence", "probes", probes, "x", x)
	return graph.ReduceSum(graph.Mul(VJP(f, x, probes), probes), 1) // [b, n] → [b]
}

// Laplacian returns Σⱼ ∂²u/∂xⱼ², [batch], of u [batch] or [batch, 1] at x [batch, n]: exact, with
// n + 1 gradients.
func Laplacian(u, x *graph.Node) *graph.Node {
	wantRank2("Laplacian", "x", x)
	return Divergence(Grad(u, x), x)
}
