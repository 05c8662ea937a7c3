package pinn_test

import (
	"context"
	"math"
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

// fading is u_t = −u on [0, 3] with u(0) = 1.
func fading() pinn.Problem {
	time := geom.Rect{{0, 3}}
	return pinn.Problem{Vars: "t", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Exp(-x[0])} }), Conditions: []pinn.Condition{
		{Name: "equation", On: time, N: 60, Residual: func(d pinn.D) *Node { return Add(d.U("t"), d.U()) }},
		{Name: "start", On: time.Face("t", 0), N: 1, Residual: func(d pinn.D) *Node { return AddScalar(d.U(), -1) }},
	}}
}

// spring is u_tt = −u on [0, 2π] with u = 0 and u_t = 1 at the start: u = sin t.
func spring() pinn.Problem {
	time := geom.Rect{{0, 2 * math.Pi}}
	return pinn.Problem{Vars: "t", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(x[0])} }), Conditions: []pinn.Condition{
		{Name: "equation", On: time, N: 80, Residual: func(d pinn.D) *Node { return Add(d.U("t", "t"), d.U()) }},
		{Name: "place", On: time.Face("t", 0), N: 1, Weight: 10, Residual: func(d pinn.D) *Node { return d.U() }},
		{Name: "speed", On: time.Face("t", 0), N: 1, Weight: 10, Residual: pinn.Initial("u", constantIn("t", 1), "t")},
	}}
}

func constantIn(v string, c float64) func(d pinn.D) *Node {
	return func(d pinn.D) *Node { return AddScalar(MulScalar(d.X(v), 0), c) }
}

// TestMarch: an equation of first order, two windows, on both engines.
func TestMarch(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		s, err := pinn.March{Windows: 2, Solver: pinn.Solver{Engine: b, Net: tiny, Seed: 1}}.Solve(fading(), adam(300))
		if err != nil {
			t.Fatal(err)
		}
		if e, err := s.Error(); err != nil || !(e < 0.02) {
			t.Errorf("relative error %g (%v), want < 2 %%", e, err)
		}
		if lo, hi := s.Box(); lo[0] != 0 || hi[0] != 3 || len(s.Windows) != 2 {
			t.Errorf("box %v %v of %d windows", lo, hi, len(s.Windows))
		}
		if s.History.Steps() != 600 || s.History.Stopped != fit.Finished {
			t.Errorf("history %v, want 2 · 300 steps", &s.History)
		}
	})
}

// TestMarchHandsOnSpeed: an equation of second order, whose velocity goes on as its value does.
func TestMarchHandsOnSpeed(t *testing.T) {
	m := pinn.March{Windows: 2, Solver: pinn.Solver{Engine: engines.Go(t), Net: tiny, DType: dtypes.Float64, Seed: 1}}
	s, err := m.Solve(spring(), adam(200), pinn.LBFGS(80))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := s.Error(); err != nil || !(e < 0.01) {
		t.Errorf("relative error %g (%v), want < 1 %%", e, err)
	}
	for _, v := range []float64{math.Pi - 1e-4, math.Pi} { // the slopes to the left and, where the second network begins, to the right of π
		w := s.Windows[0]
		if v == math.Pi {
			w = s.Windows[1]
		}
		u, err := w.At(mat.NewDense(2, 1, []float64{v, v + 1e-4}))
		if err != nil {
			t.Fatal(err)
		}
		if slope := (u.At(1, 0) - u.At(0, 0)) / 1e-4; math.Abs(slope+1) > 0.03 {
			t.Errorf("slope %g at %g, want −1", slope, v)
		}
	}
}

// growth is u_t = 16 u (1 − u) on [0, 1] with u(0) = .1, divided by 16. Networks in one piece end at u = 0, where the equation holds too.
func growth() pinn.Problem {
	time := geom.Rect{{0, 1}}
	exact := pinn.Func(func(x []float64) []float64 { return []float64{1 / (1 + 9*math.Exp(-16*x[0]))} })
	return pinn.Problem{Vars: "t", Fields: "u", Exact: exact, Conditions: []pinn.Condition{
		{Name: "equation", On: time, N: 60, Residual: func(d pinn.D) *Node { return Sub(DivScalar(d.U("t"), 16), Mul(d.U(), OneMinus(d.U()))) }},
		{Name: "start", On: time.Face("t", 0), N: 1, Weight: 10, Residual: func(d pinn.D) *Node { return AddScalar(d.U(), -0.1) }},
	}}
}

// TestMarchSolvesWhatOnePieceDoesNot, in as many steps.
func TestMarchSolvesWhatOnePieceDoesNot(t *testing.T) {
	for windows, solves := range map[int]bool{1: false, 12: true} {
		m := pinn.March{Windows: windows, Solver: pinn.Solver{Engine: engines.Go(t), Net: tiny}}
		s, err := m.Solve(growth(), adam(1800/windows))
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Error()
		if err != nil || solves && !(e < 0.05) || !solves && e < 0.5 {
			t.Errorf("%d windows: relative error %g (%v)", windows, e, err)
		}
	}
}

