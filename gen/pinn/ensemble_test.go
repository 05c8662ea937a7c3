package pinn_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// members is the size of ensembles in tests, with Student's quantile of .95 for 5 degrees of freedom.
const (
	members = 6
	student = 2.015
)

// TestEnsembles: where u = kx is measured, k̂ = Σxu/Σx² is linear in the data. So data renewed with twice the noise spread twice as far, exactly; ensembles of seeds
// agree, since there is one minimum; and the interval is Student's.
func TestEnsembles(t *testing.T) {
	b := engines.Go(t)
	p, _, sd := slope(same)
	s := small(t, b, p)
	run := func(e pinn.Ensemble) (pinn.Interval, float64) {
		t.Helper()
		e.Members = members
		all, values, err := e.Intervals(pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{3}}, DType: dtypes.Float64}, p, s, pinn.LBFGS(80))
		if err != nil {
			t.Fatal(err)
		}
		if r, c := values.Dims(); r != members || c != 1 || len(all) != 1 {
			t.Fatalf("want %d values of one unknown, got [%d, %d] and %v", members, r, c, all)
		}
		return all[0], stat.StdDev(mat.Col(nil, 0, values), nil)
	}
	once, spread := run(pinn.Ensemble{Vary: pinn.Renoised, Noise: lineNoise})
	_, twice := run(pinn.Ensemble{Vary: pinn.Renoised, Noise: 2 * lineNoise})
	if math.Abs(twice/spread-2) > 0.01 {
		t.Errorf("with twice the noise the spread is %g, with the noise %g", twice, spread)
	}
	if !(spread > sd/3 && spread < 2*sd) { // 99.8 % of such spreads lie within
		t.Errorf("the spread is %g, the standard deviation %g", spread, sd)
	}
	k, _ := s.Unknown("k")
	if once.Value != k || math.Abs(once.StdErr-spread) > 1e-9 || math.Abs(once.Hi-k-student*spread) > 1e-3*spread || math.Abs(once.Lo-k+student*spread) > 1e-3*spread {
		t.Errorf("got %v with a spread of %g, want %g ± %g", once, spread, k, student*spread)
	}
	if i, _ := run(pinn.Ensemble{Vary: pinn.Resampled}); !(i.StdErr > sd/3 && i.StdErr < 2*sd) {
		t.Errorf("resampled: %v, the standard deviation is %g", i, sd)
	}
	if i, _ := run(pinn.Ensemble{Vary: pinn.Seeds}); !(i.StdErr > 0 && i.StdErr < 0.2*sd) {
		t.Errorf("seeds: %v, the standard deviation by noise is %g", i, sd)
	}
}

func TestBadEnsembles(t *testing.T) {
	b := engines.Go(t)
	p, _, _ := slope(same)
	s := small(t, b, p)
	other, _, _ := slope(same)
	cloud := other.Conditions[1].On.(geom.Cloud)
	cloud.Names = "v"
	other.Conditions[1].On = cloud
	other.Conditions[1].Residual = pinn.Measured("u", "v")
	for _, c := range []struct {
		e    pinn.Ensemble
		p    pinn.Problem
		want string
	}{
		{pinn.Ensemble{}, line(), "the problem has no Unknowns"},
		{pinn.Ensemble{Members: 2}, p, "want Members"},
		{pinn.Ensemble{Vary: 7}, p, "Vary is Vary(7)"},
		{pinn.Ensemble{Level: 2}, p, "want a Level"},
		{pinn.Ensemble{Noise: math.NaN()}, p, "want Noise"},
		{pinn.Ensemble{Data: []string{"none"}}, p, `there is no condition "none"`},
		{pinn.Ensemble{Vary: pinn.Resampled, Data: []string{"equation"}}, p, `the data of "equation" are not on a geom.Cloud`},
		{pinn.Ensemble{Vary: pinn.Renoised}, other, `"data" measures "v", which is no field`},
	} {
		_, _, err := c.e.Intervals(pinn.Solver{Engine: b}, c.p, s, pinn.LBFGS(1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// TestFromKeepsUnknowns: a solution goes on where it was, in another precision too, and the first one stays.
func TestFromKeepsUnknowns(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p, k, _ := slope(same)
		first, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{3}}, Seed: 2}.Solve(p, adam(50))
		if err != nil {
			t.Fatal(err)
		}
		before, _ := first.Unknown("k")
		s, err := pinn.Solver{DType: dtypes.Float64, Seed: 2, From: first}.Solve(p, pinn.LBFGS(60))
		if err != nil {
			t.Fatal(err)
		}
		if s.History.Loss[0] > 1.001*first.History.Last(1) {
			t.Errorf("it begins with a loss of %g, the first had %g", s.History.Loss[0], first.History.Last(1))
		}
		after, _ := s.Unknown("k")
		still, _ := first.Unknown("k")
		if math.Abs(after-k) > 1e-3 || still != before {
			t.Errorf("k = %g, want %g; the first solution had %g and has %g", after, k, before, still)
		}
	})
}
