package ode_test

import (
	"fmt"
	"math"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen/ode"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Twenty steps of the classical method, and the derivative of their result by where they began.
func ExampleSolve() {
	engine, err := backend.Go()
	if err != nil {
		fmt.Println(err)
		return
	}
	out := MustExecOnceN(engine, func(x *Node) []*Node {
		decay := func(_, x *Node) *Node { return Neg(x) }
		end := ode.Solve(decay, ode.RK4, x, 0, 1, 20)
		return []*Node{end, Gradient(ReduceAllSum(end), x)[0]}
	}, [][]float64{{1}, {2}})
	for _, o := range out {
		fmt.Printf("%.6f\n", tensors.MustCopyFlatData[float64](o))
	}
	// Output:
	// [0.367879 0.735759]
	// [0.367879 0.367879]
}

// A ball that falls from 10 meters: the event is where it meets the ground.
func ExampleHost() {
	fall := func(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], -9.81 }
	ground := ode.Event{Name: "ground", G: func(_ float64, x []float64) float64 { return x[0] }, Terminal: true}
	tr, err := ode.Host{RTol: 1e-8, ATol: 1e-8, Events: []ode.Event{ground}}.Solve(fall, []float64{10, 0}, 0, 100)
	fmt.Printf("%.6f %.6f %v\n", tr.Hits[0].T, math.Sqrt(2*10/9.81), err)
	// Output: 1.427843 1.427843 <nil>
}
