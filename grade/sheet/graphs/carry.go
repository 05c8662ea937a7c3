package graphs

import (
	"errors"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/grade/wire"
	"github.com/gensci/gensci/grade/wire/tensor"
)

// The checker has the student's function as a stub of the type that the sheet says, which takes and returns nodes. The nodes that it is called with belong to no graph: each
// stands for a tensor, which crosses in its place. Stubs are called from one goroutine (wire.Caller).
var carried = map[*graph.Node]*tensors.Tensor{}

func carry(t *tensors.Tensor) *graph.Node {
	n := new(graph.Node)
	carried[n] = t
	return n
}

func init() {
	wire.Register(func(n *graph.Node) tensor.Flat {
		t, ok := carried[n]
		if !ok {
			panic(errors.New("a node of a graph does not cross; tests call graph functions by graphs.Call"))
		}
		return tensor.Flatten(t)
	}, func(f tensor.Flat) (*graph.Node, error) {
		t, err := f.Tensor()
		if err != nil {
			return nil, err
		}
		return carry(t), nil
	}, nil)
}
