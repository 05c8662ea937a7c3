package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// KdV is the equation of Korteweg and de Vries u_t + u u_x + δ u_xxx = 0 for t in [0, 1], x in [-1, 1] with period 2, and u = cos πx at
// t = 0, which falls apart into solitons (Zabusky and Kruskal, Phys. Rev. Lett. 15, 1965; with δ = .0025 Raissi, Perdikaris,
// Karniadakis, J. Comput. Phys. 378, 2019, section 4.2.2).
type KdV struct {
	Delta float64 // δ; 0 means .0025, Zabusky and Kruskal have .022². The reference resolves δ from 2e-4 on
}

var _ Reference = KdV{}

// Problem has variables t and x and the field u. In place of the period, the reference's u and u_x are given at both walls.
func (k KdV) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {-1, 1}}
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: k, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 20_000, Residual: func(d pinn.D) *Node {
			return Add(Add(d.U("t"), Mul(d.U(), d.U("x"))), MulScalar(d.U("x", "x", "x"), k.delta()))
		}},
		{Name: "start", On: square.Face("t", 0), N: 500, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			return Sub(d.U(), Cos(MulScalar(d.X("x"), math.Pi)))
		}},
	}}
	p.Conditions = append(p.Conditions, walls(square, 300, k.reference)...)
	return p
}

func (k KdV) delta() float64 { return positive("KdV.Delta", k.Delta, 0.0025) }

var kdvs memo[KdV, *evolution]

func (k KdV) reference() *evolution {
	return kdvs.get(k, func() *evolution { return k.equation(256, 2000).solve() })
}

// At returns u at (t, x), by Fourier series.
func (k KdV) At(p []float64) []float64 { return []float64{real(k.reference().At(p[0], p[1]))} }

func (k KdV) equation(modes, steps int) semilinear {
	return semilinear{
		lo: -1, hi: 1, end: 1, modes: modes, steps: steps,
		linear:    func(w float64) complex128 { return complex(0, k.delta()*w*w*w) },
		slope:     func(w float64) complex128 { return complex(0, -w/2) },
		pointwise: func(u complex128) complex128 { return u * u },
		start:     func(x float64) complex128 { return complex(math.Cos(math.Pi*x), 0) },
	}
}
