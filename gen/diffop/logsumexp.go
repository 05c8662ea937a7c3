package diffop

import "github.com/gomlx/gomlx/core/graph"

// LogSumExp returns log Σ exp(x) over axes (all of them if none is given), without them in the shape.
// It is computed as m + log Σ exp(x − m) with m = max x, so nothing overflows; m is held constant
// under differentiation since the value does not depend on it. Terms of −∞ count as zero. Where all
// terms are −∞ the value is −∞ and the gradient is NaN: there is none.
func LogSumExp(x *graph.Node, axes ...int) *graph.Node {
	if len(axes) == 0 {
		axes = make([]int, x.Rank())
		for i := range axes {
			axes[i] = i
		}
	}
	m := graph.ReduceAndKeep(x, graph.ReduceMax, axes...)
	m = graph.StopGradient(graph.Where(graph.IsFinite(m), m, graph.ZerosLike(m))) // −∞ − (−∞) is NaN
	sum := graph.ReduceSum(graph.Exp(graph.Sub(x, m)), axes...)
	return graph.Add(graph.Log(sum), graph.Reshape(m, sum.Shape().Dimensions...))
}
