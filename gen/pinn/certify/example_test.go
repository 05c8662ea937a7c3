package certify_test

import (
	"fmt"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/certify"
	"github.com/gensci/gensci/gen/pinn/exact"

	_ "github.com/gensci/gensci/backend"
)

// The heat equation with κ = .1: the bar knows the equation and the residuals, not the solution.
func ExampleBound() {
	heat := exact.Heat{}
	s, err := pinn.Solver{Net: pinn.Net{Hidden: []int{16, 16}, Activation: act.Tanh}}.Solve(heat.Problem(), pinn.Adam(300))
	if err != nil {
		panic(err)
	}
	bar, err := certify.Bound(heat.Problem(), s, certify.Parabolic{A: .1})
	if err != nil {
		panic(err)
	}
	ratio, err := bar.Against(heat)
	if err != nil {
		panic(err)
	}
	for _, part := range bar.Parts {
		fmt.Printf("%-8s × %.3f\n", part.Name, part.Constant)
	}
	fmt.Printf("%s in %s, holds: %t\n", bar.Kind, bar.Norm, ratio >= 1)
	// Output:
	// equation × 0.636
	// start    × 0.660
	// walls    × 0.916
	// bound in L2, holds: true
}
