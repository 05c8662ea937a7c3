package exact

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Oscillator is u″ + 2δu′ + ω₀²u = 0 for t in [0, 1] with u = 1, u′ = 0 at the start: a damped spring. The usual test, δ = 2 and
// ω₀ = 20, is Moseley's (So, what is a physics-informed neural network?, 2021); with δ > ω₀ it creeps.
type Oscillator struct {
	Delta float64 // damping δ; 0 means 2
	Omega float64 // frequency without damping ω₀; 0 means 20
}

var _ Solved = Oscillator{}

// Problem has the variable t and the field u. The equation and the speed at the start are divided by ω₀.
func (o Oscillator) Problem() pinn.Problem {
	box := geom.Rect{{0, 1}}
	delta, omega := o.constants()
	start := box.Face("t", 0)
	return pinn.Problem{Vars: "t", Fields: "u", Exact: o, Conditions: []pinn.Condition{
		{Name: "equation", On: box, N: 200, Residual: func(d pinn.D) *Node {
			r := Add(d.U("t", "t"), MulScalar(d.U("t"), 2*delta))
			return Add(DivScalar(r, omega), MulScalar(d.U(), omega))
		}},
		{Name: "start", On: start, N: 1, Weight: dataWeight, Residual: func(d pinn.D) *Node { return AddScalar(d.U(), -1) }},
		{Name: "speed", On: start, N: 1, Weight: dataWeight, Residual: func(d pinn.D) *Node { return DivScalar(d.U("t"), omega) }},
	}}
}

func (o Oscillator) constants() (delta, omega float64) {
	return positive("Oscillator.Delta", o.Delta, 2), positive("Oscillator.Omega", o.Omega, 20)
}

// square is s² = δ² − ω₀²: negative where it swings, positive where it creeps.
func (o Oscillator) square() float64 {
	delta, omega := o.constants()
	return delta*delta - omega*omega
}

// At returns u at t, with s² as above: e^−δt (cosh st + δ/s sinh st), for s² < 0 cosines and sines of |s|t, for s = 0 its limit.
func (o Oscillator) At(p []float64) []float64 {
	delta, _ := o.constants()
	t, s2 := p[0], o.square()
	s := math.Sqrt(math.Abs(s2))
	switch {
	case s2 < 0:
		return []float64{math.Exp(-delta*t) * (math.Cos(s*t) + delta/s*math.Sin(s*t))}
	case s2 > 0:
		slow, fast := math.Exp((s-delta)*t), math.Exp(-(s+delta)*t)
		return []float64{(slow*(1+delta/s) + fast*(1-delta/s)) / 2}
	}
	return []float64{math.Exp(-delta*t) * (1 + delta*t)}
}

// Graph is At in a graph.
func (o Oscillator) Graph(x []*Node) []*Node {
	delta, _ := o.constants()
	t, s2 := x[0], o.square()
	s := math.Sqrt(math.Abs(s2))
	decay := Exp(MulScalar(t, -delta))
	switch {
	case s2 < 0:
		st := MulScalar(t, s)
		return []*Node{Mul(decay, Add(Cos(st), MulScalar(Sin(st), delta/s)))}
	case s2 > 0:
		slow, fast := Exp(MulScalar(t, s-delta)), Exp(MulScalar(t, -s-delta))
		return []*Node{Add(MulScalar(slow, (1+delta/s)/2), MulScalar(fast, (1-delta/s)/2))}
	}
	return []*Node{Mul(decay, OnePlus(MulScalar(t, delta)))}
}
