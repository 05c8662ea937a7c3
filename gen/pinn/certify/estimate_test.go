package certify_test

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/certify"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

func adam(steps int) pinn.Descent {
	a := pinn.Adam(steps)
	a.Batch, a.Options.LearningRate = 128, 2e-2
	return a
}

// TestEstimates: a badly trained network's error is found to a factor by a network of the error, and the twin's is of its size; linear and nonlinear.
func TestEstimates(t *testing.T) {
	for _, of := range []exact.Reference{exact.Oscillator{Omega: 5}, exact.LotkaVolterra{End: 1}} {
		p, stage := of.Problem(), adam(150)
		s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny, Seed: 1}.Solve(p, stage)
		if err != nil {
			t.Fatal(err)
		}
		network, err := certify.ErrorNetwork(p, s, adam(400))
		if err != nil {
			t.Fatal(err)
		}
		near(t, network, 0.7, 5)
		twin, err := certify.Twin(p, s, stage)
		if err != nil {
			t.Fatal(err)
		}
		near(t, twin, 0.03, 30)
	}
}

// near wants an estimate that prints as one, with its bar from low to high times the error.
func near(t *testing.T, c *certify.Certificate, low, high float64) {
	t.Helper()
	ratio, err := c.Against(nil)
	if err != nil || !(ratio > low && ratio < high) {
		t.Errorf("bar/error %g (%v), want from %g to %g\n%s", ratio, err, low, high, c)
	}
	if text := c.String(); c.Kind != certify.Estimate || !strings.HasPrefix(text, "estimate: ‖û − u‖ ≈ ") {
		t.Errorf("an estimate is of kind %s and prints as %q", c.Kind, text)
	}
}

func second[T any](_ T, err error) error { return err }

// TestRefusals: what a class does not cover is an error that says so.
func TestRefusals(t *testing.T) {
	solve := func(p pinn.Problem) *pinn.Solution {
		s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{4}, Activation: tiny.Activation}}.Solve(p, pinn.Adam(2))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	poisson, heat, advection := exact.Poisson{}.Problem(), exact.Heat{}.Problem(), exact.Advection{}.Problem()
	onP, onH, onA := solve(poisson), solve(heat), solve(advection)
	open := exact.Poisson{}.Problem()
	open.Conditions = append(open.Conditions[:1:1], pinn.Condition{Name: "left", On: geom.Rect{{0, 1}, {0, 1}}.Face("x", 0), N: 10, Residual: pinn.Dirichlet("u", nil)})
	neumann := exact.Poisson{}.Problem()
	neumann.Conditions = append(neumann.Conditions[:1:1], pinn.Condition{Name: "edge", On: geom.Rect{{0, 1}, {0, 1}}.Faces("x"), N: 10, Residual: pinn.Initial("u", nil, "x")})
	squared := exact.Poisson{}.Problem()
	squared.Conditions = append(squared.Conditions[:1:1], pinn.Condition{Name: "edge", On: geom.Rect{{0, 1}, {0, 1}}.Faces(), N: 10, Residual: func(d pinn.D) *Node { return Square(d.U()) }})
	holes := exact.Poisson{}.Problem()
	holes.Conditions = []pinn.Condition{holes.Conditions[0]}
	holes.Conditions[0].On = geom.Difference(geom.Disk{Center: [2]float64{.5, .5}, Radius: .5}, geom.Disk{Center: [2]float64{.5, .5}, Radius: .2})
	holes.Conditions = append(holes.Conditions, pinn.Condition{Name: "edge", On: holes.Conditions[0].On.(geom.Body).Edge(), N: 50, Residual: pinn.Dirichlet("u", nil)})
	one := func(d pinn.D) *Node { return OnesLike(d.X(d.Vars()[0])) }
	for _, c := range []struct {
		p     pinn.Problem
		s     *pinn.Solution
		class certify.Class
		want  string
	}{
		{poisson, onP, certify.Elliptic{C: 100}, "no condition is equation 1 of 1 of certify.Elliptic"},
		{poisson, onP, certify.Elliptic{A: -1}, "want A positive"},
		{poisson, onP, certify.Elliptic{Drift: []float64{1}}, "want Drift for each of the variables [x y]"},
		{poisson, onP, certify.Elliptic{Diffusion: one}, "want Lowest, a positive number"},
		{poisson, onP, certify.Elliptic{Diffusion: one, Lowest: 2}, "Diffusion is 1 at"},
		{poisson, onP, certify.Elliptic{Diffusion: one, Lowest: .5}, "constant coefficients without drift"},
		{poisson, onP, certify.Parabolic{}, "want the variable t, which is time"},
		{poisson, onP, certify.Transport{}, "want the variable t, which is time"},
		{poisson, onP, certify.LinearODE{C: []float64{1}}, "want one variable, time"},
		{poisson, onP, certify.LinearSystem{A: mat.NewDense(2, 2, nil)}, "want A [1, 1]"},
		{poisson, onP, nil, "a class such as certify.Poisson{}"},
		{poisson, nil, certify.Poisson{}, "got nil"},
		{poisson, onH, certify.Poisson{}, "the solution is of another problem"},
		{open, onP, certify.Poisson{}, "no condition, hard constraint or period says what u is at"},
		{neumann, onP, certify.Poisson{}, "no condition, hard constraint or period says what u is at"},
		{squared, onP, certify.Poisson{}, "no condition, hard constraint or period says what u is at"},
		{holes, onP, certify.Poisson{}, "no point sees all of them"},
		{heat, onH, certify.Parabolic{A: .11}, "no condition is equation 1"},
		{heat, onH, certify.Parabolic{A: .1, Lipschitz: 1}, "is that of a Reaction"},
		{heat, onH, certify.Poisson{}, "no condition is equation 1"},
		{advection, onA, certify.Transport{Velocity: []float64{-1}}, "no condition is equation 1"},
		{advection, onA, certify.Transport{Velocity: []float64{1, 2}}, "want Velocity for each"},
		{advection, onA, certify.Transport{Flow: func(d pinn.D) []*Node { return []*Node{one(d)} }}, "says what u is at"},
		{advection, onA, certify.Transport{Velocity: []float64{1}, Divergence: 1}, "want Divergence"},
	} {
		if err := second(certify.Bound(c.p, c.s, c.class)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T %+v: error %v, want %q", c.class, c.class, err, c.want)
		}
	}
	if err := second(certify.Bound(exact.Helmholtz{K: 3}.Problem(), solve(exact.Helmholtz{K: 3}.Problem()), certify.Elliptic{C: -9})); err == nil || !strings.Contains(err.Error(), "is not positive") {
		t.Errorf("Helmholtz beyond the first eigenvalue: %v", err)
	}
	if err := second(certify.ErrorNetwork(poisson, onP, pinn.Adam(1))); err == nil || !strings.Contains(err.Error(), "train it longer") {
		t.Errorf("an error network after one step: %v", err)
	}
	if err := second(certify.Twin(poisson, onP)); err == nil || !strings.Contains(err.Error(), "needs a stage") {
		t.Errorf("a twin without stages: %v", err)
	}
}

