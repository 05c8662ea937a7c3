package opt_test

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen/opt"
)

// A line through four points by least squares: the data are inputs, x is slope and intercept.
func ExampleLBFGS_Minimize() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	t := tensors.FromValue([]float64{0, 1, 2, 3})
	y := tensors.FromValue([]float64{1, 3, 5, 7})
	r, err := opt.LBFGS{}.Minimize(engine, func(x *Node, data []*Node) *Node {
		slope, intercept := Slice(x, AxisRange(0, 1)), Slice(x, AxisRange(1, 2))
		return ReduceAllMean(Square(Sub(Add(Mul(slope, data[0]), intercept), data[1])))
	}, []float64{0, 0}, t, y)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.4f, %s\n", r.X, r.Reason)
	// Output: [2.0000 1.0000], small gradient
}
