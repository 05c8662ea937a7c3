package operator

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
)

// Net is the settings of a network that takes functions to functions.
type Net interface {
	// Build must bind all variables and return the operator they define in this graph. c.Event is the shape of one input function.
	Build(c gen.Ctx) Operator
	// Loss must return one number for each function: the batch is u, x and y, shapes as At has them, y [batch, q, fields] or [batch, q·fields] → [batch].
	Loss(c gen.Ctx, batch []*Node) *Node
}

// Operator is a network between functions, bound to its variables.
type Operator interface {
	// At returns the output functions, [batch, q, fields], for input functions u [batch, …] at the points x: [q, d] or [1, q, d] for
	// all functions, or [batch, q, d], or nil where the output lies on the grid of the input.
	At(u, x *Node) *Node
}

// squares are Σ a² over all axes but the first: [batch, …] → [batch].
func squares(a *Node) *Node { return ReduceSum(Square(Reshape(a, a.Shape().Dim(0), -1)), 1) }

// like gives values the shape of a prediction [batch, q, fields].
func like(who string, y, prediction *Node) *Node {
	if y.Shape().Size() != prediction.Shape().Size() || y.Shape().Dim(0) != prediction.Shape().Dim(0) {
		exceptions.Panicf("%s: want values %s of the output functions, got %s", who, prediction.Shape(), y.Shape())
	}
	return Reshape(y, prediction.Shape().Dimensions...)
}
