package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/ode"
)

// samples is the batch of the row sampling.
const samples = 1000

// widths of the field's layers.
var widths = []int{2, 64, 64, 64, 2}

// sampler is the row sampling: noise, and the parameters of a flow as large as a trained one.
type sampler struct {
	x0     []float32   // [samples, 2]
	params []parameter // in the order of worker.py
}

// parameter is one array of a layer.
type parameter struct {
	scope, name string
	dims        []int
	values      []float32
}

var noise = newSampler()

// newSampler draws from a fixed seed: x0 standard normal, weights uniform with variance 4/fan-in (a field that takes some steps), gates and shifts uniform with
// variance 1, biases zero.
func newSampler() sampler {
	r := rand.New(rand.NewPCG(23, 0))
	s := sampler{x0: make([]float32, 2*samples)}
	for i := range s.x0 {
		s.x0[i] = float32(r.NormFloat64())
	}
	for i, in := range widths[:len(widths)-1] {
		add := func(name string, variance float64, dims ...int) {
			p := parameter{fmt.Sprintf("/layer_%d", i), name, dims, make([]float32, dims[0]*dims[len(dims)-1])}
			if len(dims) == 1 {
				p.values = p.values[:dims[0]]
			}
			for k := range p.values {
				p.values[k] = float32((2*r.Float64() - 1) * math.Sqrt(3*variance))
			}
			s.params = append(s.params, p)
		}
		out := widths[i+1]
		add("weights", 4/float64(in), in, out)
		add("biases", 0, out)
		add("gate", 1, out)
		add("gate_bias", 0, out)
		add("shift", 1, out)
	}
	return s
}

// bytes is what worker.py reads.
func (s sampler) bytes() []byte {
	var raw []byte
	add := func(x []float32) {
		for _, v := range x {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
	}
	add(s.x0)
	for _, p := range s.params {
		add(p.values)
	}
	return raw
}

// store holds the parameters where flow.CNF looks for them.
func (s sampler) store(t dtypes.DType) *model.Store {
	store := model.NewStore()
	for _, p := range s.params {
		store.Scope(p.scope).VariableWithValue(p.name, as(t, p.values, p.dims...))
	}
	return store
}

// start is x0 as a tensor.
func (s sampler) start(t dtypes.DType) *tensors.Tensor { return as(t, s.x0, samples, 2) }

func as(t dtypes.DType, x []float32, dims ...int) *tensors.Tensor {
	if t == dtypes.Float32 {
		return tensors.FromFlatDataAndDimensions(x, dims...)
	}
	wide := make([]float64, len(x))
	for i, v := range x {
		wide[i] = float64(v)
	}
	return tensors.FromFlatDataAndDimensions(wide, dims...)
}

// field is that of flow.CNF, from noise to data.
func field(scope *model.Scope, x *Node) ode.Field {
	law := flow.CNF{Hidden: widths[1:4]}.Build(gen.Ctx{Scope: scope, Graph: x.Graph(), Event: shapes.Make(x.DType(), 2)})
	return law.(flow.Continuous).Field
}
