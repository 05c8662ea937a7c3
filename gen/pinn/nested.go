package pinn

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
)

// nested differentiates any function of the coordinates by gradients of gradients.
type nested struct {
	x []*Node // [n, 1] each
	u []*Node // the fields there, [n, 1] each
}

var _ derivatives = nested{}

func (f nested) derivative(field int, by []int) *Node {
	var coords []*Node
	for _, j := range by {
		coords = append(coords, f.x[j])
	}
	return diffop.Partial(f.u[field], coords...)
}

// Residuals builds the residual of each condition, [n] each, for given fields instead of a network, without hard constraints: u gets one column
// [n, 1] for each variable and returns one for each field. Points are tables as Points returns them, or coordinates alone, [n, variables], where the
// residual asks for no more. The residuals of a solution vanish, which tests a problem.
func (p Problem) Residuals(u func(x []*Node) []*Node, points []*Node) []*Node {
	c, err := p.check()
	if err != nil {
		panic(err)
	}
	if len(points) != len(c.Conditions) {
		exceptions.Panicf("pinn.Problem.Residuals: want %d tables of points, one for each condition, got %d", len(c.Conditions), len(points))
	}
	out := make([]*Node, len(points))
	for i, x := range points {
		c.wantTable(i, x)
		start := map[string]*Node{}
		for _, k := range c.Unknowns {
			start[k.Name] = Scalar(x.Graph(), x.DType(), k.Start)
		}
		out[i] = c.residual(i, c.at(i, x, start, func(x []*Node) derivatives { return nested{x, u(x)} }))
	}
	return out
}
