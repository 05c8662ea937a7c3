package fit

import (
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Source gives the batches of a run. What it feeds must depend on (seed, step) alone, and the shapes must not
// change from step to step, since each new shape would be compiled again.
type Source interface {
	// Fixed returns arrays that stay on the device for the whole run.
	Fixed() []Array
	// Feed returns arrays for one step, always of the same shapes.
	Feed(seed uint64, step int) []Array
	// Batch builds a step's batch in the graph from the fixed arrays and those fed for the step.
	Batch(fixed, fed []*Node) []*Node
}

// Array is a dense array on the host, row-major: floats in F or, for indices, integers in I.
type Array struct {
	Dims []int
	F    []float64
	I    []int32
}

// size is the number of entries.
func (a Array) size() int { return len(a.F) + len(a.I) }

// shape is the shape of its tensor; floats take the given type.
func (a Array) shape(dtype dtypes.DType) shapes.Shape {
	if a.I != nil {
		dtype = dtypes.Int32
	}
	return shapes.Make(dtype, a.Dims...)
}

// tensor converts to an engine's tensor; floats take the given type.
func (a Array) tensor(dtype dtypes.DType) *tensors.Tensor { return stack([]Array{a}, a.Dims, dtype) }

// stack puts arrays of the same shape one after the other into a tensor of dims, the rest zero.
func stack(each []Array, dims []int, dtype dtypes.DType) *tensors.Tensor {
	size := 1
	for _, d := range dims {
		size *= d
	}
	switch {
	case each[0].I != nil:
		flat := make([]int32, 0, size)
		for _, a := range each {
			flat = append(flat, a.I...)
		}
		return tensors.FromFlatDataAndDimensions(flat[:size], dims...)
	case dtype == dtypes.Float64:
		return tensors.FromFlatDataAndDimensions(floats[float64](each, size), dims...)
	default:
		return tensors.FromFlatDataAndDimensions(floats[float32](each, size), dims...)
	}
}

func floats[T float32 | float64](each []Array, size int) []T {
	flat := make([]T, 0, size)
	for _, a := range each {
		for _, x := range a.F {
			flat = append(flat, T(x))
		}
	}
	return flat[:size]
}

// rng is the random stream of one step (or epoch): a function of seed and number, so that any step can be had alone.
func rng(seed uint64, number int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15^uint64(number)))
}
