package main

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/ode"
)

// problem is an initial value problem from t = 0 on, in float64; worker.py has the same.
type problem struct {
	name  string
	host  ode.HostField
	graph func(t *Node, x []*Node) []*Node // columns [1, 1] of x [1, dim]
	x0    []float64
	t1    float64
	want  []float64 // x(t1)
	stiff bool
}

// problems with their solutions at the end: closed forms, else scipy 1.17.1's DOP853 at a tolerance of 1e-13 (A5, B1, Van der Pol). The
// stiff one is that of Hairer and Wanner's test set, μ = 1000 in units of time of μ.
var problems = []problem{
	{
		"A1", func(_ float64, x, dx []float64) { dx[0] = -x[0] },
		func(_ *Node, x []*Node) []*Node { return []*Node{Neg(x[0])} },
		[]float64{1},
		20,
		[]float64{math.Exp(-20)},
		false,
	},
	{
		"A2", func(_ float64, x, dx []float64) { dx[0] = -x[0] * x[0] * x[0] / 2 },
		func(_ *Node, x []*Node) []*Node { return []*Node{times(-0.5, Mul(Square(x[0]), x[0]))} },
		[]float64{1},
		20,
		[]float64{1 / math.Sqrt(21)},
		false,
	},
	{
		"A3", func(t float64, x, dx []float64) { dx[0] = x[0] * math.Cos(t) },
		func(t *Node, x []*Node) []*Node { return []*Node{Mul(x[0], Cos(t))} },
		[]float64{1},
		20,
		[]float64{math.Exp(math.Sin(20))},
		false,
	},
	{
		"A4", func(_ float64, x, dx []float64) { dx[0] = x[0] / 4 * (1 - x[0]/20) },
		func(_ *Node, x []*Node) []*Node {
			return []*Node{Mul(times(0.25, x[0]), plus(1, times(-0.05, x[0])))}
		},
		[]float64{1},
		20,
		[]float64{20 / (1 + 19*math.Exp(-5))},
		false,
	},
	{
		"A5", func(t float64, x, dx []float64) { dx[0] = (x[0] - t) / (x[0] + t) },
		func(t *Node, x []*Node) []*Node { return []*Node{Div(Sub(x[0], t), Add(x[0], t))} },
		[]float64{4},
		20,
		[]float64{-0.788782668896},
		false,
	},
	{
		"B1", func(_ float64, x, dx []float64) { dx[0], dx[1] = 2*(x[0]-x[0]*x[1]), x[0]*x[1]-x[1] },
		func(_ *Node, x []*Node) []*Node {
			xy := Mul(x[0], x[1])
			return []*Node{times(2, Sub(x[0], xy)), Sub(xy, x[1])}
		},
		[]float64{1, 3},
		20,
		[]float64{0.676187600858, 0.186081609964},
		false,
	},
	{
		"Van der Pol", func(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], (1-x[0]*x[0])*x[1]-x[0] },
		func(_ *Node, x []*Node) []*Node { return []*Node{x[1], vanDerPol(x)} },
		[]float64{2, 0},
		20,
		[]float64{2.008149762175, -0.042508875273},
		false,
	},
	{
		"Kepler", func(_ float64, x, dx []float64) {
			r3 := math.Pow(x[0]*x[0]+x[1]*x[1], 1.5)
			dx[0], dx[1], dx[2], dx[3] = x[2], x[3], -x[0]/r3, -x[1]/r3
		},
		func(_ *Node, x []*Node) []*Node {
			r2 := Add(Square(x[0]), Square(x[1]))
			r3 := Mul(r2, Sqrt(r2))
			return []*Node{x[2], x[3], Neg(Div(x[0], r3)), Neg(Div(x[1], r3))}
		},
		kepler(0.5, 0), 20, kepler(0.5, 20), false,
	},
	{
		"Van der Pol, stiff", func(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], 1e6*((1-x[0]*x[0])*x[1]-x[0]) },
		func(_ *Node, x []*Node) []*Node { return []*Node{x[1], times(1e6, vanDerPol(x))} },
		[]float64{2, 0},
		1,
		[]float64{-1.8636462548081, 0.75354308654355},
		true,
	},
}

// vanDerPol is (1 - x²)·y - x.
func vanDerPol(x []*Node) *Node { return Sub(Mul(plus(1, Neg(Square(x[0]))), x[1]), x[0]) }

// kepler is position and velocity at time t on the orbit of eccentricity e about a unit mass at the origin, semi-axis 1, from the
// nearest point at t = 0: E - e·sin E = t by Newton's iteration.
func kepler(e, t float64) []float64 {
	angle := t
	for range 50 {
		angle -= (angle - e*math.Sin(angle) - t) / (1 - e*math.Cos(angle))
	}
	s, c := math.Sincos(angle)
	b, rate := math.Sqrt(1-e*e), 1/(1-e*c)
	return []float64{c - e, b * s, -s * rate, b * c * rate}
}

// times and plus are a number and a node, good in loops.
func times(c float64, x *Node) *Node { return Mul(Const(x.Graph(), c), x) }
func plus(c float64, x *Node) *Node  { return Add(Const(x.Graph(), c), x) }

// field is the problem's right-hand side in a graph.
func (p problem) field(t, x *Node) *Node {
	columns := make([]*Node, len(p.x0))
	for i := range columns {
		columns[i] = Slice(x, AxisRange(), AxisRange(i, i+1))
	}
	return Concatenate(p.graph(t, columns), 1)
}
