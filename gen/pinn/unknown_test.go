package pinn_test

import (
	"math"
	"math/rand/v2"
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

const (
	rate    = 1.5
	samples = 40
)

// decay is u' = −k·u on [0, 2] with u(0) = 1 and u measured with noise at many times: k is to be found.
func decay(noise float64, seed uint64) pinn.Problem {
	rng := rand.New(rand.NewPCG(seed, 0))
	t, u := mat.NewDense(samples, 1, nil), mat.NewDense(samples, 1, nil)
	for i := range samples {
		x := 2 * float64(i) / (samples - 1)
		t.Set(i, 0, x)
		u.Set(i, 0, math.Exp(-rate*x)+noise*rng.NormFloat64())
	}
	span := geom.Interval{0, 2}
	return pinn.Problem{Vars: "t", Fields: "u", Unknowns: []pinn.Unknown{{Name: "k", Start: 1, Positive: true}}, Conditions: []pinn.Condition{
		{Name: "equation", On: span, N: 40, Weight: 100, Residual: func(d pinn.D) *Node { return Add(d.U("t"), Mul(d.Unknown("k"), d.U())) }},
		{Name: "start", On: geom.Rect{span}.Face("t", 0), N: 1, Weight: 100, Residual: pinn.Dirichlet("u", func(d pinn.D) *Node { return OnesLike(d.X("t")) })},
		{Name: "data", On: geom.Cloud{Points: t, Names: "u", Data: u}, Residual: pinn.Measured("u")},
	}}
}

// solved is a solution of decay in float64.
func solved(t *testing.T, b compute.Backend, p pinn.Problem) *pinn.Solution {
	t.Helper()
	s, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{8}}, DType: dtypes.Float64, Seed: 2}.Solve(p, adam(300), pinn.LBFGS(500))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestUnknown: without noise the rate comes out, and it is saved with the solution.
func TestUnknown(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		s := solved(t, b, decay(0, 1))
		k, err := s.Unknown("k")
		if err != nil || math.Abs(k-rate) > 1e-3 {
			t.Errorf("k = %g (%v), want %g", k, err, rate)
		}
		dir := filepath.Join(t.TempDir(), "decay")
		if err = s.Save(dir); err != nil {
			t.Fatal(err)
		}
		loaded, err := pinn.LoadOn(b, dir)
		if err != nil {
			t.Fatal(err)
		}
		again, err := loaded.Unknown("k")
		if err != nil || again != k {
			t.Errorf("after loading k = %g (%v), want %g", again, err, k)
		}
		if _, err = s.Unknown("nu"); err == nil || !strings.Contains(err.Error(), `there is no unknown "nu"`) {
			t.Errorf("error %v", err)
		}
	})
}

// TestLaplace: where the equation and the start weigh much more than the data, the standard error is the bound of Cramér and Rao,
// σ / √Σ (∂u/∂k)² with ∂u/∂k = −t·exp(−k·t).
func TestLaplace(t *testing.T) {
	const noise = 0.02
	information := 0.0
	for i := range samples {
		x := 2 * float64(i) / (samples - 1)
		information += math.Pow(x*math.Exp(-rate*x), 2)
	}
	bound := noise / math.Sqrt(information)
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p := decay(noise, 3)
		s := solved(t, b, p)
		all, err := pinn.Laplace{Noise: noise}.Intervals(p, s)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %v", all, err)
		}
		k := all[0]
		if math.Abs(k.StdErr/bound-1) > 0.15 { // the minimum is not the true rate, and the equation's weight is finite
			t.Errorf("standard error %g, the bound is %g", k.StdErr, bound)
		}
		if math.Abs(k.Value-rate) > 4*bound || !(k.Lo < k.Value && k.Value < k.Hi) {
			t.Errorf("%s, want %g within four standard errors of %g", k, rate, bound)
		}
		guessed, err := pinn.Laplace{}.Intervals(p, s)
		if err != nil || math.Abs(guessed[0].StdErr/k.StdErr-1) > 0.5 {
			t.Errorf("with the noise from the residuals: %v (%v), want about %g", guessed, err, k.StdErr)
		}
	})
}

func TestBadUnknowns(t *testing.T) {
	with := func(u ...pinn.Unknown) pinn.Problem {
		p := line()
		p.Unknowns = u
		return p
	}
	asks := line()
	asks.Conditions[0].Residual = func(d pinn.D) *Node { return Sub(d.U("x"), d.Unknown("k")) }
	for _, c := range []struct {
		p    pinn.Problem
		want string
	}{
		{with(pinn.Unknown{}), "an Unknown has no Name"},
		{with(pinn.Unknown{Name: "k", Scale: -1}), `unknown "k": want a positive Scale`},
		{with(pinn.Unknown{Name: "k", Positive: true}), "want a Start that is a number, positive if it is Positive, got 0"},
		{with(pinn.Unknown{Name: "k"}, pinn.Unknown{Name: "k"}), `two unknowns have the name "k"`},
		{asks, `asks its points for the unknown "k"`},
	} {
		_, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{3}}}.Solve(c.p, pinn.Adam(1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

func TestBadLaplace(t *testing.T) {
	p := decay(0, 1)
	s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{3}}}.Solve(p, pinn.Adam(1))
	if err != nil {
		t.Fatal(err)
	}
	known, other := line(), decay(0, 1)
	other.Unknowns[0].Start = 2
	for _, c := range []struct {
		l    pinn.Laplace
		p    pinn.Problem
		want string
	}{
		{pinn.Laplace{}, known, "the problem has no Unknowns"},
		{pinn.Laplace{}, other, "the solution is of another problem"},
		{pinn.Laplace{Level: 1}, p, "want a Level in (0, 1)"},
		{pinn.Laplace{Noise: -1}, p, "want Noise"},
		{pinn.Laplace{Data: []string{"measured"}}, p, `there is no condition "measured"`},
	} {
		if _, err := c.l.Intervals(c.p, s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// TestUnknownLetters: unknowns are told apart by any letters, which engines' names of variables are not.
func TestUnknownLetters(t *testing.T) {
	p, _, _ := slope(same)
	p.Unknowns = []pinn.Unknown{{Name: "α", Start: 1}, {Name: "β", Start: 2}, {Name: "a b", Start: 3}, {Name: "a_b", Start: 4}}
	p.Conditions[0].Residual = func(d pinn.D) *Node {
		return Sub(Add(Add(d.U("x"), d.Unknown("α")), d.Unknown("β")), Add(d.Unknown("a b"), d.Unknown("a_b")))
	}
	s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{3}}}.Solve(p, pinn.Adam(1))
	if err != nil {
		t.Fatal(err)
	}
	const step = 0.1 // one step of Adam is as long as the learning rate
	for i, u := range p.Unknowns {
		var v float64
		v, err = s.Unknown(u.Name)
		if err != nil || math.Abs(v-float64(i+1)) > step {
			t.Errorf("%s = %g (%v), want about %d", u.Name, v, err, i+1)
		}
	}
}
