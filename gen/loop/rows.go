package loop

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Row returns entry i, an integer scalar, of the first axis of a table: [n, …] → […]. i outside the table is moved to its ends.
func Row(table, i *graph.Node) *graph.Node {
	wantRow("Row", table, i)
	size := table.Shape().Dimensions[1:]
	if !has(table, compute.OpTypeDynamicSlice) {
		return graph.Reshape(graph.Gather(table, graph.Reshape(clip(table, i), 1)), size...)
	}
	return graph.Reshape(graph.DynamicSlice(table, corner(table, i), append([]int{1}, size...)), size...)
}

// SetRow returns a table [n, …] with x […] as entry i, an integer scalar, of its first axis.
func SetRow(table, i, x *graph.Node) *graph.Node {
	wantRow("SetRow", table, i)
	if has(table, compute.OpTypeDynamicUpdateSlice) {
		return graph.DynamicUpdateSlice(table, graph.InsertAxes(x, 0), corner(table, i))
	}
	index := shapes.Make(i.DType(), table.Shape().Dimensions...)
	rows := graph.Iota(table.Graph(), index, 0)
	return graph.Where(graph.Equal(rows, i), graph.BroadcastToShape(graph.InsertAxes(x, 0), table.Shape()), table)
}

func has(n *graph.Node, op compute.OpType) bool {
	return n.Graph().Backend().Capabilities().Operations[op]
}

func corner(table, i *graph.Node) []*graph.Node {
	at := []*graph.Node{i}
	for range table.Rank() - 1 {
		at = append(at, graph.ZerosLike(i))
	}
	return at
}

func clip(table, i *graph.Node) *graph.Node {
	last := graph.ConvertDType(graph.Const(table.Graph(), int32(table.Shape().Dimensions[0]-1)), i.DType())
	return graph.Min(graph.Max(i, graph.ZerosLike(i)), last)
}

func wantRow(fn string, table, i *graph.Node) {
	if table.Rank() == 0 || !i.IsScalar() || !i.DType().IsInt() {
		exceptions.Panicf("loop.%s: want a table [n, …] and an integer scalar, got %s and %s", fn, table.Shape(), i.Shape())
	}
}