// wavy is u = e^−t sin kx and u_x/k, at points.
func wavy(d pinn.D, k float64) (u, slope *Node) {
	decay, x := Exp(Neg(d.X("t"))), MulScalar(d.X("x"), k)
	return Mul(decay, Sin(x)), Mul(decay, Cos(x))
}

// TestClassesHold: a reaction, a diffusion that varies, a drift, and a flow with divergence, all with hard walls or periods; each bar holds.
func TestClassesHold(t *testing.T) {
	box := geom.Rect{{0, 1}, {0, 1}}
	diffusion := func(d pinn.D) *Node { return OnePlus(d.X("x")) }
	swirl := func(d pinn.D) []*Node { return []*Node{MulScalar(Sin(MulScalar(d.X("x"), 2*math.Pi)), 0.1)} }
	logistic := func(u *Node) *Node { return Mul(u, OneMinus(u)) }
	pi := math.Pi
	for _, c := range []struct {
		name     string
		class    certify.Class
		k        float64
		residual func(d pinn.D, u, slope *Node) *Node
	}{
		{"reaction", certify.Parabolic{Reaction: func(d pinn.D) *Node { return logistic(d.U()) }, Lipschitz: 1.1}, pi, func(d pinn.D, u, _ *Node) *Node {
			return Sub(Sub(Sub(d.U("t"), d.U("x", "x")), logistic(d.U())), Sub(MulScalar(u, pi*pi-1), logistic(u)))
		}},
		{"diffusion", certify.Parabolic{Diffusion: diffusion, Lowest: 1}, pi, func(d pinn.D, u, slope *Node) *Node {
			source := Sub(Sub(MulScalar(Mul(diffusion(d), u), pi*pi), u), MulScalar(slope, pi))
			return Sub(Sub(d.U("t"), d.Of(Mul(diffusion(d), d.U("x")), "x")), source)
		}},
		{"drift", certify.Parabolic{A: 2, Drift: []float64{3}, C: 1}, pi, func(d pinn.D, u, slope *Node) *Node {
			left := Add(Add(Sub(d.U("t"), MulScalar(d.U("x", "x"), 2)), MulScalar(d.U("x"), 3)), d.U())
			return Sub(left, Add(MulScalar(u, 2*pi*pi), MulScalar(slope, 3*pi)))
		}},
		{"flow", certify.Transport{Flow: swirl, Divergence: 0.2 * pi}, 2 * pi, func(d pinn.D, u, slope *Node) *Node {
			return Sub(Add(d.U("t"), Mul(swirl(d)[0], d.U("x"))), Sub(MulScalar(Mul(swirl(d)[0], slope), 2*pi), u))
		}},
	} {
		p := pinn.Problem{Vars: "t x", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Exp(-x[0]) * math.Sin(c.k*x[1])} }), Conditions: []pinn.Condition{
			{Name: "equation", On: box, N: 400, Residual: func(d pinn.D) *Node {
				u, slope := wavy(d, c.k)
				return c.residual(d, u, slope)
			}},
			{Name: "start", On: box.Face("t", 0), N: 50, Residual: pinn.Initial("u", func(d pinn.D) *Node { u, _ := wavy(d, c.k); return u })},
		}}
		if p.Hard = []pinn.Hard{{On: box.Faces("x")}}; c.name == "flow" {
			p.Hard, p.Periods = nil, map[string]float64{"x": 1}
		}
		s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny}.Solve(p, adam(100))
		if err != nil {
			t.Fatal(err)
		}
		for what, bound := range map[string]func(pinn.Problem, *pinn.Solution, certify.Class) (*certify.Certificate, error){"L2": certify.Bound, "max": certify.BoundMax} {
			b, err := bound(p, s, c.class)
			if err != nil {
				t.Errorf("%s, %s: %v", c.name, what, err)
				continue
			}
			if ratio, err := b.Against(nil); err != nil || !(ratio >= 1 && ratio < 60) {
				t.Errorf("%s, %s: bar/error %g (%v)\n%s", c.name, what, ratio, err, b)
			}
		}
	}
}
