package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Kovasznay is the steady flow behind a row of obstacles, for x in [-.5, 1], y in [-.5, 1.5], lengths in distances of the obstacles,
// speeds in that of the stream (Kovasznay, Proc. Camb. Phil. Soc. 44, 1948).
type Kovasznay struct {
	Re float64 // Reynolds number; 0 means 40
}

var _ Solved = Kovasznay{}

// Problem has variables x and y and the fields u, v (velocity) and p (pressure), which is given on the outflow x = 1, the velocity on
// the whole boundary.
func (k Kovasznay) Problem() pinn.Problem {
	box := geom.Rect{{-0.5, 1}, {-0.5, 1.5}}
	p := pinn.Problem{Vars: "x y", Fields: "u v p", Exact: k, Conditions: incompressible(box, 5_000, 2, 1/k.re(), true, false)}
	p.Conditions = append(p.Conditions, given(p, k, "boundary", box.Faces(), 400, "u", "v")...)
	p.Conditions = append(p.Conditions, given(p, k, "outflow", box.Face("x", 1), 100, "p")...)
	return p
}

func (k Kovasznay) re() float64 { return positive("Kovasznay.Re", k.Re, 40) }

// lambda is the decay Re/2 − √(Re²/4 + 4π²).
func (k Kovasznay) lambda() float64 { return k.re()/2 - math.Hypot(k.re()/2, 2*math.Pi) }

// At returns u, v, p at (x, y): 1 − e^λx cos 2πy, λ/(2π) e^λx sin 2πy, (1 − e^2λx)/2.
func (k Kovasznay) At(p []float64) []float64 {
	l := k.lambda()
	e := math.Exp(l * p[0])
	s, c := math.Sincos(2 * math.Pi * p[1])
	return []float64{1 - e*c, l / (2 * math.Pi) * e * s, (1 - e*e) / 2}
}

// Graph is At in a graph.
func (k Kovasznay) Graph(x []*Node) []*Node {
	l := k.lambda()
	e, y := Exp(MulScalar(x[0], l)), MulScalar(x[1], 2*math.Pi)
	return []*Node{
		OneMinus(Mul(e, Cos(y))),
		MulScalar(Mul(e, Sin(y)), l/(2*math.Pi)),
		MulScalar(OneMinus(Square(e)), 0.5),
	}
}
