package exact

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Stokes is −Δu + ∇p = 0, ∇·u = 0 on [-1, 1]² with two streams that collide (Elman, Silvester, Wathen, Finite Elements and Fast
// Iterative Solvers, 2014, example 3.1.4, here divided by 20): slow flow of viscosity 1.
type Stokes struct{}

var _ Solved = Stokes{}

// Problem has variables x and y and the fields u, v (velocity) and p (pressure). The velocity is given on the whole boundary, the
// pressure on the wall x = -1.
func (s Stokes) Problem() pinn.Problem {
	box := geom.Rect{{-1, 1}, {-1, 1}}
	p := pinn.Problem{Vars: "x y", Fields: "u v p", Exact: s, Conditions: incompressible(box, 5_000, 2, 1, true, true)}
	p.Conditions = append(p.Conditions, given(p, s, "boundary", box.Faces(), 400, "u", "v")...)
	p.Conditions = append(p.Conditions, given(p, s, "wall", box.Face("x", -1), 100, "p")...)
	return p
}

// At returns u, v, p at (x, y): xy³, (x⁴ − y⁴)/4, 3x²y − y³.
func (s Stokes) At(p []float64) []float64 {
	x, y := p[0], p[1]
	return []float64{x * y * y * y, (x*x*x*x - y*y*y*y) / 4, 3*x*x*y - y*y*y}
}

// Graph is At in a graph.
func (s Stokes) Graph(c []*Node) []*Node {
	x, y := c[0], c[1]
	x2, y2 := Square(x), Square(y)
	return []*Node{
		Mul(Mul(x, y), y2),
		MulScalar(Mul(Sub(x2, y2), Add(x2, y2)), 0.25),
		Mul(y, Sub(MulScalar(x2, 3), y2)),
	}
}
