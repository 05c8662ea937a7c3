package exact

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Membrane is Poisson's equation −Δu = 1 on a disk around the origin with u = 0 on its edge: a membrane under even load, and
// the torsion of a round bar.
type Membrane struct {
	Radius float64 // 0 means 1
}

var _ Solved = Membrane{}

// Problem has variables x and y and the field u.
func (m Membrane) Problem() pinn.Problem {
	disk := geom.Disk{Radius: m.radius()}
	return pinn.Problem{Vars: "x y", Fields: "u", Exact: m, Conditions: []pinn.Condition{
		{Name: "equation", On: disk, N: 5_000, Residual: func(d pinn.D) *Node {
			return AddScalar(Add(d.U("x", "x"), d.U("y", "y")), 1)
		}},
		{Name: "edge", On: disk.Edge(), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
}

func (m Membrane) radius() float64 { return positive("Membrane.Radius", m.Radius, 1) }

// At returns u at (x, y): (R² − x² − y²)/4.
func (m Membrane) At(p []float64) []float64 {
	return []float64{(m.radius()*m.radius() - p[0]*p[0] - p[1]*p[1]) / 4}
}

// Graph is At in a graph.
func (m Membrane) Graph(x []*Node) []*Node {
	r2 := Add(Square(x[0]), Square(x[1]))
	return []*Node{MulScalar(AddScalar(r2, -m.radius()*m.radius()), -0.25)}
}
