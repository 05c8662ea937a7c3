package doctor

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
)

// Look finds what the units of a model do on the first batch of data, after fit.Run has trained it in the store by the same objective. A hidden layer is
// whatever depends on weights and is multiplied by a matrix, [batch, units].
func Look(b compute.Backend, s *model.Store, obj fit.Objective, data fit.Source, seed uint64) (Units, error) {
	fed := data.Feed(seed, 0)
	var args []any
	for _, a := range append(fed, data.Fixed()...) {
		t := tensorOf(a)
		defer t.MustFinalizeAll()
		args = append(args, t)
	}
	exec, err := model.NewExec(b, s, func(_ *model.Scope, in []*Node) []*Node {
		dtype := dtypeOf(s)
		given := make([]*Node, len(in))
		for i, x := range in {
			if given[i] = x; x.DType().IsFloat() {
				given[i] = ConvertDType(x, dtype)
			}
		}
		batch := data.Batch(given[len(fed):], given[:len(fed)])
		g := batch[0].Graph()
		obj(gen.Ctx{
			Scope: fit.ModelScope(s), Graph: g, Event: shapes.Make(dtype, batch[0].Shape().Dimensions[min(1, batch[0].Rank()):]...),
			Rng: dist.NewRng(RNGStateFromSeedForGraph(g, int64(seed))),
		}, batch)
		var out []*Node
		for _, h := range layers(g, in, batch[0].Shape().Dim(0)) {
			h = ConvertDType(h, dtypes.Float64)
			out = append(out, Sqrt(ReduceMean(Square(Sub(h, ReduceAndKeep(h, ReduceMean, 0))), 0)))
		}
		return append(out, ScalarOne(g, dtypes.Float64)) // a graph needs a result
	})
	if err != nil {
		return nil, fmt.Errorf("doctor.Look: %w", err)
	}
	defer exec.Finalize()
	y, err := exec.Call(args...)
	if err != nil {
		return nil, fmt.Errorf("doctor.Look: %w", err)
	}
	var units Units
	for i, t := range y {
		if i < len(y)-1 {
			units = append(units, append([]float64{}, t.Value().([]float64)...))
		}
		t.MustFinalizeAll()
	}
	return units, nil
}

// layers are the left sides [n, units] of products in a graph that depend on weights: on parameters that were not given.
func layers(g *Graph, given []*Node, n int) (out []*Node) {
	depends := map[*Node]bool{}
	input := map[*Node]bool{}
	for _, x := range given {
		input[x] = true
	}
	seen := map[*Node]bool{}
	for _, node := range g.Nodes() { // inputs come before what is made of them
		depends[node] = node.Type() == NodeTypeParameter && !input[node]
		for _, x := range node.Inputs() {
			depends[node] = depends[node] || depends[x]
		}
		if node.Type() != NodeTypeDotGeneral {
			continue
		}
		h := node.Inputs()[0]
		if depends[h] && h.Type() != NodeTypeParameter && h.Rank() == 2 && h.Shape().Dim(0) == n && !seen[h] {
			seen[h], out = true, append(out, h)
		}
	}
	return out
}

// dtypeOf is the type of a model's weights.
func dtypeOf(s *model.Store) dtypes.DType {
	for v := range s.IterVariables() {
		if v.Trainable && v.DType().IsFloat() {
			return v.DType()
		}
	}
	return dtypes.Float32
}

func tensorOf(a fit.Array) *tensors.Tensor {
	if a.I != nil {
		return tensors.FromFlatDataAndDimensions(a.I, a.Dims...)
	}
	return tensors.FromFlatDataAndDimensions(a.F, a.Dims...)
}
