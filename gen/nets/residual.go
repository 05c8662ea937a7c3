package nets

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/nets/act"
)

// Residual is a residual MLP: a linear map to Width, Blocks of h ← h + W₂·a(W₁·a(h)), and a linear map to Out.
// The second map of each block starts at zero, so that a deep network starts as a shallow one.
//
// Reference: He et al., Identity Mappings in Deep Residual Networks, ECCV 2016 (the order inside a block).
type Residual struct {
	Width      int // 0 means 64
	Blocks     int // 0 means 2
	Out        int
	Activation act.Func
	ZeroLast   bool // the last layer starts at zero
}

// Build binds the variables "first", "block_0/inner", "block_0/outer" …, "last" of a network with in inputs.
func (r Residual) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) Net {
	width, blocks := or(r.Width, 64), or(r.Blocks, 2)
	first := linear(scope.In("first"), g, in, width, dtype, glorot(in, width), 0)
	inner, outer := make([]Net, blocks), make([]Net, blocks)
	for i := range blocks {
		s := scope.In("block_%d", i)
		inner[i] = linear(s.In("inner"), g, width, width, dtype, he(width), he(width))
		outer[i] = linear(s.In("outer"), g, width, width, dtype, 0, 0)
	}
	last := glorot(width, r.Out)
	if r.ZeroLast {
		last = 0
	}
	out := linear(scope.In("last"), g, width, r.Out, dtype, last, 0)
	return func(x *Node) *Node {
		h := first(x)
		for i := range blocks {
			h = Add(h, outer[i](r.Activation.Apply(inner[i](r.Activation.Apply(h)))))
		}
		return out(r.Activation.Apply(h))
	}
}

func or(x, zero int) int {
	if x == 0 {
		return zero
	}
	return x
}
