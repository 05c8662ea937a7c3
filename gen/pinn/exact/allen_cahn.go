package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// AllenCahn is u_t = D u_xx + 5 (u − u³) for t in [0, 1], x in [-1, 1] with period 2, and u = x² cos πx at t = 0 (Raissi, Perdikaris,
// Karniadakis, J. Comput. Phys. 378, 2019, section 3.2.1).
type AllenCahn struct {
	D float64 // diffusion; 0 means 1e-4.
}

var _ Reference = AllenCahn{}

// Problem has variables t and x and the field u. The start is even, and so is u at all times; then periodic walls are the same as
// those that nothing flows through. The equation is divided by 5.
func (a AllenCahn) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {-1, 1}}
	return pinn.Problem{Vars: "t x", Fields: "u", Exact: a, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 20_000, Residual: func(d pinn.D) *Node {
			reaction := Mul(d.U(), OneMinus(Square(d.U())))
			return Sub(DivScalar(Sub(d.U("t"), MulScalar(d.U("x", "x"), a.d())), 5), reaction)
		}},
		{Name: "start", On: square.Face("t", 0), N: 500, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			x := d.X("x")
			return Sub(d.U(), Mul(Square(x), Cos(MulScalar(x, math.Pi))))
		}},
		{Name: "walls", On: square.Faces("x"), N: 200, Residual: func(d pinn.D) *Node { return d.U("x") }},
	}}
}

func (a AllenCahn) d() float64 { return positive("AllenCahn.D", a.D, 1e-4) }

var allenCahns memo[AllenCahn, *evolution]

// At returns u at (t, x), by Fourier series. The start has a kink at the walls, so that errors there are 3e-4 at the very start, below 1e-6
// from t = .05 on.
func (a AllenCahn) At(p []float64) []float64 {
	return []float64{real(allenCahns.get(a, func() *evolution { return a.equation(1024, 400).solve() }).At(p[0], p[1]))}
}

func (a AllenCahn) equation(modes, steps int) semilinear {
	return semilinear{
		lo: -1, hi: 1, end: 1, modes: modes, steps: steps,
		linear:    func(k float64) complex128 { return complex(5-a.d()*k*k, 0) },
		slope:     func(float64) complex128 { return -5 },
		pointwise: func(u complex128) complex128 { return u * u * u },
		start:     func(x float64) complex128 { return complex(x*x*math.Cos(math.Pi*x), 0) },
	}
}
