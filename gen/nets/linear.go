package nets

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Net is a network bound to its variables: [batch, in] → [batch, out].
type Net func(x *Node) *Node

// linear binds y = x·W + b with "weights" [in, out] and "biases" [out], at first uniform in ±bound and ±bias.
func linear(scope *model.Scope, g *Graph, in, out int, dtype dtypes.DType, bound, bias float64) Net {
	w := variable(scope, "weights", dtype, []int{in, out}, uniform(bound)).NodeValue(g)
	b := variable(scope, "biases", dtype, []int{out}, uniform(bias)).NodeValue(g)
	return func(x *Node) *Node {
		wantRows("nets.Net", x, in)
		return Add(DotProduct(x, w), ExpandAxes(b, 0)) // [b, in] → [b, out]
	}
}

// wantRows panics unless x is [batch, dim].
func wantRows(who string, x *Node, dim int) {
	if x.Rank() != 2 || x.Shape().Dim(1) != dim {
		exceptions.Panicf("%s: want x [batch, %d], got %s", who, dim, x.Shape())
	}
}
