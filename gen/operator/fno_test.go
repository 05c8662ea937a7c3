package operator_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/internal/engines"
)

// exactTol is for float64 and some dozen products and sums of numbers of size 1.
const exactTol = 1e-12

// apply runs a network with the weights of a store on u [batch, …] at x; weights that are given by path replace its own, which are made first.
func apply(t *testing.T, b compute.Backend, net operator.Net, weights map[string]any, u, x any) []float64 {
	t.Helper()
	store := model.NewStore()
	run := func() *tensors.Tensor {
		in := []any{u}
		if x != nil {
			in = append(in, x)
		}
		y, err := model.CallOnce(b, store, func(s *model.Scope, in []*Node) *Node {
			c := gen.Ctx{Scope: s, Graph: in[0].Graph(), Event: shapes.Make(dtypes.Float64, in[0].Shape().Dimensions[1:]...)}
			if len(in) == 1 {
				return net.Build(c).At(in[0], nil)
			}
			return net.Build(c).At(in[0], in[1])
		}, in...)
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	y := run()
	if len(weights) > 0 {
		for path, w := range weights {
			v := store.GetVariable(path)
			if v == nil {
				t.Fatalf("there is no variable %s", path)
			}
			if err := v.SetValue(tensors.MustFromAnyValue(w)); err != nil {
				t.Fatal(err)
			}
		}
		y = run()
	}
	return tensors.MustCopyFlatData[float64](y)
}

// propagator are weights with which an FNO{Width: 1, Layers: 1, Projection: 2} multiplies modes by factors: GELU(v) − GELU(−v) = v makes the projection
// the identity.
func propagator(factors []float64) map[string]any {
	re, im := make([][][]float64, len(factors)), make([][][]float64, len(factors))
	for k, f := range factors {
		re[k], im[k] = [][]float64{{f}}, [][]float64{{0}}
	}
	return map[string]any{
		"/lift/weights": [][]float64{{1}}, "/lift/biases": []float64{0},
		"/layer_0/spectral/real": re, "/layer_0/spectral/imaginary": im,
		"/layer_0/pointwise/weights": [][]float64{{0}}, "/layer_0/pointwise/biases": []float64{0},
		"/project/weights": [][]float64{{1, -1}}, "/project/biases": []float64{0, 0},
		"/last/weights": [][]float64{{1}, {-1}}, "/last/biases": []float64{0},
	}
}

// TestFNOIsTheHeatPropagator: with the weights set to its factors, on grids of any size.
func TestFNOIsTheHeatPropagator(t *testing.T) {
	const modes, period, time = 6, 2., .7
	heat := multiplier.Heat{Kappa: .02}
	u := data.GaussianFunctions{Period: period, Length: .3, Modes: modes}.Draw(rand.New(rand.NewPCG(1, 2)), 1)[0]
	factors := make([]float64, modes)
	for k := range factors {
		factors[k] = heat.Factor(2*math.Pi/period*float64(k), time)
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, n := range []int{11, 40} {
			x := operator.Grid(period, n)
			row := make([]float64, n)
			for i := range x {
				row[i] = u.At(x[i])
			}
			got := apply(t, b, operator.FNO{Modes: modes, Width: 1, Layers: 1, Projection: 2}, propagator(factors), [][]float64{row}, nil)
			for i, y := range got {
				if want := heat.At(u, []float64{time, x[i]})[0]; !(math.Abs(y-want) < exactTol) {
					t.Errorf("%d points: %g at %g, want %g", n, y, x[i], want)
				}
			}
		}
	})
}

// TestFNOCommutesWithShifts: points have no coordinates.
func TestFNOCommutesWithShifts(t *testing.T) {
	u := make([]float64, 16)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range u {
		u[i] = r.NormFloat64()
	}
	net := operator.FNO{In: 2, Out: 3, Modes: 4, Width: 5, Layers: 2, Projection: 7} // 8 points with 2 components
	a := apply(t, engines.Go(t), net, nil, [][]float64{u}, nil)
	b := apply(t, engines.Go(t), net, nil, [][]float64{append(append([]float64{}, u[2:]...), u[:2]...)}, nil)
	if len(a) != 24 {
		t.Fatalf("%d values, want 8 points with 3 components", len(a))
	}
	for i := range a {
		if !(math.Abs(b[i]-a[(i+3)%24]) < exactTol) {
			t.Errorf("value %d: %g, shifted by one point %g", i, a[(i+3)%24], b[i])
		}
	}
}
