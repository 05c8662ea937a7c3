package pinn_test

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// ripple is u' = 10 cos 10x on [0, 2π] with u(0) = 0, divided by 10: u = sin 10x, ten periods.
func ripple() pinn.Problem {
	i := geom.Rect{{0, 2 * math.Pi}}
	return pinn.Problem{Vars: "x", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(10 * x[0])} }), Conditions: []pinn.Condition{
		{Name: "equation", On: i, N: 120, Residual: func(d pinn.D) *Node { return Sub(DivScalar(d.U("x"), 10), Cos(MulScalar(d.X("x"), 10))) }},
		{Name: "start", On: i.Face("x", 0), N: 1, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
}

var (
	windowed = pinn.Net{Hidden: []int{10}, Activation: act.Tanh, Windows: map[string]int{"x": 10}}
	whole    = pinn.Net{Hidden: []int{16, 16}, Activation: act.Tanh}
)

// TestWindowsSolveWhatOneNetworkDoesNot: an oscillation of ten periods.
func TestWindowsSolveWhatOneNetworkDoesNot(t *testing.T) {
	for _, c := range []struct {
		net    pinn.Net
		solves bool
	}{{windowed, true}, {whole, false}} {
		s, err := pinn.Solver{Engine: engines.Go(t), Net: c.net, DType: dtypes.Float64}.Solve(ripple(), adam(200), pinn.LBFGS(250))
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Error()
		if err != nil || c.solves && !(e < 0.1) || !c.solves && e < 0.5 {
			t.Errorf("%v: relative error %g (%v)", c.net, e, err)
		}
	}
}

// TestWindowsTrainOnBothEngines: the loss of one network stays near that of u = 0, a half.
func TestWindowsTrainOnBothEngines(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		s, err := pinn.Solver{Engine: b, Net: windowed}.Solve(ripple(), adam(200))
		if err != nil {
			t.Fatal(err)
		}
		if l := s.History.Last(10); !(l < 0.2) {
			t.Errorf("loss %g, want < .2", l)
		}
	})
}

// TestWindowsAreSaved, and what is loaded can be trained further.
func TestWindowsAreSaved(t *testing.T) {
	b := engines.Go(t)
	s, err := pinn.Solver{Engine: b, Net: windowed}.Solve(ripple(), adam(2))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "ripple")
	if err = s.Save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := pinn.LoadOn(b, dir)
	if err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(3, 1, []float64{0, 1.3, 6})
	want, err := s.At(x)
	if err != nil {
		t.Fatal(err)
	}
	if got, wrong := back.At(x); wrong != nil || !mat.Equal(got, want) {
		t.Errorf("loaded: %v (%v), want %v", got, wrong, want)
	}
	if _, err = (pinn.Solver{Engine: b, Net: windowed, From: back}).Solve(ripple(), adam(2)); err != nil {
		t.Error(err)
	}
}
