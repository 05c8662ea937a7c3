package ode

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/loop"
)

// Path is Checkpoint with all that lies between: x at t0 and after each of n steps, [n+1, batch, dim]. It is a loop, so that compile time
// does not depend on n, with an exact gradient, as of a loss that compares a path with data; second derivatives are refused.
func Path(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	g := newGrid("Path", m, x, t0, t1, n)
	f = checked(f)
	warm := g.warm(f, m, x)
	done := len(warm) - 1
	rows := make([]*Node, done, n+1)
	for i := range rows {
		rows[i] = InsertAxes(warm[i].X, 0)
	}
	if done == n {
		return Concatenate(append(rows, InsertAxes(warm[n].X, 0)), 0)
	}
	end, in, b := g.checkpoint("Path", f, m, warm[done], done)
	path := Concatenate([]*Node{b.tables[0], InsertAxes(end, 0)}, 0)
	path = loop.WithGradient(path, in, func(in []*Node, v *Node) []*Node {
		last := Const(v.Graph(), int32(n-done))
		return b.along(in, loop.Row(v, last), func(i *Node) *Node { return loop.Row(v, i) })
	})
	return Concatenate(append(rows, path), 0)
}
