package multiplier_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/jet"
	"github.com/gensci/gensci/internal/engines"
)

// tol is for float64 and second derivatives of size 100 by gradients.
const tol = 1e-10

// f is the frequency of the one mode that solutions are written down for: u = cos fx, two waves in a period of 2.
const f = 2 * math.Pi

var series = data.Series{Period: 2, Cos: []float64{0, 0, 1}, Sin: []float64{0, 0, 0}}

type solved interface {
	operator.Exact
	Problem() operator.Problem
}

// cases are the output functions for u = cos fx, found by hand.
var cases = []struct {
	of       solved
	solution func(x []*Node) *Node // columns [n, 1] of the variables
}{
	{multiplier.Heat{Kappa: .03, Period: 2}, func(p []*Node) *Node {
		return Mul(Exp(MulScalar(p[0], -.03*f*f)), Cos(MulScalar(p[1], f)))
	}},
	{multiplier.Reaction{Kappa: .03, Rate: .5, Period: 2}, func(p []*Node) *Node {
		l := .03*f*f + .5
		return Mul(DivScalar(OneMinus(Exp(MulScalar(p[0], -l))), l), Cos(MulScalar(p[1], f)))
	}},
	{multiplier.Transport{Speed: 3, Period: 2}, func(p []*Node) *Node {
		behind := Sub(p[1], MulScalar(p[0], 3))
		return DivScalar(Sub(Sin(MulScalar(p[1], f)), Sin(MulScalar(behind, f))), 3*f)
	}},
	{multiplier.Antiderivative{Length: 2}, func(p []*Node) *Node { return DivScalar(Sin(MulScalar(p[0], f)), f) }},
}

// TestSolutionsSolve: At is the solution found by hand, and all residuals vanish for it, on points of each condition's domain.
func TestSolutionsSolve(t *testing.T) {
	in := operator.Inputs{Sensors: operator.Grid(2, 4), Batch: 2}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, c := range cases {
			p := c.of.Problem()
			points, err := p.Points(in)
			if err != nil {
				t.Fatal(err)
			}
			fed := points.Feed(1, 0)[1:]
			for i, k := range p.Conditions {
				x := fed[2*i]
				at := tensors.FromFlatDataAndDimensions(x.F, x.Dims...)
				out, err := CallOnceN(b, func(x *Node) []*Node {
					cols := diffop.Columns(x)
					s := c.solution(cols)
					u := Cos(MulScalar(cols[len(cols)-1], f))
					d := pinn.NewD(k.Name, []string{"t", "x"}[2-len(cols):], []string{"s"}, cols, jet.Func(cols, s))
					return []*Node{s, k.Residual(d, u)}
				}, at)
				if err != nil {
					t.Fatalf("%+v, %s: %v", c.of, k.Name, err)
				}
				s, r := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])
				for j := range s {
					row := x.F[j*x.Dims[1] : (j+1)*x.Dims[1]]
					if want := c.of.At(series, row)[0]; !(math.Abs(s[j]-want) < tol) {
						t.Errorf("%+v: At is %g at %v, want %g", c.of, want, row, s[j])
					}
					if !(math.Abs(r[j]) < tol) {
						t.Errorf("%+v: residual %q is %g at %v", c.of, k.Name, r[j], row)
					}
				}
			}
		}
	})
}

// TestConstants: modes without frequency, where formulas divide by zero.
func TestConstants(t *testing.T) {
	one := data.Series{Period: 2, Cos: []float64{3}, Sin: []float64{0}}
	for _, c := range []struct {
		of   operator.Exact
		want float64
	}{
		{multiplier.Heat{}, 3},
		{multiplier.Reaction{}, 3 * .4},
		{multiplier.Reaction{Rate: 2}, 3 * (1 - math.Exp(-.8)) / 2},
		{multiplier.Transport{Speed: 5}, 3 * .4},
	} {
		if got := c.of.At(one, []float64{.4, .7})[0]; !(math.Abs(got-c.want) < tol) {
			t.Errorf("%+v: %g, want %g", c.of, got, c.want)
		}
	}
	if got := (multiplier.Antiderivative{}).At(one, []float64{.7})[0]; !(math.Abs(got-2.1) < tol) {
		t.Errorf("∫ 3 = %g, want 2.1", got)
	}
	if p := multiplier.At(.5, []float64{1, 2}); p.At(1, 0) != .5 || p.At(1, 1) != 2 || !multiplier.At(0, nil).IsEmpty() {
		t.Errorf("points %v", p)
	}
}
