package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Wave is u_tt = c² u_xx for t and x in [0, 1], with u = sin πx + ½ sin 4πx and u_t = 0 at t = 0 and u = 0 at both walls (Wang, Yu,
// Perdikaris, J. Comput. Phys. 449, 2022, section 7.2: c = 2): two waves of different speed, which plain networks mix up.
type Wave struct {
	C float64 // c; 0 means 2
}

var _ Solved = Wave{}

// Problem has variables t and x and the field u. The equation and the speed at the start are divided by 4πc.
func (w Wave) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	fast := 4 * math.Pi * w.c()
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: w, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			return DivScalar(Sub(d.U("t", "t"), MulScalar(d.U("x", "x"), w.c()*w.c())), fast)
		}},
		{Name: "speed", On: square.Face("t", 0), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			return DivScalar(d.U("t"), fast)
		}},
		{Name: "walls", On: square.Faces("x"), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
	p.Conditions = append(p.Conditions, given(p, w, "start", square.Face("t", 0), 200, "u")...)
	return p
}

func (w Wave) c() float64 { return positive("Wave.C", w.C, 2) }

// At returns u at (t, x): sin πx cos πct + ½ sin 4πx cos 4πct.
func (w Wave) At(p []float64) []float64 {
	t, x := math.Pi*w.c()*p[0], math.Pi*p[1]
	return []float64{math.Sin(x)*math.Cos(t) + math.Sin(4*x)*math.Cos(4*t)/2}
}

// Graph is At in a graph.
func (w Wave) Graph(x []*Node) []*Node {
	mode := func(k float64) *Node {
		return Mul(Sin(MulScalar(x[1], k*math.Pi)), Cos(MulScalar(x[0], k*math.Pi*w.c())))
	}
	return []*Node{Add(mode(1), MulScalar(mode(4), 0.5))}
}
