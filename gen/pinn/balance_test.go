package pinn

import (
	"math"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// uneven is u' = cos on an interval with u(0) = 0, whose second condition counts a hundred times less than the first.
func uneven() Problem {
	i := geom.Rect{{0, 3}}
	return Problem{Vars: "x", Fields: "u", Conditions: []Condition{
		{Name: "equation", On: i, N: 40, Residual: func(d D) *Node { return Sub(d.U("x"), Cos(d.X("x"))) }},
		{Name: "start", On: i.Face("x", 0), N: 1, Weight: 0.01, Residual: func(d D) *Node { return AddScalar(d.U(), 0.5) }},
	}}
}

var small = Net{Hidden: []int{6}, Activation: act.Tanh}

// started is an untrained solution in float64.
func started(t *testing.T, b compute.Backend, p Problem) *Solution {
	t.Helper()
	s, err := Solver{Engine: b, Net: small, DType: dtypes.Float64, Seed: 4}.start(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sizes are what the rule finds for a solution.
func sizes(t *testing.T, s *Solution, rule Rule) []float64 {
	t.Helper()
	k, err := Balance{Rule: rule, Decay: 1e-9}.settled()
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBalancer(k, s, newPoints(s.problem, s.seed, 0, false))
	if err != nil {
		t.Fatal(err)
	}
	if err = b.look(1); err != nil {
		t.Fatal(err)
	}
	return numbers(b.factors)
}

// After a look that forgets the past, the terms' gradients have one norm: the rule, applied again to the balanced problem, finds factors 1.
func TestBalanceIsReached(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, rule := range []Rule{GradNorm, NTK} {
			p := uneven()
			f := sizes(t, started(t, b, p), rule)
			if f[1] < 5*f[0] {
				t.Errorf("%s: factors %.3g: want the second to make up for a weight of .01", rule, f)
			}
			p.Conditions[0].Weight, p.Conditions[1].Weight = f[0], 0.01*f[1]
			if again := sizes(t, started(t, b, p), rule); math.Abs(again[0]-1) > 1e-6 || math.Abs(again[1]-1) > 1e-6 {
				t.Errorf("%s: on the balanced problem want factors 1, got %.6g", rule, again)
			}
		}
	})
}

// TestTermsAndFactors: what is kept is the same in each run, and the terms with their weights are the loss.
func TestTermsAndFactors(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		stage := Adam(40)
		stage.Balance = Balance{Rule: GradNorm, Every: 10, Decay: 0.5}
		var runs []*Solution
		for range 2 {
			s, err := Solver{Engine: b, Net: small, Seed: 4}.Solve(uneven(), stage)
			if err != nil {
				t.Fatal(err)
			}
			runs = append(runs, s)
		}
		s := runs[0]
		if len(s.Terms) != 4 || !slices.Equal(s.Conditions(), []string{"equation", "start"}) {
			t.Fatalf("want 4 looks at two conditions, got %+v of %v", s.Terms, s.Conditions())
		}
		for i, k := range s.Terms {
			loss := k.Factors[0]*k.Squares[0] + k.Factors[1]*0.01*k.Squares[1]
			if got := s.History.Loss[k.Step-1]; math.Abs(got-loss) > 1e-5*loss {
				t.Errorf("step %d: loss %g, but the terms %v with factors %v make %g", k.Step, got, k.Squares, k.Factors, loss)
			}
			if !slices.Equal(k.Squares, runs[1].Terms[i].Squares) || !slices.Equal(k.Factors, runs[1].Terms[i].Factors) {
				t.Errorf("step %d: two runs differ: %+v, %+v", k.Step, k, runs[1].Terms[i])
			}
		}
	})
}

// TestCausalMean compares with the formula at four points in two chunks, and with the plain mean where the past is solved.
func TestCausalMean(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p := Problem{Vars: "x t", Fields: "u", Conditions: []Condition{{
			Name: "equation", On: geom.Rect{{0, 1}, {1, 3}}, N: 4, Causal: Causal{Var: "t", Chunks: 2, Tolerance: 3},
			Residual: func(d D) *Node { return d.U() },
		}}}
		c, err := p.check()
		if err != nil {
			t.Fatal(err)
		}
		mean := MustNewExec(b, func(x, squares *Node) *Node { return c.mean(0, x, squares) })
		points := [][]float64{{0, 1.2}, {0, 2.5}, {1, 1.9}, {1, 3}}
		for _, k := range []struct{ squares, want []float64 }{
			{[]float64{0.1, 2, 0.3, 4}, []float64{0.5 * (0.2 + math.Exp(-3*0.2)*3)}},
			{[]float64{0, 2, 0, 4}, []float64{0.5 * 3}},
		} {
			if got := mean.MustCall(points, k.squares)[0].Value().(float64); math.Abs(got-k.want[0]) > 1e-12 {
				t.Errorf("squares %v: %g, want %g", k.squares, got, k.want[0])
			}
		}
	})
}
