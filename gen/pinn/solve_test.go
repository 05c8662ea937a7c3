package pinn_test

import (
	"context"
	"errors"
	"fmt"
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
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

var tiny = pinn.Net{Hidden: []int{10}, Activation: act.Tanh}

// wave is uʺ = −u on [0, π] with u = 0 at both ends and u' = 1 at the left one: u = sin x.
func wave() pinn.Problem {
	i := geom.Interval{0, math.Pi}
	return pinn.Problem{Vars: "x", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(x[0])} }), Conditions: []pinn.Condition{
		{Name: "equation", On: i, N: 60, Residual: func(d pinn.D) *Node { return Add(d.U("x", "x"), d.U()) }},
		{Name: "ends", On: i.Ends(), N: 4, Residual: func(d pinn.D) *Node { return d.U() }},
		{Name: "slope", On: geom.Rect{i}.Face("x", 0), N: 1, Residual: func(d pinn.D) *Node { return AddScalar(d.U("x"), -1) }},
	}}
}

// adam is as pinn.Adam, for small problems.
func adam(steps int) pinn.Descent {
	a := pinn.Adam(steps)
	a.Options.LearningRate = 2e-2
	return a
}

// TestSolve: all ways to take points solve a small problem to a few per cent, on both engines and in both precisions.
func TestSolve(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for name, change := range map[string]func(s *pinn.Solver, a *pinn.Descent){
			"whole":   func(*pinn.Solver, *pinn.Descent) {},
			"batches": func(_ *pinn.Solver, a *pinn.Descent) { a.Batch = 16 },
			"fresh":   func(_ *pinn.Solver, a *pinn.Descent) { a.Batch, a.Fresh = 16, true },
			"float64": func(s *pinn.Solver, _ *pinn.Descent) { s.DType = dtypes.Float64 },
		} {
			solver, stage := pinn.Solver{Engine: b, Net: tiny, Seed: 1}, adam(400)
			change(&solver, &stage)
			s, err := solver.Solve(wave(), stage)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, err := s.Error(); err != nil || !(e < 0.05) {
				t.Errorf("%s: relative error %g (%v), want < 5 %%", name, e, err)
			}
			if s.History.Steps() != 400 || s.History.Stopped != fit.Finished {
				t.Errorf("%s: history %v", name, &s.History)
			}
		}
	})
}

// TestSystem: u' = v, v' = −u with u(0) = 0, v(0) = 1 on [0, 2] has the fields sin and cos.
func TestSystem(t *testing.T) {
	i := geom.Rect{{0, 2}}
	p := pinn.Problem{Vars: "t", Fields: "u v", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(x[0]), math.Cos(x[0])} }), Conditions: []pinn.Condition{
		{Name: "u", On: i, N: 40, Residual: func(d pinn.D) *Node { return Sub(d.U("t"), d.Field("v")) }},
		{Name: "v", On: i, N: 40, Residual: func(d pinn.D) *Node { return Add(d.Field("v", "t"), d.Field("u")) }},
		{Name: "u(0)", On: i.Face("t", 0), N: 1, Residual: func(d pinn.D) *Node { return d.U() }},
		{Name: "v(0)", On: i.Face("t", 0), N: 1, Residual: func(d pinn.D) *Node { return AddScalar(d.Field("v"), -1) }},
	}}
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny}.Solve(p, adam(600))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := s.Error(); err != nil || !(e < 0.05) {
		t.Errorf("relative error %g (%v), want < 5 %%", e, err)
	}
	if !slices.Equal(s.Vars(), []string{"t"}) || !slices.Equal(s.Fields(), []string{"u", "v"}) {
		t.Errorf("names %v, %v", s.Vars(), s.Fields())
	}
}

func TestStagesFollowEachOther(t *testing.T) {
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny}.Solve(line(), adam(30), adam(20))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.History.Loss); n != 50 || s.History.Loss[30] > s.History.Loss[0] {
		t.Errorf("%d losses, want 50 that go on: %g, then %g", n, s.History.Loss[0], s.History.Loss[30])
	}
}

func TestInterruptAndCallback(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	stage := adam(100)
	stage.Options.Context = ctx
	stage.Options.Callback = func(h *fit.History) error {
		if h.Steps() >= 5 {
			cancel()
		}
		return nil
	}
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny}.Solve(line(), stage, adam(100))
	if err != nil || s.History.Stopped != fit.Interrupted || s.History.Steps() >= 100 {
		t.Errorf("error %v, want an interrupted solution", err)
	}
	stop := errors.New("enough")
	stage.Options.Context, stage.Options.Callback = nil, func(*fit.History) error { return stop }
	if _, err := (pinn.Solver{Engine: engines.Go(t), Net: tiny}).Solve(line(), stage); !errors.Is(err, stop) {
		t.Errorf("error %v, want the callback's", err)
	}
}

