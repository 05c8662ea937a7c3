package pinn_test

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// turning is u' = ω v, v' = −ω u on [0, 1] with (u, v) = (0, 1) at the start, divided by ω: u = sin ωt.
func turning(omega float64) pinn.Problem {
	i := geom.Rect{{0, 1}}
	exact := pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(omega * x[0]), math.Cos(omega * x[0])} })
	return pinn.Problem{Vars: "t", Fields: "u v", Exact: exact, Conditions: []pinn.Condition{
		{Name: "u'", On: i, N: 60, Residual: func(d pinn.D) *Node { return Sub(DivScalar(d.U("t"), omega), d.Field("v")) }},
		{Name: "v'", On: i, N: 60, Residual: func(d pinn.D) *Node { return Add(DivScalar(d.Field("v", "t"), omega), d.U()) }},
		{Name: "u(0)", On: i.Face("t", 0), N: 1, Weight: 10, Residual: func(d pinn.D) *Node { return d.U() }},
		{Name: "v(0)", On: i.Face("t", 0), N: 1, Weight: 10, Residual: func(d pinn.D) *Node { return AddScalar(d.Field("v"), -1) }},
	}}
}

// TestFromGoesOn: weights from another solution, in its own or another precision and from a file, give its values before any step changes them.
func TestFromGoesOn(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		first, err := pinn.Solver{Engine: b, Net: tiny}.Solve(line(), adam(20))
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "first")
		if err = first.Save(dir); err != nil {
			t.Fatal(err)
		}
		loaded, err := pinn.LoadOn(b, dir)
		if err != nil {
			t.Fatal(err)
		}
		x := mat.NewDense(3, 1, []float64{0, 0.4, 1})
		want, err := first.At(x)
		if err != nil {
			t.Fatal(err)
		}
		still := adam(1)
		still.Options.LearningRate = 1e-12
		for dtype, from := range map[dtypes.DType]*pinn.Solution{dtypes.Float32: loaded, dtypes.Float64: first} {
			next, err := pinn.Solver{Engine: b, Net: tiny, DType: dtype, From: from, Seed: 7}.Solve(line(), still)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := next.At(x); err != nil || !mat.EqualApprox(got, want, 1e-6) { // float32
				t.Errorf("%s: %v (%v), want %v", dtype, mat.Formatted(got), err, mat.Formatted(want))
			}
		}
		if again, err := first.At(x); err != nil || !mat.Equal(again, want) {
			t.Errorf("the solution to start from has changed: %v (%v)", again, err)
		}
	})
}

// TestCurriculumIsAChain: it is what solving one problem after the other by hand is, with other stages at the end.
func TestCurriculumIsAChain(t *testing.T) {
	solver := pinn.Solver{Engine: engines.Go(t), Net: tiny}
	s, err := pinn.Curriculum{Problem: turning, Values: []float64{1, 2}, Last: []pinn.Stage{adam(7)}, Solver: solver}.Solve(adam(5))
	if err != nil {
		t.Fatal(err)
	}
	first, err := solver.Solve(turning(1), adam(5))
	if err != nil {
		t.Fatal(err)
	}
	solver.From = first
	second, err := solver.Solve(turning(2), adam(7))
	if err != nil {
		t.Fatal(err)
	}
	if want := slices.Concat(first.History.Loss, second.History.Loss); !slices.Equal(s.History.Loss, want) {
		t.Errorf("losses %v, want %v", s.History.Loss, want)
	}
	steps := make([]int, len(s.Terms))
	for i, terms := range s.Terms {
		steps[i] = terms.Step
	}
	if !slices.IsSorted(steps) || steps[len(steps)-1] != 12 {
		t.Errorf("terms at the steps %v, want the last at 5 + 7", steps)
	}
	if x := s.ExactAt([]float64{1}); x[0] != math.Sin(2) {
		t.Errorf("exact %v, want that of the last problem", x)
	}
}

func TestCurriculumStopsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	calls, stage := 0, adam(20)
	stage.Options.Context = ctx
	stage.Options.Callback = func(*fit.History) error {
		if calls++; calls > 30 {
			cancel()
		}
		return nil
	}
	s, err := pinn.Curriculum{Problem: turning, Values: []float64{1, 2, 3}, Solver: pinn.Solver{Engine: engines.Go(t), Net: tiny}}.Solve(stage)
	if err != nil || s.History.Stopped != fit.Interrupted || s.ExactAt([]float64{1})[0] != math.Sin(2) {
		t.Fatalf("%v (%v), want an end at the value 2", s, err)
	}
	if notes := strings.Join(s.History.Notes, "\n"); !strings.Contains(notes, "interrupted in the curriculum at the value 2, before 3") {
		t.Errorf("notes %q", notes)
	}
}

func TestCurriculumAndFromOnBadInput(t *testing.T) {
	solver := pinn.Solver{Engine: engines.Go(t), Net: tiny}
	good := pinn.Curriculum{Problem: turning, Values: []float64{1, 2}, Solver: solver}
	for _, c := range []struct {
		change func(c *pinn.Curriculum)
		stages []pinn.Stage
		want   string
	}{
		{func(c *pinn.Curriculum) { c.Problem = nil }, []pinn.Stage{adam(1)}, "has no Problem"},
		{func(c *pinn.Curriculum) { c.Values = nil }, []pinn.Stage{adam(1)}, "has no Values"},
		{func(*pinn.Curriculum) {}, nil, "needs a stage"},
		{func(c *pinn.Curriculum) { c.Last = []pinn.Stage{} }, []pinn.Stage{adam(1)}, "Curriculum.Last is empty"},
		{func(c *pinn.Curriculum) { c.Values = []float64{1, 0} }, []pinn.Stage{adam(1)}, "value 1, 0: "},
		{func(c *pinn.Curriculum) {
			c.Problem = func(v float64) pinn.Problem {
				p := turning(1)
				if v == 2 {
					p.Fields = "u v w"
				}
				return p
			}
		}, []pinn.Stage{adam(1)}, "value 1, 2: pinn: Solver.From: the solution to start from has the fields [u v], this one has [u v w]"},
	} {
		bad := good
		c.change(&bad)
		if _, err := bad.Solve(c.stages...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	first, err := solver.Solve(turning(1), adam(1))
	if err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(v *pinn.Solver, p *pinn.Problem){
		"the network Net{Hidden: [10], Activation: Tanh}, this one has Net{Hidden: [11], Activation: Tanh}": func(v *pinn.Solver, _ *pinn.Problem) { v.Net.Hidden = []int{11} },
		"the periods [], this one has [1]":      func(_ *pinn.Solver, p *pinn.Problem) { p.Periods = map[string]float64{"t": 1} },
		"the unknowns [], this one has [{k 0":   func(_ *pinn.Solver, p *pinn.Problem) { p.Unknowns = []pinn.Unknown{{Name: "k"}} },
		"the solution has no weights: give one": func(v *pinn.Solver, _ *pinn.Problem) { v.From = emptied(first) },
	} {
		v, p := solver, turning(1)
		v.From = first
		change(&v, &p)
		if _, err := v.Solve(p, adam(1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// emptied is a solution that has lost its weights.
func emptied(s *pinn.Solution) *pinn.Solution {
	e := *s
	e.Store = nil
	return &e
}
