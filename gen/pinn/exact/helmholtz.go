package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Helmholtz is Δu + k²u = q on [-1, 1]² with u = 0 on the boundary, q such that u = sin(aπx) sin(bπy) (Wang, Teng, Perdikaris, SIAM J.
// Sci. Comput. 43, 2021, equation 3.15: k = 1, a = 1, b = 4).
type Helmholtz struct {
	K    float64 // k; 0 means 1
	A, B int     // half waves by unit of x and of y; 0 mean 1 and 4
}

var _ Solved = Helmholtz{}

// Problem has variables x and y and the field u. The equation is divided by π√(a² + b²).
func (h Helmholtz) Problem() pinn.Problem {
	square := geom.Rect{{-1, 1}, {-1, 1}}
	a, b := h.waves()
	return pinn.Problem{Vars: "x y", Fields: "u", Exact: h, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			q := MulScalar(h.Graph([]*Node{d.X("x"), d.X("y")})[0], h.k()*h.k()-a*a-b*b)
			r := Add(Add(d.U("x", "x"), d.U("y", "y")), MulScalar(d.U(), h.k()*h.k()))
			return DivScalar(Sub(r, q), math.Hypot(a, b))
		}},
		{Name: "boundary", On: square.Faces(), N: 400, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
}

func (h Helmholtz) k() float64 { return or(h.K, 1) }

func (h Helmholtz) waves() (a, b float64) {
	return math.Pi * float64(or(h.A, 1)), math.Pi * float64(or(h.B, 4))
}

// At returns u at (x, y): sin(aπx) sin(bπy).
func (h Helmholtz) At(p []float64) []float64 {
	a, b := h.waves()
	return []float64{math.Sin(a*p[0]) * math.Sin(b*p[1])}
}

// Graph is At in a graph.
func (h Helmholtz) Graph(x []*Node) []*Node {
	a, b := h.waves()
	return []*Node{Mul(Sin(MulScalar(x[0], a)), Sin(MulScalar(x[1], b)))}
}
