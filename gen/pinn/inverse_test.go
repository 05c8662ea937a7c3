package pinn_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// conductivity is −(a u′)′ = f on [0, 1], u = sin x measured, a = 1 + x/2 to be found: a second field, known at one end alone. There a u′ is known, so that
// a = (a u′)/u′ is decided everywhere, since u′ vanishes nowhere.
func conductivity() pinn.Problem {
	span := geom.Interval{0, 1}
	return pinn.Problem{
		Vars: "x", Fields: "u a",
		Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(x[0]), 1 + x[0]/2} }),
		Conditions: []pinn.Condition{
			{Name: "equation", On: span, N: 40, Residual: func(d pinn.D) *Node {
				f := Sub(Mul(OnePlus(DivScalar(d.X("x"), 2)), Sin(d.X("x"))), DivScalar(Cos(d.X("x")), 2))
				return Add(Add(Mul(d.Field("a", "x"), d.Field("u", "x")), Mul(d.Field("a"), d.Field("u", "x", "x"))), f)
			}},
			{Name: "end", On: geom.Rect{span}.Face("x", 0), N: 1, Residual: pinn.Dirichlet("a", func(d pinn.D) *Node { return OnesLike(d.X("x")) })},
			{Name: "data", On: along("u", 1, 30, math.Sin), Weight: 10, Residual: pinn.Measured("u")},
		},
	}
}

// fieldTol is what some hundred iterations leave; a field from a derivative of data is worse than the data.
const fieldTol = 5e-3

// TestUnknownField: a coefficient that is a function is one more field.
func TestUnknownField(t *testing.T) {
	b := engines.Go(t)
	p := conductivity()
	gentest.Problem(t, b, p, p.Exact)
	s, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{8}}, DType: dtypes.Float64, Seed: 1}.Solve(p, pinn.LBFGS(400))
	if err != nil {
		t.Fatal(err)
	}
	var e float64
	if e, err = s.Error(); err != nil || !(e < fieldTol) {
		t.Errorf("relative error of u and a %.2g (%v), want at most %g", e, err, fieldTol)
	}
}

// TestExperiments: the two together decide k as the sum of their information, σ / √(Σ (∂u₁/∂k)² + Σ (∂u₂/∂k)²), with nothing but k unknown.
func TestExperiments(t *testing.T) {
	const noise, n = 0.02, 20
	var information float64
	data := make([]geom.Cloud, 2)
	for i, start := range []float64{1, 3} {
		data[i] = along(fmt.Sprintf("u%d", i+1), 2, n, func(x float64) float64 {
			information += math.Pow(start*x*math.Exp(-rate*x), 2)
			return start * math.Exp(-rate*x)
		})
	}
	p, b := experiments(data[0], data[1]), engines.Go(t)
	s, err := pinn.Solver{Engine: b, Net: pinn.Net{Hidden: []int{8}}, DType: dtypes.Float64, Seed: 1}.Solve(p, pinn.LBFGS(400))
	if err != nil {
		t.Fatal(err)
	}
	all, err := pinn.Laplace{Noise: noise}.Intervals(p, s)
	if err != nil {
		t.Fatal(err)
	}
	k, bound := all[0], noise/math.Sqrt(information)
	if math.Abs(k.Value-rate) > bound/2 || math.Abs(k.StdErr/bound-1) > 0.1 { // data are clean: what is left is the training's
		t.Errorf("got %s, want %g with standard error %g", k, rate, bound)
	}
}
