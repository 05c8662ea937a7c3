package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// LShape is Δu = 0 on the square [-1, 1]² without its quarter x > 0, y < 0, with u = r^⅔ sin ⅔φ on the boundary, φ in [0, 3π/2] the
// angle at the corner that bends inwards: zero on both sides of that corner, where the gradient is infinite (Grisvard,
// Elliptic Problems in Nonsmooth Domains, 1985, section 4.4).
type LShape struct{}

var _ Solved = LShape{}

// bisector is half of the corner's angle 3π/2. Angles are taken from there, so that none of the domain is where they jump.
const bisector = 3 * math.Pi / 4

// Problem has variables x and y and the field u. The equation weighs little, since second derivatives are large.
func (l LShape) Problem() pinn.Problem {
	p := pinn.Problem{Vars: "x y", Fields: "u", Exact: l, Conditions: []pinn.Condition{
		{Name: "equation", On: geom.LShape(), N: 5_000, Weight: 0.1, Residual: func(d pinn.D) *Node {
			return Add(d.U("x", "x"), d.U("y", "y"))
		}},
	}}
	square := geom.Rect{{-1, 1}, {-1, 1}}
	right, below := geom.Rect{{0, 1}, {0, 1}}, geom.Rect{{-1, 0}, {-1, 0}}
	edge := geom.Union(square.Face("x", -1), square.Face("y", 1), right.Face("x", 1), right.Face("y", 0), below.Face("x", 0), below.Face("y", -1))
	p.Conditions = append(p.Conditions, given(p, l, "boundary", edge, 400, "u")...)
	return p
}

// At returns u at (x, y): r^⅔ sin ⅔φ.
func (l LShape) At(p []float64) []float64 {
	s, c := math.Sincos(bisector)
	phi := math.Atan2(p[1]*c-p[0]*s, p[0]*c+p[1]*s) + bisector
	return []float64{math.Pow(math.Hypot(p[0], p[1]), 2./3) * math.Sin(2./3*phi)}
}

// Graph is At in a graph. Its derivatives are infinite at the corner.
func (l LShape) Graph(x []*Node) []*Node {
	s, c := math.Sincos(bisector)
	along, across := Add(MulScalar(x[0], c), MulScalar(x[1], s)), Sub(MulScalar(x[1], c), MulScalar(x[0], s))
	phi := AddScalar(Atan2(across, along), bisector)
	r2 := Add(Square(x[0]), Square(x[1]))
	return []*Node{Mul(PowScalar(r2, 1./3), Sin(MulScalar(phi, 2./3)))}
}
