package data_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/gensci/gensci/gen/data"
)

func ExampleFloor() {
	entropy, plusMinus := data.Floor(data.Circles{})
	fmt.Printf("no model's mean −log p is below %.3f nats (± %.3f)\n", entropy, plusMinus)
	// Output: no model's mean −log p is below 3.268 nats (± 0.000)
}

func ExampleMoons() {
	moons := data.Moons{Noise: .05}
	x := moons.Sample(rand.New(rand.NewPCG(1, 2)), 1000)
	n, d := x.Dims()
	fmt.Println(n, d, moons.LogProb([]float64{0, 1}) > moons.LogProb([]float64{0, 0}))
	// Output: 1000 2 true
}

func ExampleIris() {
	iris := data.Iris()
	fmt.Println(iris.X.RawRowView(0), iris.Classes[int(iris.Y[0])])
	// Output: [5.1 3.5 1.4 0.2] setosa
}
