package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// KuramotoSivashinsky is u_t + α u u_x + β u_xx + γ u_xxxx = 0 for t in [0, End], x in [0, 2π] with period 2π, u = cos x (1 + sin x) at t = 0,
// and α = 100/16, β = 100/16², γ = 100/16⁴: the problem of Kassam and Trefethen (SIAM J. Sci. Comput. 26, 2005, section 4.3) in units of
// 16 for x and 100 for t (Wang, Sankaran, Perdikaris, Comput. Methods Appl. Mech. Eng. 421, 2024).
type KuramotoSivashinsky struct {
	// End is 1 if it is 0. The flow is chaotic: the reference is good to 1e-5 (of values up to 3) at t = 1, and loses a digit each .25 from there
	// on; at most 1.5.
	End float64
}

var _ Reference = KuramotoSivashinsky{}

// Problem has variables t and x and the field u. In place of the period, the reference's u and u_x are given at both walls. The
// equation is divided by 100.
func (k KuramotoSivashinsky) Problem() pinn.Problem {
	box := geom.Rect{{0, k.end()}, {0, 2 * math.Pi}}
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: k, Conditions: []pinn.Condition{
		{Name: "equation", On: box, N: 20_000, Residual: func(d pinn.D) *Node {
			r := Add(d.U("t"), MulScalar(Mul(d.U(), d.U("x")), alphaKS))
			r = Add(r, Add(MulScalar(d.U("x", "x"), betaKS), MulScalar(d.U("x", "x", "x", "x"), gammaKS)))
			return DivScalar(r, 100)
		}},
		{Name: "start", On: box.Face("t", 0), N: 500, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			x := d.X("x")
			return Sub(d.U(), Mul(Cos(x), OnePlus(Sin(x))))
		}},
	}}
	p.Conditions = append(p.Conditions, walls(box, 300, k.reference)...)
	return p
}

const alphaKS, betaKS, gammaKS = 100. / 16, 100. / (16 * 16), 100. / (16 * 16 * 16 * 16)

func (k KuramotoSivashinsky) end() float64 {
	if !(k.End >= 0 && k.End <= 1.5) {
		exceptions.Panicf("exact.KuramotoSivashinsky: want End in (0, 1.5], since the flow is chaotic and the reference is wrong after that, got %g", k.End)
	}
	return or(k.End, 1)
}

var kuramotos memo[KuramotoSivashinsky, *evolution]

func (k KuramotoSivashinsky) reference() *evolution {
	return kuramotos.get(k, func() *evolution { return k.equation(256, int(math.Ceil(5000*k.end()))).solve() })
}

// At returns u at (t, x), by Fourier series.
func (k KuramotoSivashinsky) At(p []float64) []float64 {
	return []float64{real(k.reference().At(p[0], p[1]))}
}

func (k KuramotoSivashinsky) equation(modes, steps int) semilinear {
	return semilinear{
		lo: 0, hi: 2 * math.Pi, end: k.end(), modes: modes, steps: steps,
		linear:    func(w float64) complex128 { return complex(betaKS*w*w-gammaKS*w*w*w*w, 0) },
		slope:     func(w float64) complex128 { return complex(0, -alphaKS*w/2) },
		pointwise: func(u complex128) complex128 { return u * u },
		start:     func(x float64) complex128 { return complex(math.Cos(x)*(1+math.Sin(x)), 0) },
	}
}
