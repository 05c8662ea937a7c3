package gen

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	_ "github.com/gensci/gensci/gen/diffop" // registers the derivative rules that GoMLX lacks
	"github.com/gensci/gensci/gen/dist"
)

// Rng is the stream of random numbers that a model draws from; see dist.Rng.
type Rng = dist.Rng

// Ctx is what a model is built with.
type Ctx struct {
	Scope    *model.Scope // where its variables live
	Graph    *Graph
	Event    shapes.Shape // dtype and shape of one example, without the batch axis
	Cond     *Node        // what the law is conditioned on, [batch, …]; nil for none
	Rng      *Rng
	Training bool // true while gradients are taken: dropout, data-dependent initialization
}

// In returns the context for a part of a model, with its variables under name. A name is good once per parent.
func (c Ctx) In(name string) Ctx {
	c.Scope = c.Scope.In("%s", name)
	return c
}

// Dim is the size of one example, the product of its axes.
func (c Ctx) Dim() int { return c.Event.Size() }

// DType is the floating-point type the model computes with.
func (c Ctx) DType() dtypes.DType { return c.Event.DType }

// Density is a model with a tractable log-density.
type Density interface {
	// Build must touch all variables of the model and return the law they define in this graph.
	Build(c Ctx) dist.Distribution
}

// Generator is a model that is trained by a loss and sampled without a density.
type Generator interface {
	// Loss must return one number for each example: x [batch, …] → [batch].
	Loss(c Ctx, x *Node) *Node
	// Sample must return n examples, [n, …].
	Sample(c Ctx, n int) *Node
}
