package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Elasticity is the balance of forces in plane strain on the unit square,
//
//	∇·σ + f = 0,   σ = λ tr(ε) I + 2μ ε,   ε = (∇u + ∇uᵀ)/2,
//
// with f such that the displacement is u = cos 2πx sin πy, v = ¼ Q y⁴ sin πx (Haghighat et al., Comput. Methods Appl. Mech. Eng. 379,
// 2021, section 3.1: λ = 1, μ = ½, Q = 4). The bottom is held; the other walls hold one component and pull at the other.
type Elasticity struct {
	Lambda, Mu float64 // Lamé's constants; 0 mean 1 and ½
	Q          float64 // load; 0 means 4
}

var _ Solved = Elasticity{}

// Problem has variables x and y and the fields u and v, displacements. Forces are divided by 10 (λ + 2μ).
func (e Elasticity) Problem() pinn.Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	lambda, mu, q := e.constants()
	size := 10 * (lambda + 2*mu)
	zero := func(field string) func(d pinn.D) *Node { return func(d pinn.D) *Node { return d.Field(field) } }
	return pinn.Problem{Vars: "x y", Fields: "u v", Exact: e, Conditions: []pinn.Condition{
		{Name: "force x", On: square, N: 5_000, Residual: func(d pinn.D) *Node {
			r := Add(MulScalar(d.Field("u", "x", "x"), lambda+2*mu), MulScalar(d.Field("u", "y", "y"), mu))
			r = Add(r, MulScalar(d.Field("v", "x", "y"), lambda+mu))
			return DivScalar(Add(r, e.force(d.X("x"), d.X("y"))[0]), size)
		}},
		{Name: "force y", On: square, N: 5_000, Residual: func(d pinn.D) *Node {
			r := Add(MulScalar(d.Field("v", "y", "y"), lambda+2*mu), MulScalar(d.Field("v", "x", "x"), mu))
			r = Add(r, MulScalar(d.Field("u", "x", "y"), lambda+mu))
			return DivScalar(Add(r, e.force(d.X("x"), d.X("y"))[1]), size)
		}},
		{Name: "flat ends", On: square.Faces("y"), N: 200, Weight: dataWeight, Residual: zero("u")},
		{Name: "bottom", On: square.Face("y", 0), N: 100, Weight: dataWeight, Residual: zero("v")},
		{Name: "sides", On: square.Faces("x"), N: 200, Weight: dataWeight, Residual: zero("v")},
		{Name: "pull on the sides", On: square.Faces("x"), N: 200, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			return DivScalar(Add(MulScalar(d.Field("u", "x"), lambda+2*mu), MulScalar(d.Field("v", "y"), lambda)), size)
		}},
		{Name: "pull on top", On: square.Face("y", 1), N: 100, Weight: dataWeight, Residual: func(d pinn.D) *Node {
			stress := Add(MulScalar(d.Field("v", "y"), lambda+2*mu), MulScalar(d.Field("u", "x"), lambda))
			return DivScalar(Sub(stress, MulScalar(Sin(MulScalar(d.X("x"), math.Pi)), (lambda+2*mu)*q)), size)
		}},
	}}
}

func (e Elasticity) constants() (lambda, mu, q float64) {
	return positive("Elasticity.Lambda", e.Lambda, 1), positive("Elasticity.Mu", e.Mu, 0.5), or(e.Q, 4)
}

// force is f, per volume.
func (e Elasticity) force(x, y *Node) [2]*Node {
	lambda, mu, q := e.constants()
	y2, px, py := Square(y), MulScalar(x, math.Pi), MulScalar(y, math.Pi)
	p2x := MulScalar(px, 2)
	fx := MulScalar(Mul(Cos(p2x), Sin(py)), math.Pi*math.Pi*(4*(lambda+2*mu)+mu))
	fx = Sub(fx, MulScalar(Mul(Cos(px), Mul(y, y2)), math.Pi*q*(lambda+mu)))
	fy := MulScalar(Mul(Sin(p2x), Cos(py)), 2*math.Pi*math.Pi*(lambda+mu))
	fy = Sub(fy, MulScalar(Mul(Sin(px), y2), 3*q*(lambda+2*mu)))
	fy = Add(fy, MulScalar(Mul(Sin(px), Square(y2)), math.Pi*math.Pi*q*mu/4))
	return [2]*Node{fx, fy}
}

// At returns u, v at (x, y).
func (e Elasticity) At(p []float64) []float64 {
	_, _, q := e.constants()
	y2 := p[1] * p[1]
	return []float64{math.Cos(2*math.Pi*p[0]) * math.Sin(math.Pi*p[1]), q / 4 * y2 * y2 * math.Sin(math.Pi*p[0])}
}

// Graph is At in a graph.
func (e Elasticity) Graph(x []*Node) []*Node {
	_, _, q := e.constants()
	return []*Node{
		Mul(Cos(MulScalar(x[0], 2*math.Pi)), Sin(MulScalar(x[1], math.Pi))),
		MulScalar(Mul(Square(Square(x[1])), Sin(MulScalar(x[0], math.Pi))), q/4),
	}
}
