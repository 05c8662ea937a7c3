package diffop_test

import (
	"fmt"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen/diffop"
	. "github.com/gomlx/gomlx/core/graph"
)

// The residual u_t − u_xx of the heat equation at three points (t, x), for its solution e^(−t) sin x.
func ExamplePartial() {
	engine, err := backend.Go()
	if err != nil {
		panic(err)
	}
	residual := func(tx *Node) *Node {
		c := diffop.Columns(tx) // [b, 2] → two of [b, 1]
		t, x := c[0], c[1]
		u := Mul(Exp(Neg(t)), Sin(x))
		r := Sub(diffop.Partial(u, t), diffop.Partial(u, x, x))
		return ReduceAllMax(Abs(r))
	}
	worst := MustExecOnce(engine, residual, [][]float64{{0, 0.5}, {0.3, 1}, {1, 2}})
	fmt.Println(worst.Value().(float64) < 1e-15)
	// Output: true
}
