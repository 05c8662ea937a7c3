package flow

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// network is what the transforms of a flow compute their parameters by.
type network struct {
	Hidden     []int // none means 64, 64
	Activation act.Func
	Limit      float64 // what networks see of coordinates beyond it; 0 means 1e6
}

// cut is x with coordinates beyond ±Limit cut off, so that far points, 1e30 for instance, cannot overflow in float32. The
// parameters of a map may be any function of what decides about them, so log-determinants stay right.
func (n network) cut(x *Node) *Node {
	limit := n.Limit
	if limit == 0 {
		limit = 1e6
	}
	return ClipScalar(x, -limit, limit)
}

// hidden are the sizes of the hidden layers.
func (n network) hidden() []int {
	if len(n.Hidden) == 0 {
		return []int{64, 64}
	}
	return n.Hidden
}

// coupling binds a coupling of rows of len(mask) coordinates. Its network starts at zero, so that the flow starts as
// the identity, and sees the condition too.
func (n network) coupling(c gen.Ctx, mask bijector.Mask, of bijector.Univariate) bijector.Coupling {
	mlp := nets.MLP{Hidden: n.hidden(), Out: mask.Changed() * of.Params(), Activation: n.Activation, ZeroLast: true}
	net := mlp.Build(c.Scope, c.Graph, mask.Passing()+condSize(c), c.DType())
	return bijector.Coupling{Mask: mask, Of: of, Net: func(pass *Node) *Node {
		return Reshape(net(withCond(c, n.cut(pass))), -1, mask.Changed(), of.Params())
	}}
}

// autoregressive binds an autoregressive map with a masked network, which starts at zero and sees the condition too.
func (n network) autoregressive(c gen.Ctx, order []int, of bijector.Univariate) bijector.Autoregressive {
	masked := nets.Masked{Hidden: n.hidden(), Per: of.Params(), Order: order, Context: condSize(c), Activation: n.Activation, ZeroLast: true}
	net := masked.Build(c.Scope, c.Graph, c.Dim(), c.DType())
	return bijector.Autoregressive{Dim: c.Dim(), Of: of, Net: func(y *Node) *Node { return net(n.cut(y), c.Cond) }}
}

// condSize is the size of the condition, 0 for none.
func condSize(c gen.Ctx) int {
	if c.Cond == nil {
		return 0
	}
	return c.Cond.Shape().Dim(-1)
}

// withCond appends the condition to rows: [b, k] → [b, k + condSize].
func withCond(c gen.Ctx, x *Node) *Node {
	if c.Cond == nil {
		return x
	}
	return Concatenate([]*Node{x, c.Cond}, -1)
}

// wantRows panics unless examples are rows of at least least coordinates.
func wantRows(who string, c gen.Ctx, least int) {
	if c.Event.Rank() != 1 || c.Dim() < least {
		exceptions.Panicf("flow.%s: want examples [dim] with dim ≥ %d, got %s", who, least, c.Event)
	}
}

// count is the number of layers: n, or zero where n is 0.
func count(who, field string, n, zero int) int {
	if n < 0 {
		exceptions.Panicf("flow.%s: want %s at least 0 (0 means %d), got %d", who, field, zero, n)
	}
	if n == 0 {
		return zero
	}
	return n
}

// wantHidden panics on layers without units.
func wantHidden(who string, hidden []int) {
	for _, h := range hidden {
		if h < 1 {
			exceptions.Panicf("flow.%s: want Hidden layers of at least one unit, got %v", who, hidden)
		}
	}
}

// wantPositive panics unless x is 0, which means a default, or positive and finite.
func wantPositive(who, field string, x float64) {
	if !(x >= 0) || math.IsInf(x, 1) {
		exceptions.Panicf("flow.%s: want %s at least 0 and finite, got %g", who, field, x)
	}
}
