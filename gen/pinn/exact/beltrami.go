package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Beltrami is a flow in space whose vorticity is parallel to its velocity, for t in [0, 1], x, y and z in [-1, 1] (Ethier and Steinman,
// Int. J. Numer. Meth. Fluids 19, 1994; a = d = 1 and ν = 1 as in Jin et al., J. Comput. Phys. 426, 2021).
type Beltrami struct {
	A, D float64 // a and d; 0 mean 1
	Nu   float64 // viscosity ν; 0 means 1
}

var _ Solved = Beltrami{}

// Problem has variables t, x, y, z and the fields u, v, w (velocity) and p (pressure). The velocity is given at the start and on
// the walls, the pressure on the wall x = -1.
func (f Beltrami) Problem() pinn.Problem {
	box := geom.Rect{{0, 1}, {-1, 1}, {-1, 1}, {-1, 1}}
	p := pinn.Problem{Vars: "t x y z", Fields: "u v w p", Exact: f, Conditions: incompressible(box, 5_000, 3, positive("Beltrami.Nu", f.Nu, 1), false, false)}
	p.Conditions = append(p.Conditions, given(p, f, "start", box.Face("t", 0), 1000, "u", "v", "w")...)
	p.Conditions = append(p.Conditions, given(p, f, "walls", box.Faces("x", "y", "z"), 1000, "u", "v", "w")...)
	p.Conditions = append(p.Conditions, given(p, f, "wall", box.Face("x", -1), 200, "p")...)
	return p
}

func (f Beltrami) constants() (a, d, decay float64) {
	a, d = or(f.A, 1), or(f.D, 1)
	return a, d, positive("Beltrami.Nu", f.Nu, 1) * d * d
}

// At returns u, v, w, p at (t, x, y, z). With e = e^−νd²t and E_i, S_i, C_i as below, i turning through x, y, z,
//
//	u_i = −a e (E_i S_{i+1} + E_{i+2} C_i),   p = −a² e²/2 Σ_i (E_i² + 2 S_i C_{i+2} E_{i+1} E_{i+2}),
//	E_i = e^(a x_i),   S_i = sin(a x_i + d x_{i+1}),   C_i = cos(a x_i + d x_{i+1}).
func (f Beltrami) At(x []float64) []float64 {
	a, d, decay := f.constants()
	var e, s, c [3]float64
	for i := range 3 {
		e[i] = math.Exp(a * x[1+i])
		s[i], c[i] = math.Sincos(a*x[1+i] + d*x[1+(i+1)%3])
	}
	g := math.Exp(-decay * x[0])
	out := make([]float64, 4)
	for i := range 3 {
		j, k := (i+1)%3, (i+2)%3
		out[i] = -a * g * (e[i]*s[j] + e[k]*c[i])
		out[3] -= a * a * g * g / 2 * (e[i]*e[i] + 2*s[i]*c[k]*e[j]*e[k])
	}
	return out
}

// Graph is At in a graph.
func (f Beltrami) Graph(x []*Node) []*Node {
	a, d, decay := f.constants()
	var e, s, c [3]*Node
	for i := range 3 {
		e[i] = Exp(MulScalar(x[1+i], a))
		angle := Add(MulScalar(x[1+i], a), MulScalar(x[1+(i+1)%3], d))
		s[i], c[i] = Sin(angle), Cos(angle)
	}
	g := Exp(MulScalar(x[0], -decay))
	out, sum := make([]*Node, 4), ZerosLike(g)
	for i := range 3 {
		j, k := (i+1)%3, (i+2)%3
		out[i] = MulScalar(Mul(g, Add(Mul(e[i], s[j]), Mul(e[k], c[i]))), -a)
		sum = Add(sum, Add(Square(e[i]), MulScalar(Mul(Mul(s[i], c[k]), Mul(e[j], e[k])), 2)))
	}
	out[3] = MulScalar(Mul(Square(g), sum), -a*a/2)
	return out
}
