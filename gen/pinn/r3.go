package pinn

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
)

// movedPath is a variable [conditions], float64: how many points of each condition have moved since the training began.
const movedPath = "/pinn/moved"

// replaced is R3's retain-release-resample of the rows x [n, columns] with residuals r [n], and how many rows are released. A row is retained if |r| is
// above the mean of all, else it is the fresh one in its place, whose mask is the mean of all.
//
// Reference: Daw, Bu, Wang, Perdikaris, Karpatne, Mitigating Propagation Failures in Physics-informed Neural Networks using Retain-Resample-Release (R3)
// Sampling, ICML 2023, algorithm 1.
func (q *queue) replaced(x, fresh, r *Node) (rows, released *Node) {
	size := StopGradient(Abs(r))
	retained := GreaterThan(size, ReduceAllMean(size))
	rows = Where(BroadcastToShape(ExpandAxes(retained, -1), x.Shape()), x, q.masked(fresh, x))
	return rows, ReduceAllSum(ConvertDType(LogicalNot(retained), dtypes.Float64))
}

// count adds to the numbers of points that have moved; nil is none.
func count(c gen.Ctx, moved []*Node) {
	v := c.Scope.Store().GetVariable(movedPath)
	if v == nil {
		return
	}
	all := make([]*Node, len(moved))
	for i, m := range moved {
		all[i] = Const(c.Graph, []float64{0})
		if m != nil {
			all[i] = Reshape(m, 1)
		}
	}
	v.SetNodeValue(Add(v.NodeValue(c.Graph), Concatenate(all, 0)))
}