// TestMarchedReadsItsWindows: values are those of the window that a time belongs to, the earlier one where two meet, whatever the order of points; later windows
// begin where the earlier ones end, as far as they were trained.
func TestMarchedReadsItsWindows(t *testing.T) {
	s, err := pinn.March{Windows: 3, Solver: pinn.Solver{Engine: engines.Go(t), Net: tiny, DType: dtypes.Float64}}.Solve(fading(), adam(2))
	if err != nil {
		t.Fatal(err)
	}
	times, window := []float64{2.5, -1, 1, 0, 1.5, 2, 2.1, 3.5}, []int{2, 0, 0, 0, 1, 1, 2, 2}
	u, err := s.At(mat.NewDense(len(times), 1, times))
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range window {
		want, err := s.Windows[w].At(mat.NewDense(1, 1, times[i:i+1]))
		if err != nil || u.At(i, 0) != want.At(0, 0) {
			t.Errorf("t = %g: %g, window %d has %g (%v)", times[i], u.At(i, 0), w, want.At(0, 0), err)
		}
	}
	if x := s.ExactAt([]float64{1}); math.Abs(x[0]-math.Exp(-1)) > 1e-15 {
		t.Errorf("exact %v", x)
	}
	if x, err := s.Grid(4); err != nil || x.At(1, 0) != 1 || x.At(3, 0) != 3 {
		t.Errorf("grid %v (%v)", x, err)
	}
	if text := s.String(); !strings.HasPrefix(text, "u(t) in 3 windows of t in [0, 3], 6 steps") {
		t.Errorf("shown as %q", text)
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{second(s.At(nil)), "there are no points"},
		{second(s.At(mat.NewDense(2, 2, nil))), "one column for each of the variables [t], got 2"},
		{second(s.Grid(3, 3)), "for each of the variables [t]"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("error %v, want %q", c.err, c.want)
		}
	}
}

// TestMarchStopsWhenInterrupted: what was reached is the solution.
func TestMarchStopsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	steps, stage := 0, adam(20)
	stage.Options.Context = ctx
	stage.Options.Callback = func(h *fit.History) error {
		if steps++; h.Steps() >= 5 && steps > 30 {
			cancel()
		}
		return nil
	}
	s, err := pinn.March{Windows: 3, Solver: pinn.Solver{Engine: engines.Go(t), Net: tiny}}.Solve(fading(), stage)
	if err != nil || s.History.Stopped != fit.Interrupted || len(s.Windows) != 2 {
		t.Fatalf("%v (%v), want an end in window 1", s, err)
	}
	if _, hi := s.Box(); hi[0] != 2 {
		t.Errorf("the box ends at %v, want 2", hi)
	}
}

func TestMarchOnBadInput(t *testing.T) {
	time := geom.Rect{{0, 3}}
	nan := fading()
	nan.Conditions[0].Residual = func(d pinn.D) *Node { return Sqrt(AddScalar(Neg(d.X("t")), 1.5)) }
	for name, c := range map[string]struct {
		march  pinn.March
		change func(p *pinn.Problem)
		want   string
	}{
		"no windows": {pinn.March{}, nil, "want March.Windows at least 1, got 0"},
		"variable":   {pinn.March{Windows: 2, Var: "s"}, nil, `no variable "s" to cut: set March.Var to one of t`},
		"no start":   {pinn.March{Windows: 2}, func(p *pinn.Problem) { p.Conditions = p.Conditions[:1] }, "no condition lies at the start t = 0 alone"},
		"period":     {pinn.March{Windows: 2}, func(p *pinn.Problem) { p.Periods = map[string]float64{"t": 3} }, "it has no beginning"},
		"unknowns":   {pinn.March{Windows: 2}, func(p *pinn.Problem) { p.Unknowns = []pinn.Unknown{{Name: "k"}} }, "cannot find Unknowns"},
		"problem":    {pinn.March{Windows: 2}, func(p *pinn.Problem) { p.Conditions[0].On = nil }, "has no domain"},
		"network":    {pinn.March{Windows: 2, Solver: pinn.Solver{Net: pinn.Net{Hidden: []int{-1}}}}, nil, "window 0, t in [0, 1.5]: pinn: want hidden layers"},
		"NaN": {pinn.March{Windows: 2}, func(p *pinn.Problem) {
			p.Conditions[0].On, p.Conditions[0].Residual = time, nan.Conditions[0].Residual
		}, `window 1, t in [1.5, 3]: pinn: condition "equation": its residual is NaN at t = `},
	} {
		p := fading()
		if c.change != nil {
			c.change(&p)
		}
		if c.march.Solver.Engine = engines.Go(t); c.march.Solver.Net.Hidden == nil {
			c.march.Solver.Net = tiny
		}
		s, err := c.march.Solve(p, adam(2))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		if name == "NaN" && (s == nil || len(s.Windows) != 2) {
			t.Errorf("%s: %v, want what there is by then", name, s)
		}
	}
	if _, err := (pinn.March{Windows: 2}).Solve(fading()); err == nil || !strings.Contains(err.Error(), "needs a stage") {
		t.Errorf("no stage: %v", err)
	}
}
