package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Schrodinger is i h_t + ½ h_xx + |h|²h = 0 for t in [0, π/2], x in [-5, 5] with period 10, and h = 2 sech x at t = 0 (Raissi, Perdikaris,
// Karniadakis, J. Comput. Phys. 378, 2019, section 3.1.1). Breather is the same on the whole line.
type Schrodinger struct{}

var _ Reference = Schrodinger{}

// Problem has variables t and x and the fields u and v, h = u + iv. The start is even, and so is h at all times; then periodic walls
// are those without slope.
func (s Schrodinger) Problem() pinn.Problem {
	box := geom.Rect{{0, math.Pi / 2}, {-5, 5}}
	start := box.Face("t", 0)
	return pinn.Problem{Vars: "t x", Fields: "u v", Exact: s, Conditions: append(schrodinger(box), []pinn.Condition{
		{Name: "start u", On: start, N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			e := Exp(Neg(Abs(d.X("x"))))
			return Sub(d.U(), MulScalar(Div(e, OnePlus(Square(e))), 4))
		}},
		{Name: "start v", On: start, N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.Field("v") }},
		{Name: "walls u", On: box.Faces("x"), N: 200, Residual: func(d pinn.D) *Node { return d.U("x") }},
		{Name: "walls v", On: box.Faces("x"), N: 200, Residual: func(d pinn.D) *Node { return d.Field("v", "x") }},
	}...)}
}

var schrodingers memo[Schrodinger, *evolution]

// At returns u, v at (t, x), by Fourier series. The start has a kink of size .05 at the walls, which makes fine waves of size 1e-4
// everywhere: derivatives of the true solution don't exist, those of this one do.
func (s Schrodinger) At(p []float64) []float64 {
	h := schrodingers.get(s, func() *evolution { return s.equation(256, 2000).solve() }).At(p[0], p[1])
	return []float64{real(h), imag(h)}
}

func (s Schrodinger) equation(modes, steps int) semilinear {
	return semilinear{
		lo: -5, hi: 5, end: math.Pi / 2, modes: modes, steps: steps,
		linear:    func(k float64) complex128 { return complex(0, -k*k/2) },
		slope:     func(float64) complex128 { return 1i },
		pointwise: func(h complex128) complex128 { return h * complex(real(h)*real(h)+imag(h)*imag(h), 0) },
		start:     func(x float64) complex128 { return complex(2/math.Cosh(x), 0) },
	}
}
