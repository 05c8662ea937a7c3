package flow_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestMAF(t *testing.T) {
	gentest.Density(t, engines.Go(t), 12, flow.MAF{Transforms: 2, Hidden: []int{8}, Norm: true})
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Density(t, b, 12, flow.MAF{Transforms: 2, Hidden: []int{8}})
	})
}

func TestIAF(t *testing.T) {
	gentest.Density(t, engines.Go(t), 12, flow.IAF{Transforms: 2, Hidden: []int{8}})
	gentest.Density(t, engines.Go(t), 12, flow.IAF{Transforms: 2, Hidden: []int{8}, Norm: true})
}

func TestAutoregressiveFlowsInMoreDimensions(t *testing.T) {
	for _, f := range []gen.Density{
		flow.MAF{Transforms: 3, Hidden: []int{8}},
		flow.IAF{Transforms: 3, Hidden: []int{8}},
		flow.MAF{Transforms: 3, Hidden: []int{8}, Orders: [][]int{{1, 2, 0}}},
	} {
		suite(t, f, 3, nil, gentest.Trial{})
		suite(t, f, 3, nil, gentest.Trial{Float32: true, Tol: chain32})
		suite(t, f, 3, conditions(), gentest.Trial{})
		wantConditioned(t, f, 3)
		neverNaN(t, engines.Go(t), f, 3)
	}
	suite(t, flow.MAF{Transforms: 4, Hidden: []int{8}}, 5, nil, gentest.Trial{})
	suite(t, flow.IAF{Transforms: 4, Hidden: []int{8}}, 5, nil, gentest.Trial{})
}

// In a given order, a coordinate's noise depends on it and on those before it (MAF), and the coordinate on its noise and
// those before it (IAF): one of the two Jacobians has zeros by construction, and both are triangular in that order.
func TestOrderOfAutoregressiveFlows(t *testing.T) {
	order := []int{2, 0, 1}
	for _, f := range []gen.Density{
		flow.MAF{Transforms: 1, Hidden: []int{8}, Orders: [][]int{order}}, flow.IAF{Transforms: 2, Hidden: []int{8}, Orders: [][]int{order}},
	} {
		out := scrambled(t, engines.Go(t), 3, func(c gen.Ctx, x *Node) []*Node {
			z, _ := f.Build(c).(bijector.Transformed).T.Inverse(x)
			return []*Node{ConvertDType(diffop.Jacobian(z, x), dtypes.Float64)}
		}, [][]float32{{0.1, -0.7, 1.3}})
		jac := tensors.MustCopyFlatData[float64](out[0])
		for place, i := range order {
			for later, j := range order {
				if d := jac[3*i+j]; (later > place) != (math.Abs(d) < 1e-6) { // rounding of float32, which the inverse of an IAF goes through
					t.Errorf("%+v: ∂z_%d/∂x_%d = %g", f, i, j, d)
				}
			}
		}
	}
}

func TestAutoregressiveFlowsRefuseSettings(t *testing.T) {
	wantRefused(t, map[string]gen.Density{
		"flow.MAF: want Transforms at least 0": flow.MAF{Transforms: -1},
		"flow.MAF: want Bound at least 0":      flow.MAF{Bound: math.NaN()},
		"flow.MAF: want Hidden layers":         flow.MAF{Hidden: []int{-1}},
		"flow.MAF: want each of 0 … 1":         flow.MAF{Orders: [][]int{{0, 1}, {0, 0}}},
		"flow.IAF: want each of 0 … 1":         flow.IAF{Orders: [][]int{{0, 1, 2}}},
		"flow.IAF: want Transforms at least 0": flow.IAF{Transforms: -3},
		"flow.IAF: want Hidden layers":         flow.IAF{Hidden: []int{4, 0}},
	})
}
