package fit_test

import (
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// Every kind of reduction may stand in a model: none of them makes fit fall back to one step per call on XLA, as it would if the
// loop's own code used the same kind outside of the loop.
func TestReductionsRunInsideOfTheLoop(t *testing.T) {
	for name, reduce := range map[string]func(x *Node) *Node{
		"sum": func(x *Node) *Node { return ReduceSum(x, -1) },
		"max": func(x *Node) *Node { return ReduceMax(x, -1) },
		"min": func(x *Node) *Node { return ReduceMin(x, -1) },
		"all": func(x *Node) *Node { return Where(LogicalAll(IsFinite(x), -1), ReduceSum(x, -1), ReduceSum(x, -1)) },
		"any": func(x *Node) *Node { return Where(LogicalAny(IsFinite(x), -1), ReduceSum(x, -1), ReduceSum(x, -1)) },
	} {
		t.Run(name, func(t *testing.T) {
			b := engines.XLA(t)
			h, err := fit.Run(b, model.NewStore(), func(c gen.Ctx, batch []*Node) *Node {
				net := nets.MLP{Hidden: []int{3}, Out: 2}.Build(c.Scope, c.Graph, 2, c.DType())
				return Square(reduce(net(batch[0])))
			}, fit.Stream(data.Moons{}, 8), fit.Options{Steps: 4, StepsPerCall: 2})
			if err != nil {
				t.Fatal(err)
			}
			if len(h.Notes) > 0 {
				t.Errorf("notes: %q", h.Notes)
			}
		})
	}
}
