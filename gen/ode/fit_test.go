package ode_test

import (
	"testing"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
)

// A rate is learned through loops, forward and backward, which cannot stand in fit's own loop: on XLA fit takes one step per call
// instead. x(1) = x·exp(−rate), with rate = 1/2.
func TestFitThroughLoops(t *testing.T) {
	x := mat.NewDense(16, 1, nil)
	y := mat.NewDense(16, 1, nil)
	for i := range 16 {
		x.Set(i, 0, float64(i)/8-1)
		y.Set(i, 0, x.At(i, 0)*0.6065306597126334)
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		h, err := fit.Run(b, model.NewStore(), func(c gen.Ctx, batch []*Node) *Node {
			rate := c.Scope.VariableWithValue("rate", float32(0)).NodeValue(c.Graph)
			end := ode.Checkpoint(func(_, x *Node) *Node { return Neg(Mul(x, rate)) }, ode.RK4, batch[0], 0, 1, 4)
			return ReduceMean(Square(Sub(end, batch[1])), -1)
		}, fit.Rows(16, x, y), fit.Options{Steps: 100, LearningRate: 0.05, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if last := h.Loss[len(h.Loss)-1]; !(last < 1e-4) {
			t.Errorf("loss %g after 100 steps", last)
		}
	})
}
