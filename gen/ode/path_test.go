package ode_test

import (
	"testing"

	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
)

// A path and its gradients, by x and weights, are those of solves to each of its times.
func TestPath(t *testing.T) {
	const n, end = 6, 1.5
	path := func(m ode.Stepper) func(f ode.Field, x *Node) *Node {
		return func(f ode.Field, x *Node) *Node { return ode.Path(f, m, x, 0, end, n) }
	}
	solves := func(m ode.Stepper) func(f ode.Field, x *Node) *Node {
		return func(f ode.Field, x *Node) *Node {
			xs := []*Node{x}
			for i := 1; i <= n; i++ {
				xs = append(xs, ode.Solve(f, m, x, 0, end*float64(i)/n, i))
			}
			return Stack(xs, 0)
		}
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		compareGradients(t, b, checkpointTol, path(ode.RK4), solves(ode.RK4))
	})
	compareGradients(t, engines.Go(t), checkpointTol, path(ode.AdamsBashforthMoulton), solves(ode.AdamsBashforthMoulton))
	short := func(f ode.Field, x *Node) *Node { return ode.Path(f, ode.AdamsBashforthMoulton, x, 0, 1, 2) } // the starter's steps alone
	same := func(f ode.Field, x *Node) *Node {
		return Stack([]*Node{x, ode.Solve(f, ode.RK4, x, 0, 0.5, 1), ode.Solve(f, ode.RK4, x, 0, 1, 2)}, 0)
	}
	compareGradients(t, engines.Go(t), checkpointTol, short, same)
}
