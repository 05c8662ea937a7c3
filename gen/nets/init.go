package nets

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// Seed returns the seed for initial values that is set for a store, model.ParamInitialSeed; 0 if there is none.
func Seed(s *model.Store) uint64 {
	return uint64(model.GetRootParamOr(s, model.ParamInitialSeed, int64(0)))
}

// source is a stream of random numbers for the variable at a path: the same on every engine and in any order.
func source(s *model.Store, path string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(path)) // a hash never fails
	return rand.New(rand.NewPCG(Seed(s), h.Sum64()))
}

// variable returns the trainable variable name in scope; where it does not exist yet, draw gives its initial entries.
func variable(scope *model.Scope, name string, dtype dtypes.DType, dims []int, draw func(*rand.Rand) float64) *model.Variable {
	if v := scope.GetVariable(name); v != nil {
		return v
	}
	size := 1
	for _, d := range dims {
		size *= d
	}
	rng := source(scope.Store(), model.JoinPath(scope.Scope(), name))
	if dtype == dtypes.Float64 {
		return scope.VariableWithValue(name, tensors.FromFlatDataAndDimensions(fill(make([]float64, size), rng, draw), dims...))
	}
	return scope.VariableWithValue(name, tensors.FromFlatDataAndDimensions(fill(make([]float32, size), rng, draw), dims...))
}

func fill[T float32 | float64](x []T, rng *rand.Rand, draw func(*rand.Rand) float64) []T {
	for i := range x {
		x[i] = T(draw(rng))
	}
	return x
}

// uniform draws from (-bound, bound).
func uniform(bound float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return bound * (2*r.Float64() - 1) }
}

// glorot is the bound √(6/(in+out)) of Glorot and Bengio 2010, eq. 16, which keeps the variance of tanh layers.
func glorot(in, out int) float64 { return math.Sqrt(6 / float64(in+out)) }

// he is the bound √(6/in) of He et al. 2015, eq. 10, for layers that half of the signal passes.
func he(in int) float64 { return math.Sqrt(6 / float64(in)) }
