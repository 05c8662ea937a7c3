package pinn_test

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// line is u' = 2 on [0, 1], u(0) = 1, which a linear network solves.
func line() pinn.Problem {
	i := geom.Interval{0, 1}
	return pinn.Problem{Vars: "x", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{1 + 2*x[0]} }), Conditions: []pinn.Condition{
		{Name: "equation", On: i, N: 20, Residual: func(d pinn.D) *Node { return AddScalar(d.U("x"), -2) }},
		{Name: "start", On: geom.Rect{i}.Face("x", 0), N: 1, Residual: func(d pinn.D) *Node { return AddScalar(d.U(), -1) }},
	}}
}

func TestErrors(t *testing.T) {
	small := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{3}}}
	change := func(f func(p *pinn.Problem)) pinn.Problem {
		p := line()
		f(&p)
		return p
	}
	residual := func(f func(d pinn.D) *Node) pinn.Problem {
		return change(func(p *pinn.Problem) { p.Conditions[0].Residual = f })
	}
	causal := func(k pinn.Causal) pinn.Problem {
		return change(func(p *pinn.Problem) { p.Conditions[0].Causal = k })
	}
	for _, c := range []struct {
		p      pinn.Problem
		solver pinn.Solver
		stages []pinn.Stage
		want   string
	}{
		{p: change(func(p *pinn.Problem) { p.Vars = "" }), want: "want names in Problem.Vars"},
		{p: change(func(p *pinn.Problem) { p.Fields = "u u" }), want: `Problem.Fields names "u" twice`},
		{p: change(func(p *pinn.Problem) { p.Conditions = nil }), want: "a problem needs conditions"},
		{p: change(func(p *pinn.Problem) { p.Conditions[0].N = 0 }), want: `condition 0 "equation": want N, its number of points, at least 1, got 0`},
		{p: change(func(p *pinn.Problem) { p.Conditions[1].On = nil }), want: `condition 1 "start" has no domain`},
		{p: change(func(p *pinn.Problem) { p.Conditions[1].Residual = nil }), want: "has no residual"},
		{p: change(func(p *pinn.Problem) { p.Conditions[1].Weight = math.NaN() }), want: "want a positive Weight, got NaN"},
		{p: change(func(p *pinn.Problem) { p.Conditions[1].Weight = -1 }), want: "want a positive Weight, got -1"},
		{p: change(func(p *pinn.Problem) { p.Vars = "x y" }), want: `condition 0 "equation": geom: a box with 1 intervals cannot hold 2 variables`},
		{p: residual(func(d pinn.D) *Node { return d.U("t") }), want: `condition "equation" asks for the variable "t": there are x`},
		{p: residual(func(d pinn.D) *Node { return d.X("y") }), want: `the variable "y"`},
		{p: residual(func(d pinn.D) *Node { return d.Field("v", "x") }), want: `the field "v": there are u`},
		{p: residual(func(d pinn.D) *Node { return ReduceAllSum(d.U()) }), want: `condition "equation": want a residual [20] or [20, 1], one number for each point, got (Float32)`},
		{p: residual(func(d pinn.D) *Node { return Sub(d.U(), Reshape(d.X("x"), 1, 20)) }), want: "want a residual [20] or [20, 1]"},
		{p: residual(func(d pinn.D) *Node { return nil }), want: "want a residual"},
		{p: residual(func(d pinn.D) *Node { return Log(AddScalar(Neg(Square(d.U())), -1)) }), want: "the loss is NaN"},
		{p: causal(pinn.Causal{Var: "y"}), want: `Causal: there is no variable "y": name one of [x]`},
		{p: causal(pinn.Causal{Var: "x", Chunks: 1}), want: "Causal: want at least 2 Chunks"},
		{p: causal(pinn.Causal{Var: "x", Tolerance: -1}), want: "Causal: want a positive Tolerance"},
		{p: line(), stages: []pinn.Stage{nil}, want: "stage 0 is nil"},
		{p: line(), stages: []pinn.Stage{}, want: "Solve needs a stage"},
		{p: line(), stages: []pinn.Stage{pinn.Adam(-1)}, want: "Options.Steps"},
		{p: line(), stages: []pinn.Stage{pinn.Descent{Batch: -1}}, want: "want Batch, the points per step, at least 0, got -1"},
		{p: line(), stages: []pinn.Stage{pinn.Descent{Balance: pinn.Balance{Rule: 9}}}, want: "want Balance.Rule None, GradNorm, NTK or SelfAdaptive, got Rule(9)"},
		{p: line(), stages: []pinn.Stage{pinn.Descent{Balance: pinn.Balance{Every: -1}}}, want: "want Balance.Every"},
		{p: line(), stages: []pinn.Stage{pinn.Descent{Balance: pinn.Balance{Decay: 1}}}, want: "want Balance.Decay in (0, 1)"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{0}}}, want: "hidden layers of at least one unit"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{3}, Activation: act.ReLU}}, want: "ReLU has no second derivative"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{3, 4}, Kind: pinn.Modified}}, want: "hidden layers of one size for Kind Modified"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{3}, Kind: 7}}, want: "got Kind(7)"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{4}, Fourier: -1}}, want: "Fourier, a standard deviation of frequencies, at least 0, got -1"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{3}, Fourier: 1}}, want: "want an even number of Fourier Features, cosines and sines, got 3"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{4}, Features: 4}}, want: "4 Fourier Features need Fourier"},
		{p: line(), solver: pinn.Solver{Net: pinn.Net{Hidden: []int{4}, Kind: pinn.PirateNet, Fourier: 1, Features: 6}}, want: "as many Fourier Features as a PirateNet's blocks are wide, 4, got 6"},
		{p: line(), solver: windows(pinn.Net{Overlap: 1}), want: "Net.Overlap 1 is of Windows"},
		{p: line(), solver: windows(pinn.Net{Windows: map[string]int{"y": 2}}), want: `Net.Windows names "y": the variables are x`},
		{p: line(), solver: windows(pinn.Net{Windows: map[string]int{"x": 0}}), want: "at least one of Net.Windows in x, got 0"},
		{p: line(), solver: windows(pinn.Net{Windows: map[string]int{"x": 2}, Overlap: -1}), want: "want a positive Net.Overlap (0 means 1.5), got -1"},
		{p: line(), solver: windows(pinn.Net{Windows: map[string]int{"x": 2}, Kind: pinn.Modified}), want: "the networks of Net.Windows are plain"},
		{p: line(), solver: windows(pinn.Net{Windows: map[string]int{"x": 2}, Factorized: true}), want: "the networks of Net.Windows are plain"},
		{p: periodicLine(), solver: windows(pinn.Net{Windows: map[string]int{"x": 2}}), want: "names x, in which the problem has a period"},
		{p: line(), solver: pinn.Solver{Net: tiny, From: &pinn.Solution{}}, want: "the solution to start from has the network"},
	} {
		if c.solver.Net.Hidden == nil {
			c.solver = small
		}
		if c.stages == nil {
			c.stages = []pinn.Stage{pinn.Adam(2)}
		}
		if _, err := c.solver.Solve(c.p, c.stages...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		} else if i := strings.IndexByte(err.Error(), '\n'); i >= 0 && len(err.Error()) > 600 {
			t.Logf("long: %.200q", err.Error())
		}
	}
}

