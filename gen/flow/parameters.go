package flow

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// parameters are size numbers that a layer has beside its rows: free ones, [1, size], or with a condition those that a
// network makes of it, [batch, size]. They start at random, or at zero for layers that have a gradient there.
func parameters(c gen.Ctx, size int, hidden []int, activation act.Func, zero bool) *Node {
	if c.Cond == nil { // the weights of a linear map of the number 1
		one := Ones(c.Graph, shapes.Make(c.DType(), 1, 1))
		return nets.MLP{Out: size, ZeroLast: zero}.Build(c.Scope, c.Graph, 1, c.DType())(one)
	}
	mlp := nets.MLP{Hidden: network{Hidden: hidden, Activation: activation}.hidden(), Out: size, Activation: activation, ZeroLast: zero}
	return mlp.Build(c.Scope, c.Graph, condSize(c), c.DType())(c.Cond)
}

// cut takes parameters apart into pieces of the given sizes: [b, Σ sizes] → [b, size] each.
func cut(p *Node, sizes ...int) []*Node {
	pieces := make([]*Node, len(sizes))
	at := 0
	for i, n := range sizes {
		pieces[i] = Slice(p, AxisRange(), AxisRange(at, at+n))
		at += n
	}
	return pieces
}

// bound is that of free parameters which start at random, uniform in ±bound (Glorot and Bengio 2010, eq. 16).
func bound(size int) float64 { return math.Sqrt(6 / float64(1+size)) }
