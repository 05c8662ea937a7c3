package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// TaylorGreen is a square of vortices that decay by viscosity, for t in [0, 1], x and y in [0, 2π] (Taylor and Green, Proc. R. Soc. A
// 158, 1937, in two dimensions).
type TaylorGreen struct {
	Nu float64 // viscosity ν; 0 means .05
}

var _ Solved = TaylorGreen{}

// Problem has variables t, x and y and the fields u, v (velocity) and p (pressure). The velocity is given at the start and on the
// walls, the pressure on the wall x = 0.
func (f TaylorGreen) Problem() pinn.Problem {
	box := geom.Rect{{0, 1}, {0, 2 * math.Pi}, {0, 2 * math.Pi}}
	p := pinn.Problem{Vars: "t x y", Fields: "u v p", Exact: f, Conditions: incompressible(box, 5_000, 2, f.nu(), false, false)}
	p.Conditions = append(p.Conditions, given(p, f, "start", box.Face("t", 0), 500, "u", "v")...)
	p.Conditions = append(p.Conditions, given(p, f, "walls", box.Faces("x", "y"), 500, "u", "v")...)
	p.Conditions = append(p.Conditions, given(p, f, "wall", box.Face("x", 0), 200, "p")...)
	return p
}

func (f TaylorGreen) nu() float64 { return positive("TaylorGreen.Nu", f.Nu, 0.05) }

// At returns u, v, p at (t, x, y), with e = e^−2νt: −e cos x sin y, e sin x cos y, −e² (cos 2x + cos 2y)/4.
func (f TaylorGreen) At(p []float64) []float64 {
	e := math.Exp(-2 * f.nu() * p[0])
	sx, cx := math.Sincos(p[1])
	sy, cy := math.Sincos(p[2])
	return []float64{-e * cx * sy, e * sx * cy, -e * e * (cx*cx - sx*sx + cy*cy - sy*sy) / 4}
}

// Graph is At in a graph.
func (f TaylorGreen) Graph(x []*Node) []*Node {
	e := Exp(MulScalar(x[0], -2*f.nu()))
	twice := Add(Cos(MulScalar(x[1], 2)), Cos(MulScalar(x[2], 2)))
	return []*Node{
		Neg(Mul(e, Mul(Cos(x[1]), Sin(x[2])))),
		Mul(e, Mul(Sin(x[1]), Cos(x[2]))),
		MulScalar(Mul(Square(e), twice), -0.25),
	}
}
