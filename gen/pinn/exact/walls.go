package exact

import (
	"sync"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// walls are the conditions that u and u_x have the values of a real reference at both walls of a box, as series of n terms in t: what
// a period says, for those who know the solution. The reference is solved when the first residual is built.
func walls(box geom.Rect, n int, reference func() *evolution) []pinn.Condition {
	is := func(order int, by ...string) func(d pinn.D) *Node {
		known := sync.OnceValue(func() trace {
			e := reference()
			return newTrace(func(t float64) float64 { return real(e.derivative(t, e.lo, order)) }, 0, e.end, n)
		})
		return func(d pinn.D) *Node { return Sub(d.U(by...), known().Graph(d.X("t"))) }
	}
	on := box.Faces("x")
	return []pinn.Condition{
		{Name: "walls", On: on, N: 400, Weight: dataWeight, Residual: is(0)},
		{Name: "slope at the walls", On: on, N: 400, Residual: is(1, "x")},
	}
}
