package pinn_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// residualTol is for float64 and a second derivative.
const residualTol = 1e-10

// TestResidual: a residual that is u itself is the solution at the points, in as many pieces as there are; and what uʺ changes by when x³ is added is 6x.
func TestResidual(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p := line()
		s, err := pinn.Solver{Engine: b, Net: tiny, DType: dtypes.Float64}.Solve(p, adam(2))
		if err != nil {
			t.Fatal(err)
		}
		cube := func(x []*Node) []*Node { return []*Node{Mul(Square(x[0]), x[0])} }
		p.Conditions = append(p.Conditions,
			pinn.Condition{Name: "u", On: geom.Interval{0, 1}, N: 5, Residual: func(d pinn.D) *Node { return d.U() }},
			pinn.Condition{Name: "change", On: geom.Interval{0, 1}, N: 5, Residual: func(d pinn.D) *Node { return Sub(d.Plus(cube).U("x", "x"), d.U("x", "x")) }})
		x := mat.NewDense(3000, 1, nil)
		for i := range 3000 {
			x.Set(i, 0, float64(i)/2999)
		}
		u, err := s.At(x)
		if err != nil {
			t.Fatal(err)
		}
		values, err := s.Residual(p, "u", x)
		if err != nil {
			t.Fatal(err)
		}
		change, err := s.Residual(p, "change", x)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3000 {
			if d := values[i] - u.At(i, 0); !(math.Abs(d) < residualTol) {
				t.Fatalf("residual u at row %d is %g off", i, d)
			}
			if d := change[i] - 6*x.At(i, 0); !(math.Abs(d) < residualTol) {
				t.Fatalf("uʺ at row %d changes by %g, want %g", i, change[i], 6*x.At(i, 0))
			}
		}
		for _, c := range []struct {
			err  error
			want string
		}{
			{second(s.Residual(p, "wall", x)), `there is no condition "wall"`},
			{second(s.Residual(p, "u", nil)), "there are no points"},
			{second(s.Residual(p, "u", mat.NewDense(2, 3, nil))), "want points [n, 1]"},
			{second(s.Residual(pinn.Problem{Vars: "y", Fields: "u", Conditions: wave().Conditions[:0]}, "u", x)), "a problem needs conditions"},
		} {
			if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
				t.Errorf("error %v, want %q", c.err, c.want)
			}
		}
	})
}

// apart is how far a solution of one variable is from another, relative to that.
func apart(t *testing.T, u, from *pinn.Solution) float64 {
	x, err := u.Grid(9)
	if err != nil {
		t.Fatal(err)
	}
	e, err := u.RelativeL2(func(x []float64) []float64 {
		y, wrong := from.At(mat.NewDense(1, 1, x))
		if wrong != nil {
			t.Fatal(wrong)
		}
		return y.RawRowView(0)
	}, x)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestCorrectAndTwin: a second network takes most of the error of a badly trained one away, hard constraints and all, and a twin stays near its model.
func TestCorrectAndTwin(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p := wave()
		p.Conditions = p.Conditions[:1]
		p.Conditions = append(p.Conditions, wave().Conditions[2])
		p.Hard = []pinn.Hard{{On: geom.Rect{{0, math.Pi}}.Faces(), Value: func(d pinn.D) *Node { return Zeros(d.X("x").Graph(), d.X("x").Shape()) }}}
		s, err := pinn.Solver{Engine: b, Net: tiny, Seed: 1}.Solve(p, adam(40))
		if err != nil {
			t.Fatal(err)
		}
		bad, err := s.Error()
		if err != nil {
			t.Fatal(err)
		}
		u, err := s.Correct(p, adam(300))
		if err != nil {
			t.Fatal(err)
		}
		good, err := u.Error()
		if err != nil || !(good < bad/5) {
			t.Errorf("relative error %g corrected to %g (%v), want a fifth at most", bad, good, err)
		}
		if first := u.History.Loss[0]; !(first > 0.1 && first < 10) {
			t.Errorf("the loss of the correction begins at %g, want about 1", first)
		}
		twin, err := s.Twin(p, adam(300))
		if err != nil {
			t.Fatal(err)
		}
		if e := apart(t, twin, s); !(e < 0.1) {
			t.Errorf("the twin is %g off", e)
		}
		if err = u.Save(filepath.Join(t.TempDir(), "x")); err == nil || !strings.Contains(err.Error(), "is not saved") {
			t.Errorf("save: %v", err)
		}
		if err = second(u.Correct(p, adam(1))); err == nil || !strings.Contains(err.Error(), "take the one that Solve returned") {
			t.Errorf("correct twice: %v", err)
		}
		if err = second(s.Twin(p)); err == nil || !strings.Contains(err.Error(), "needs a stage") {
			t.Errorf("no stage: %v", err)
		}
	})
}
