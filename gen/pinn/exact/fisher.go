package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Fisher is the reaction-diffusion equation u_t = D u_xx + ρ u (1 − u) of a front that runs into the empty region, for t in [0, 1],
// x in [-1, 1] (Fisher, Ann. Eugenics 7, 1937; the front in closed form: Ablowitz and Zeppetella, Bull. Math. Biol. 41, 1979).
type Fisher struct {
	D   float64 // diffusion; 0 means .01
	Rho float64 // growth ρ; 0 means 5
}

var _ Solved = Fisher{}

// Problem has variables t and x and the field u, the part of what the region can carry. The equation is divided by ρ.
func (f Fisher) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {-1, 1}}
	diffusion, rho := f.constants()
	p := pinn.Problem{Vars: "t x", Fields: "u", Exact: f, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			growth := Mul(d.U(), OneMinus(d.U()))
			return Sub(DivScalar(Sub(d.U("t"), MulScalar(d.U("x", "x"), diffusion)), rho), growth)
		}},
	}}
	p.Conditions = append(p.Conditions, given(p, f, "start", square.Face("t", 0), 200, "u")...)
	p.Conditions = append(p.Conditions, given(p, f, "walls", square.Faces("x"), 200, "u")...)
	return p
}

func (f Fisher) constants() (d, rho float64) {
	return positive("Fisher.D", f.D, 0.01), positive("Fisher.Rho", f.Rho, 5)
}

// rates are those of the front's exponent at·t + ax·x, with the speed 5√(ρD/6).
func (f Fisher) rates() (at, ax float64) {
	d, rho := f.constants()
	return -5 * rho / 6, math.Sqrt(rho / (6 * d))
}

// At returns u at (t, x): (1 + exp(√(ρ/6D) x − 5ρt/6))^−2, with the front at x = −½ at the start.
func (f Fisher) At(p []float64) []float64 {
	at, ax := f.rates()
	s := 1 / (1 + math.Exp(at*p[0]+ax*(p[1]+0.5)))
	return []float64{s * s}
}

// Graph is At in a graph.
func (f Fisher) Graph(x []*Node) []*Node {
	at, ax := f.rates()
	return []*Node{Square(Sigmoid(Neg(Add(MulScalar(x[0], at), MulScalar(AddScalar(x[1], 0.5), ax)))))}
}