func TestSameSeedSameBits(t *testing.T) {
	var last []float64
	for _, seed := range []uint64{3, 3, 4} {
		stage := adam(10)
		stage.Fresh = true
		s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny, Seed: seed}.Solve(wave(), stage)
		if err != nil {
			t.Fatal(err)
		}
		if last != nil && slices.Equal(last, s.History.Loss) != (seed == 3) {
			t.Errorf("seed %d: losses %v after %v", seed, s.History.Loss, last)
		}
		last = s.History.Loss
	}
}

func TestSaveAndLoad(t *testing.T) {
	b := engines.Go(t)
	s, err := pinn.Solver{Engine: b, Net: tiny, DType: dtypes.Float64}.Solve(wave(), adam(20))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "sine")
	if err = s.Save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := pinn.LoadOn(b, dir)
	if err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(3, 1, []float64{0, 1, 2})
	want, err := s.At(x)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := back.At(x); err != nil || !mat.Equal(got, want) {
		t.Errorf("loaded: %v (%v), want %v", got, err, want)
	}
	if lo, hi := back.Box(); lo[0] != 0 || hi[0] != math.Pi || !slices.Equal(back.Vars(), s.Vars()) {
		t.Errorf("loaded: box %v %v, variables %v", lo, hi, back.Vars())
	}
	if _, err := back.Error(); err == nil || !strings.Contains(err.Error(), "there is no exact solution") {
		t.Errorf("Error without an exact solution: %v", err)
	}
	if _, err := pinn.LoadOn(b, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no saved model") {
		t.Errorf("load an empty folder: %v", err)
	}
}

func TestAtAndErrorOnBadInput(t *testing.T) {
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny}.Solve(line(), adam(2))
	if err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(5000, 1, nil) // more than one call
	x.Set(4999, 0, 1)
	u, err := s.At(x)
	if err != nil {
		t.Fatal(err)
	}
	one, err := s.At(mat.NewDense(1, 1, []float64{1}))
	if err != nil || u.At(4999, 0) != one.At(0, 0) || u.At(4998, 0) != u.At(0, 0) || u.At(0, 0) == one.At(0, 0) {
		t.Errorf("in pieces: %g, alone: %g (%v)", u.At(4999, 0), one.At(0, 0), err)
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{second(s.At(nil)), "there are no points"},
		{second(s.At(mat.NewDense(2, 2, nil))), "want one column for each of the variables [x], got 2 columns"},
		{second(s.Grid(3, 3)), "a number of points for each of the variables [x]"},
		{second(s.Grid(1)), "at least 2 points"},
		{second(s.RelativeL2(func([]float64) []float64 { return []float64{1, 2} }, x)), "gives 2 values, there are 1 fields"},
		{second(s.RelativeL2(func([]float64) []float64 { return []float64{0} }, x)), "not vanish everywhere"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("error %v, want %q", c.err, c.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestRelativeL2: against a constant that is off by a known part.
func TestRelativeL2(t *testing.T) {
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny, DType: dtypes.Float64}.Solve(line(), adam(2))
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Grid(7)
	if err != nil {
		t.Fatal(err)
	}
	if x.At(0, 0) != 0 || x.At(6, 0) != 1 {
		t.Errorf("grid %v", mat.Formatted(x))
	}
	twice := func(p []float64) []float64 {
		u, err := s.At(mat.NewDense(1, 1, p))
		if err != nil {
			t.Fatal(err)
		}
		return []float64{2 * u.At(0, 0)}
	}
	if e, err := s.RelativeL2(twice, x); err != nil || math.Abs(e-0.5) > 1e-12 {
		t.Errorf("relative error %g (%v), want 1/2", e, err)
	}
}

func ExampleSolve() {
	i := geom.Interval{0, math.Pi}
	p := pinn.Problem{Vars: "x", Fields: "u", Conditions: []pinn.Condition{
		{Name: "equation", On: i, N: 50, Residual: func(d pinn.D) *Node { return Add(d.U("x", "x"), d.U()) }}, // uʺ = −u
		{Name: "ends", On: i.Ends(), N: 2, Residual: func(d pinn.D) *Node { return Sub(d.U(), Sin(d.X("x"))) }},
		{Name: "slope", On: geom.Rect{i}.Face("x", 0), N: 1, Residual: func(d pinn.D) *Node { return AddScalar(d.U("x"), -1) }},
	}}
	sol, err := pinn.Solver{Net: pinn.Net{Hidden: []int{20}, Activation: act.Tanh}}.Solve(p, pinn.Adam(1000))
	if err != nil {
		panic(err)
	}
	u, err := sol.At(mat.NewDense(1, 1, []float64{math.Pi / 2}))
	if err != nil {
		panic(err)
	}
	fmt.Printf("u(π/2) = %.1f\n", u.At(0, 0)) // sin
	// Output: u(π/2) = 1.0
}
