package exact

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Cavity is the steady flow in a unit square whose lid y = 1 slides with speed 1 (Ghia, Ghia, Shin, J. Comput. Phys. 48, 1982), by its
// stream function ψ with velocity (ψ_y, −ψ_x): the vorticity −Δψ is carried along and diffuses,
//
//	ψ_y Δψ_x − ψ_x Δψ_y = Δ²ψ/Re.
//
// In the lid's corners the pressure is infinite, so that it could not be compared; ψ is bounded. The reference is good to 1e-5 in ψ and 4e-5
// in the velocity at a Reynolds number of 100, 1e-4 at 1000. It solves the equation in the mean over polynomials: fourth derivatives at a point,
// close to a wall above all, are worth nothing.
type Cavity struct {
	Re float64 // Reynolds number; 0 means 100, at most 1000. The reference takes half a second at 100, two at 1000
}

var _ Reference = Cavity{}

// Problem has variables x and y and the field psi. The equation is multiplied by the squared distances from both corners
// of the lid, since its terms grow there like the inverse of their cubes.
func (c Cavity) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	lid := square.Face("y", 1)
	return pinn.Problem{Vars: "x y", Fields: "psi", Exact: c, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: c.equation},
		{Name: "walls", On: square.Faces(), N: 400, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U() }},
		{Name: "sides", On: square.Faces("x"), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U("x") }},
		{Name: "bottom", On: square.Face("y", 0), N: 100, Weight: dataWeight, Residual: func(d pinn.D) *Node { return d.U("y") }},
		{Name: "lid", On: lid, N: 100, Weight: dataWeight, Residual: func(d pinn.D) *Node { return AddScalar(d.U("y"), -1) }},
	}}
}

func (c Cavity) equation(d pinn.D) *Node {
	laplace := func(by ...string) *Node { // of a derivative
		return Add(d.U(append(by, "x", "x")...), d.U(append(by, "y", "y")...))
	}
	carried := Sub(Mul(d.U("y"), laplace("x")), Mul(d.U("x"), laplace("y")))
	diffused := Add(Add(d.U("x", "x", "x", "x"), d.U("y", "y", "y", "y")), MulScalar(d.U("x", "x", "y", "y"), 2))
	x, y := Square(d.X("x")), Square(OneMinus(d.X("y")))
	near := Mul(Add(x, y), Add(Square(OneMinus(d.X("x"))), y))
	return Mul(near, Sub(carried, DivScalar(diffused, c.re())))
}

func (c Cavity) re() float64 {
	if !(c.Re >= 0 && c.Re <= 1000) {
		exceptions.Panicf("exact.Cavity: want Re in (0, 1000], for which the reference is made, got %g", c.Re)
	}
	return or(c.Re, 100)
}

var cavities memo[Cavity, *cavityFlow]

func (c Cavity) reference() *cavityFlow {
	return cavities.get(c, func() *cavityFlow {
		n := 24
		if c.re() > 100 {
			n = 28
		}
		return solveCavity(c.re(), n)
	})
}

// At returns psi at (x, y).
func (c Cavity) At(p []float64) []float64 {
	return []float64{c.reference().derivative(0, 0, p[0], p[1])}
}

// Velocity is that of the reference at (x, y), along x and along y. In the corners of the lid it is the lid's.
func (c Cavity) Velocity(x, y float64) (u, v float64) {
	if y == 1 && (x == 0 || x == 1) {
		return 1, 0
	}
	f := c.reference()
	return f.derivative(0, 1, x, y), -f.derivative(1, 0, x, y)
}
