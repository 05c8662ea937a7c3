package operator_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// TestDeepONetIsItsFormula: two fields of two terms each, s_f(x) = Σ_j (w_fj·u) · tanh(a_fj x + c_fj) + b_f, at shared and at own points.
func TestDeepONetIsItsFormula(t *testing.T) {
	net := operator.DeepONet{Box: geom.Rect{{-1, 1}}, Fields: 2, Width: 2, Branch: []int{}, Trunk: []int{}, Activation: act.Tanh}
	w := [][]float64{{1, 2, -3, .5}, {-1, 3, 1, 4}} // first both terms of field 0
	a, c := []float64{1, -2, .5, 3}, []float64{.5, .25, 0, -1}
	weights := map[string]any{
		"/branch/layer_0/weights": w, "/branch/layer_0/biases": make([]float64, 4),
		"/trunk/layer_0/weights": [][]float64{a}, "/trunk/layer_0/biases": c, "/bias_0": 10., "/bias_1": 20.,
	}
	u, x := [][]float64{{1, 2}, {3, -1}}, []float64{-.5, 0, 1}
	want := func(u []float64, x float64) [2]float64 {
		s := [2]float64{10, 20}
		for j := range a {
			s[j/2] += (w[0][j]*u[0] + w[1][j]*u[1]) * math.Tanh(a[j]*x+c[j])
		}
		return s
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		shared := [][]float64{{x[0]}, {x[1]}, {x[2]}}
		for name, points := range map[string]any{"shared": shared, "own": [][][]float64{shared, shared}} {
			got := apply(t, b, net, weights, u, points)
			for i := range u {
				for k := range x {
					for f, w := range want(u[i], x[k]) {
						if y := got[(i*len(x)+k)*2+f]; !(math.Abs(y-w) < exactTol) {
							t.Errorf("%s points: field %d of function %d is %g at %g, want %g", name, f, i, y, x[k], w)
						}
					}
				}
			}
		}
	})
}

// TestDerivativesAreGradients: those that the trunk carries forward, against gradients of gradients of the whole, also with a period, whose end values
// are the same.
func TestDerivativesAreGradients(t *testing.T) {
	net := operator.DeepONet{Box: geom.Rect{{0, 2}, {-1, 3}}, Periods: []float64{0, 4}, Fields: 2, Width: 3, Branch: []int{4}, Trunk: []int{5}, Activation: act.Tanh}
	var both []*Node
	p := operator.Problem{Vars: "t x", Fields: "s v", Of: "x", Conditions: []operator.Condition{{
		Name: "all", On: net.Box, N: 3, Residual: func(d pinn.D, u *Node) *Node {
			for _, by := range [][]string{{"t"}, {"x"}, {"x", "x"}, {"t", "x"}} {
				both = append(both, d.U(by...), d.Of(d.U(), by...), d.Field("v", by...), d.Of(d.Field("v"), by...))
			}
			return u
		},
	}}}
	loss, err := net.Physics(p)
	if err != nil {
		t.Fatal(err)
	}
	u := [][]float64{{1, -.5, 2}, {.3, 1, 1}}
	x := [][]float64{{.1, 1}, {1.9, -.7}, {.5, 2}, {.2, .2}, {1, 0}, {1.3, 2.9}}
	v := [][]float64{{1}, {1}, {1}, {1}, {1}, {1}}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		out, err := model.CallOnceN(b, model.NewStore(), func(s *model.Scope, in []*Node) []*Node {
			both = nil
			loss(gen.Ctx{Scope: s, Graph: in[0].Graph(), Event: shapes.Make(dtypes.Float64, 3)}, in)
			return both
		}, u, x, v)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(out); i += 2 {
			a, b := tensors.MustCopyFlatData[float64](out[i]), tensors.MustCopyFlatData[float64](out[i+1])
			for k := range a {
				if !(math.Abs(a[k]-b[k]) < exactTol*10) || a[k] == 0 { // second derivatives are of size 10
					t.Errorf("derivative %d at point %d: carried %g, by gradients %g", i/2, k, a[k], b[k])
				}
			}
		}
		ends := apply(t, b, net, nil, u, [][]float64{{1, -1}, {1, 3}})
		if !(math.Abs(ends[0]-ends[2]) < exactTol) {
			t.Errorf("%g and %g at the ends of a period", ends[0], ends[2])
		}
	})
}