func windows(n pinn.Net) pinn.Solver {
	n.Hidden = []int{3}
	return pinn.Solver{Net: n}
}

func periodicLine() pinn.Problem {
	p := line()
	p.Periods = map[string]float64{"x": 1}
	return p
}

// TestDNames: names, order of names and of points, and derivatives by value for fields that are known: u = x²y, v = sin(xy).
func TestDNames(t *testing.T) {
	square := geom.Rect{{0, 1}, {0, 1}}
	want := map[string]func(x, y float64) float64{
		"u":    func(x, y float64) float64 { return x * x * y },
		"u_x":  func(x, y float64) float64 { return 2 * x * y },
		"u_xy": func(x, y float64) float64 { return 2 * x },
		"u_yx": func(x, y float64) float64 { return 2 * x },
		"v_y":  func(x, y float64) float64 { return x * math.Cos(x*y) },
		"y":    func(x, y float64) float64 { return y },
		"of":   func(x, y float64) float64 { return 4 * x * y * y }, // (y u_x)_x · … = (2xy²)_x · 2x
	}
	residuals := map[string]func(d pinn.D) *Node{
		"u":    func(d pinn.D) *Node { return d.U() },
		"u_x":  func(d pinn.D) *Node { return d.U("x") },
		"u_xy": func(d pinn.D) *Node { return d.Field("u", "x", "y") },
		"u_yx": func(d pinn.D) *Node { return d.U("y", "x") },
		"v_y":  func(d pinn.D) *Node { return d.Field("v", "y") },
		"y":    func(d pinn.D) *Node { return Reshape(d.X("y"), 5) },
		"of":   func(d pinn.D) *Node { return d.Of(Mul(Square(d.X("x")), Mul(d.X("y"), d.X("y"))), "x") },
	}
	want["of"] = func(x, y float64) float64 { return 2 * x * y * y }
	p := pinn.Problem{Vars: "x y", Fields: "u v"}
	var names []string
	for name, r := range residuals {
		names = append(names, name)
		p.Conditions = append(p.Conditions, pinn.Condition{Name: name, On: square, N: 5, Residual: r})
	}
	points := [][]float64{{.1, .2}, {.3, .9}, {.5, .4}, {.7, .6}, {.9, .1}}
	outs := MustNewExec(engines.Go(t), func(x *Node) []*Node {
		tables := make([]*Node, len(names))
		for i := range tables {
			tables[i] = x
		}
		return p.Residuals(func(x []*Node) []*Node {
			return []*Node{Mul(Square(x[0]), x[1]), Sin(Mul(x[0], x[1]))}
		}, tables)
	}).MustCall(points)
	for i, name := range names {
		for k, r := range outs[i].Value().([]float64) {
			if w := want[name](points[k][0], points[k][1]); math.Abs(r-w) > 1e-14 {
				t.Errorf("%s at %v: %g, want %g", name, points[k], r, w)
			}
		}
	}
}

func TestWeightsOfConditions(t *testing.T) {
	constant := func(c float64) func(d pinn.D) *Node {
		return func(d pinn.D) *Node { return AddScalar(MulScalar(d.U(), 0), c) }
	}
	p := line()
	p.Conditions[0].Residual, p.Conditions[0].Weight = constant(2), 10
	p.Conditions[1].Residual = constant(3)
	s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{2}}}.Solve(p, pinn.Descent{Options: fit.Options{Steps: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if l := s.History.Loss[0]; l != 10*4+9 {
		t.Errorf("loss %g, want 10 · 2² + 1 · 3² = 49", l)
	}
}
