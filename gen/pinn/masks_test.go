package pinn

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/engines"
)

// TestRaised compares two masks with Adam's formulas over some steps; the gradient of the second one does not change, so it gains the rate at each.
func TestRaised(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		q := queue{columns: 1, rate: 0.1}
		raise := MustNewExec(b, func(x, g *Node) *Node { return q.raised(x, g) })
		x := [][]float64{{7, 1, 0, 0, 0}, {8, 1, 0, 0, 0}}
		var m, v, mask float64 = 0, 0, 1
		for i, g := range []float64{4, 1, 0.1, 0, 2} {
			x = raise.MustCall(x, []float64{g, 3e-6})[0].Value().([][]float64)
			m, v = 0.9*m+0.1*g, 0.999*v+0.001*g*g
			n := float64(i + 1)
			mask += 0.1 * m / (1 - math.Pow(0.9, n)) / math.Sqrt(v/(1-math.Pow(0.999, n)))
			if math.Abs(x[0][1]-mask) > 1e-12 || math.Abs(x[1][1]-1-0.1*n) > 1e-8 || x[0][0] != 7 || x[1][0] != 8 { // rounding; tiny beside 3e-6
				t.Fatalf("step %g: %v, want masks %g and %g", n, x, mask, 1+0.1*n)
			}
		}
	})
}

// TestMasksBelongToPoints: with residuals that do not change a mask counts the steps that its point was in, with parts of the points in each step too; fresh
// points begin with the mean of the masks.
func TestMasksBelongToPoints(t *testing.T) {
	masks := func(r Resample) []float64 {
		stage := Descent{Batch: 4, Options: fit.Options{Steps: 4}, Balance: Balance{Rule: SelfAdaptive, Rate: 0.1}, Resample: r}
		_, s := pointsOf(t, engines.Go(t), known(6), stage)
		m := mat.Col(nil, 2, table(s.used[0])) // t, x, mask, …
		slices.Sort(m)
		return m
	}
	// 16 visits to 6 points, in turn
	for i, m := range masks(Resample{}) {
		if want := []float64{1.2, 1.2, 1.3, 1.3, 1.3, 1.3}[i]; math.Abs(m-want) > 1e-9 { // tiny beside squares of order .01
			t.Errorf("mask %d is %g, want %g", i, m, want)
		}
	}
	if m := masks(Resample{Rule: R3}); m[0] <= 1 || m[5] > 1.4+1e-9 || m[0] == m[5] {
		t.Errorf("masks %v with R3", m)
	}
	if m := masks(Resample{Rule: RAD, Every: 4}); m[0] != m[5] || math.Abs(m[0]-1-1.6/6) > 1e-9 {
		t.Errorf("masks %v with RAD, want all the mean, 1.267", m)
	}
}

// TestMaskedTerms: the terms with their weights and factors are the loss; a later stage's factors come on top of the masks.
func TestMaskedTerms(t *testing.T) {
	stage := quick(30)
	stage.Balance, stage.Batch = Balance{Rule: SelfAdaptive, Rate: 0.05}, 16
	then := Descent{Options: fit.Options{Steps: 4}, Balance: Balance{Rule: GradNorm, Every: 2}, Batch: 16}
	s, err := Solver{Engine: engines.Go(t), Net: small, Seed: 4}.Solve(uneven(), stage, then)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range s.Terms {
		if k.Step == 32 || k.Step == 34 { // GradNorm has just moved the factors
			continue
		}
		loss := k.Factors[0]*k.Squares[0] + k.Factors[1]*0.01*k.Squares[1]
		if got := s.History.Loss[k.Step-1]; math.Abs(got-loss) > 1e-5*loss { // float32
			t.Errorf("step %d: loss %g, but the terms %v with factors %v make %g", k.Step, got, k.Squares, k.Factors, loss)
		}
	}
	if n := s.History.Notes; len(n) != 1 || !strings.HasPrefix(n[0], "masks: 1.") || !strings.HasSuffix(n[0], `on "start"`) {
		t.Errorf("notes %q", n)
	}
	if f := s.Terms[29].Factors; f[0] < 1.2 || f[1] < 1.2 {
		t.Errorf("factors %.3g: want them to have grown", f)
	}
}

// TestMasksHelp: u(0) = −½, which the weights count too little, is found.
func TestMasksHelp(t *testing.T) {
	var errs []float64
	for _, k := range []Balance{{}, {Rule: SelfAdaptive, Rate: 0.1}} {
		p := uneven()
		p.Exact = Func(func(x []float64) []float64 { return []float64{math.Sin(x[0]) - 0.5} })
		p.Conditions[1].Weight = 1e-4
		stage := quick(300)
		stage.Balance = k
		s, err := Solver{Engine: engines.Go(t), Net: small, Seed: 2}.Solve(p, stage)
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Error()
		if err != nil {
			t.Fatal(err)
		}
		errs = append(errs, e)
	}
	if errs[1] > errs[0]/2 {
		t.Errorf("relative errors %.3g: want less than half with masks", errs)
	}
}

func TestMasksRefuse(t *testing.T) {
	for want, b := range map[string]Balance{
		"leave them 0 for SelfAdaptive":             {Rule: SelfAdaptive, Every: 5},
		"Balance.Rate is a setting of SelfAdaptive": {Rule: NTK, Rate: 1},
		"want Balance.Rate, the learning rate":      {Rule: SelfAdaptive, Rate: math.NaN()},
	} {
		if _, err := (Solver{Engine: engines.Go(t), Net: small}).Solve(known(5), Descent{Balance: b}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	fresh := Descent{Fresh: true, Balance: Balance{Rule: SelfAdaptive}}
	if _, err := (Solver{Engine: engines.Go(t), Net: small}).Solve(known(5), fresh); err == nil || !strings.Contains(err.Error(), "leave it false") {
		t.Errorf("error %v", err)
	}
}
