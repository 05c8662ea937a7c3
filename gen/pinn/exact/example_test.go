package exact_test

import (
	"fmt"

	"github.com/gensci/gensci/gen/pinn/exact"
)

func Example() {
	b := exact.Burgers{Nu: 0.1}
	fmt.Printf("%.6f\n", b.At([]float64{0.5, 0.25})) // t, x
	for _, c := range b.Problem().Conditions {
		fmt.Println(c.Name, c.N)
	}
	// Output:
	// [-0.554111]
	// equation 10000
	// start 100
	// walls 100
}

func ExampleCavity() {
	u, v := exact.Cavity{}.Velocity(0.5, 0.5)
	fmt.Printf("in the middle of the cavity: %.4f, %.4f\n", u, v)
	// Output: in the middle of the cavity: -0.2091, 0.0575
}
