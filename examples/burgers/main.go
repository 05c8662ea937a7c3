// Command burgers solves Burgers' equation by a physics-informed network and compares it with the exact solution.
package main

import (
	"fmt"
	"log"
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	_ "github.com/gensci/gensci/backend" // XLA if it is there, else pure Go
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/gen/pinn/geom"
)

func main() {
	const nu = 0.01 / math.Pi
	square := geom.Rect{{0, 1}, {-1, 1}} // t, x
	burgers := pinn.Problem{Vars: "t x", Fields: "u", Exact: exact.Burgers{Nu: nu}, Conditions: []pinn.Condition{
		{Name: "equation", On: square, N: 10_000, Residual: func(d pinn.D) *Node {
			return Sub(Add(d.U("t"), Mul(d.U(), d.U("x"))), MulScalar(d.U("x", "x"), nu))
		}},
		{Name: "start", On: square.Face("t", 0), N: 100, Weight: 10, Residual: func(d pinn.D) *Node {
			return Add(d.U(), Sin(MulScalar(d.X("x"), math.Pi)))
		}},
		{Name: "walls", On: square.Faces("x"), N: 100, Weight: 10, Residual: func(d pinn.D) *Node { return d.U() }},
	}}
	sol, err := pinn.Solve(burgers, pinn.Adam(8_000))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sol.Error()) // relative L2 error against Cole and Hopf's solution
}
