package pinn_test

import (
	"math"
	"math/rand/v2"
	"slices"
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

const lineNoise = 0.05

// slope is u' = f(k) on [0, 1] with u(0) = 0 built in and u = x measured with noise at 20 points. With f(k) = k the likelihood is Gauss's: k̂ = Σxu/Σx² with standard
// deviation σ/√Σx².
func slope(f func(k *Node) *Node) (p pinn.Problem, estimate, sd float64) {
	rng := rand.New(rand.NewPCG(5, 0))
	x, u := mat.NewDense(20, 1, nil), mat.NewDense(20, 1, nil)
	var xu, xx float64
	for i := range 20 {
		at := float64(i+1) / 20
		v := at + lineNoise*rng.NormFloat64()
		x.Set(i, 0, at)
		u.Set(i, 0, v)
		xu, xx = xu+at*v, xx+at*at
	}
	return pinn.Problem{
		Vars: "x", Fields: "u", Unknowns: []pinn.Unknown{{Name: "k", Start: 0.8}},
		Hard: []pinn.Hard{{Factor: func(d pinn.D) *Node { return d.X("x") }}},
		Conditions: []pinn.Condition{
			{Name: "equation", On: geom.Interval{0, 1}, N: 20, Weight: 100, Residual: func(d pinn.D) *Node { return Sub(d.U("x"), f(d.Unknown("k"))) }},
			{Name: "data", On: geom.Cloud{Points: x, Names: "u", Data: u}, Residual: pinn.Measured("u")},
		},
	}, xu / xx, lineNoise / math.Sqrt(xx)
}

func same(k *Node) *Node { return k }

// small is a solution in float64 by a small network.
func small(t *testing.T, b compute.Backend, p pinn.Problem) *pinn.Solution {
	t.Helper()
	s, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{3}}, DType: dtypes.Float64, Seed: 2}.Solve(p, pinn.LBFGS(100))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// profileTol is relative to the standard deviation: the equation's weight is finite, which widens the interval by some per cent.
const profileTol = 0.05

// TestProfile: where the likelihood is Gauss's, the interval is k̂ ± 1.645 sd and the curve is ((k − k̂)/sd)². What differs between engines, L-BFGS and
// Laplace's Jacobians, is tested on both where it is at home.
func TestProfile(t *testing.T) {
	p, k, sd := slope(same)
	s := small(t, engines.Go(t), p)
	before, _ := s.Unknown("k")
	i, c, err := pinn.Profile{Noise: lineNoise, Stage: pinn.LBFGS(60)}.Interval(p, s, "k")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range [][2]float64{{i.Value, k}, {i.Lo, k - 1.645*sd}, {i.Hi, k + 1.645*sd}, {i.StdErr + k, sd + k}} {
		if math.Abs(e[0]-e[1]) > profileTol*sd {
			t.Errorf("%s: %g is not %g up to %g", i, e[0], e[1], profileTol*sd)
		}
	}
	if !slices.IsSorted(c.Values) || len(c.Values) != 5 || c.Rises[2] != 0 {
		t.Errorf("want two values on each side of the minimum, got %v", c)
	}
	for n, v := range c.Values {
		if want := math.Pow((v-k)/sd, 2); math.Abs(c.Rises[n]-want) > 2*profileTol*(want+1) {
			t.Errorf("at %g the rise is %g, want %g", v, c.Rises[n], want)
		}
	}
	if after, _ := s.Unknown("k"); after != before {
		t.Errorf("the solution had k = %g and has %g", before, after)
	}
}

// TestProfileOpen: with a slope of tanh k near 1, all large k are alike, so that the interval has no upper end; its lower end is where tanh k is.
func TestProfileOpen(t *testing.T) {
	p, k, sd := slope(Tanh)
	p.Unknowns[0].Start = 2 // far outside the loss is flat
	i, _, err := pinn.Profile{Noise: lineNoise, Steps: 4, Stage: pinn.LBFGS(60)}.Interval(p, small(t, engines.Go(t), p), "k")
	if err != nil || !math.IsInf(i.Hi, 1) || math.Abs(math.Tanh(i.Lo)-(k-1.645*sd)) > 0.2*sd {
		t.Errorf("got %v, %v, want from %g to infinity", i, err, math.Atanh(k-1.645*sd))
	}
}

// TestProfileRepeats: the same again gives the same.
func TestProfileRepeats(t *testing.T) {
	p, _, _ := slope(same)
	s := small(t, engines.Go(t), p)
	var all [2]pinn.Interval
	for i := range all {
		var err error
		if all[i], _, err = (pinn.Profile{Noise: lineNoise, Stage: pinn.LBFGS(20)}).Interval(p, s, "k"); err != nil {
			t.Fatal(err)
		}
	}
	if all[0] != all[1] {
		t.Errorf("at first %v, then %v", all[0], all[1])
	}
}

func TestBadProfile(t *testing.T) {
	b := engines.Go(t)
	p, _, _ := slope(same)
	s := small(t, b, p)
	uneven, _, _ := slope(same)
	more := uneven.Conditions[1]
	more.Name, more.Weight = "more", 2
	uneven.Conditions = append(uneven.Conditions, more)
	coarse, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{3}}}.Solve(p, pinn.Adam(1))
	if err != nil {
		t.Fatal(err)
	}
	stay := pinn.LBFGS(1)
	for _, c := range []struct {
		l    pinn.Profile
		p    pinn.Problem
		s    *pinn.Solution
		name string
		want string
	}{
		{pinn.Profile{}, line(), s, "k", "the problem has no Unknowns"},
		{pinn.Profile{}, p, nil, "k", "there is no solution"},
		{pinn.Profile{}, p, s, "nu", `there is no unknown "nu"`},
		{pinn.Profile{Level: 1}, p, s, "k", "want a Level in (0, 1)"},
		{pinn.Profile{Noise: -1}, p, s, "k", "want Noise"},
		{pinn.Profile{Steps: 1}, p, s, "k", "want Steps"},
		{pinn.Profile{Data: []string{"measured"}}, p, s, "k", `there is no condition "measured"`},
		{pinn.Profile{}, uneven, s, "k", "want Weights in proportion to the numbers of values"},
		{pinn.Profile{Stage: stay, Noise: 1e-3}, p, coarse, "k", "train to the minimum first"},
	} {
		if _, _, err := c.l.Interval(c.p, c.s, c.name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}
