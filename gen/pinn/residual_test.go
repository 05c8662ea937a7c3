package pinn_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

// singleTol is float32's rounding of a second derivative of a small network.
const singleTol = 1e-4

// TestResidualsOfProblem: at the points of the last step's terms the mean square of the residual is what Terms says, and the start's residual is the field less
// its value.
func TestResidualsOfProblem(t *testing.T) {
	p := exact.Heat{}.Problem()
	for i := range p.Conditions {
		p.Conditions[i].N = 40
	}
	v := pinn.Solver{Net: pinn.Net{Hidden: []int{8}}, Engine: engines.Go(t)}
	s, err := v.Solve(p, pinn.Adam(10), pinn.Adam(5))
	if err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(2, 2, []float64{0, 0.3, 0, 0.8})
	of := pinn.Residuals{Solution: s, Problem: p}
	r, err := of.Residual("start", x)
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.At(x)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r {
		if want := u.At(i, 0) - p.Exact.At(x.RawRowView(i))[0]; math.Abs(r[i]-want) > singleTol {
			t.Errorf("residual %v, want %v", r[i], want)
		}
	}
	for want, err := range map[string]error{
		"there are no points":         second(of.Residual("start", nil)),
		`there is no condition "top"`: second(of.Residual("top", x)),
		"want points [n, 2]":          second(of.Residual("start", mat.NewDense(1, 3, nil))),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	steps, squares := s.Squares()
	if n, k := squares.Dims(); n != len(steps) || k != 3 || steps[n-1] != 15 {
		t.Errorf("terms of steps %v, %d × %d", steps, n, k)
	}
	if st := s.Stages(); len(st) != 2 || st[0] != 0 || st[1] != 10 {
		t.Errorf("stages at %v", st)
	}
}
