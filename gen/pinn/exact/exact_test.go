package exact_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

var all = []exact.Solved{
	exact.Burgers{},
	exact.Burgers{Nu: 0.1},
	exact.Heat{},
	exact.Heat{Kappa: 0.5, Mode: 2},
	exact.Poisson{},
	exact.Poisson{Mode: 2},
	exact.Laplace{},
	exact.Laplace{Mode: 1},
	exact.LShape{},
	exact.Membrane{},
	exact.Membrane{Radius: 2},
	exact.Helmholtz{},
	exact.Helmholtz{K: 3, A: 2, B: 1},
	exact.Wave{},
	exact.Wave{C: 1},
	exact.Advection{},
	exact.Advection{Beta: 50},
	exact.KleinGordon{},
	exact.KleinGordon{Gamma: 2, Omega: 3},
	exact.Kovasznay{},
	exact.Kovasznay{Re: 20},
	exact.TaylorGreen{},
	exact.TaylorGreen{Nu: 1},
	exact.Beltrami{},
	exact.Beltrami{A: math.Pi / 4, D: math.Pi / 2, Nu: 0.1},
	exact.Stokes{},
	exact.Fisher{},
	exact.Fisher{D: 1, Rho: 1},
	exact.Elasticity{},
	exact.Elasticity{Lambda: 2, Mu: 1, Q: 1},
	exact.BlackScholes{},
	exact.BlackScholes{Sigma: 0.2, R: 0.1, T: 2},
	exact.Oscillator{},
	exact.Oscillator{Delta: 5, Omega: 3},
	exact.Oscillator{Delta: 3, Omega: 3},
	exact.Solitons{},
	exact.Solitons{K1: 1, K2: 1.5},
	exact.Breather{},
}

// shock: Burgers' residual is a difference of large terms near x = 0, where rounding of sums of 100 terms is enlarged by 1/(ν√t).
var shock = gentest.Collocation{Points: 200, Tol: 1e-6}

// TestSolved: the residuals of the solutions vanish, and their graphs agree with the host. XLA, which compiles for seconds, tries
// some of them; the residuals are the same graphs there.
func TestSolved(t *testing.T) {
	for i, s := range all {
		t.Run(fmt.Sprintf("%T %+v", s, s), func(t *testing.T) {
			if s.Problem().Exact != s {
				t.Errorf("Problem().Exact is %v", s.Problem().Exact)
			}
			var how gentest.Collocation
			if _, ok := s.(exact.Burgers); ok {
				how = shock
			}
			gentest.Problem(t, engines.Go(t), s.Problem(), s, how)
			if i%8 == 0 {
				gentest.Problem(t, engines.XLA(t), s.Problem(), s, how)
			}
		})
	}
}

// TestBurgersReference: values of a quadrature with 100 nodes, published to 8 digits.
func TestBurgersReference(t *testing.T) {
	for _, c := range []struct{ x, t, u float64 }{
		{.25, .25, -.99208156},
		{.25, .5, -.84735452},
		{.25, .75, -.67946680},
		{.5, .5, -.59276953},
		{0, .5, 0},
		{1, .3, 0},
		{-.25, .5, .84735452},
		{.3, 0, -math.Sin(.3 * math.Pi)},
	} {
		if u := (exact.Burgers{}).At([]float64{c.t, c.x}); !(math.Abs(u[0]-c.u) < 1e-8) || len(u) != 1 {
			t.Errorf("u(x = %g, t = %g) = %.9f, want %.8f", c.x, c.t, u, c.u)
		}
	}
}

func TestClosedForms(t *testing.T) {
	for _, c := range []struct {
		s    exact.Solved
		x    []float64
		want float64
	}{
		{exact.Heat{}, []float64{.5, .5}, math.Exp(-.05 * math.Pi * math.Pi)},
		{exact.Poisson{}, []float64{.5, .25}, math.Sqrt2 / 2},
		{exact.Laplace{}, []float64{.5, .5}, .125 - 3*.125},
	} {
		if u := c.s.At(c.x); !(math.Abs(u[0]-c.want) < 1e-14) {
			t.Errorf("%T at %v: %g, want %g", c.s, c.x, u[0], c.want)
		}
		if got, want := c.s.Problem().Exact.At(c.x), c.s.At(c.x); !reflect.DeepEqual(got, want) {
			t.Errorf("%T: Problem().Exact gives %v, At %v", c.s, got, want)
		}
	}
}
