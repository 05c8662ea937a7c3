package operator_test

import (
	"fmt"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
)

// A network learns what heat conduction makes of any initial value until t = 1, and is asked on a finer grid than it has seen.
func Example() {
	b, err := backend.Go() // programs use operator.Train, and leave the choice of the engine to package backend
	if err != nil {
		panic(err)
	}
	law := data.GaussianFunctions{Length: .3, Modes: 8}
	coarse := operator.Inputs{Law: law, Sensors: operator.Grid(1, 16), Batch: 16}
	fine := operator.Inputs{Law: law, Sensors: operator.Grid(1, 100)}
	heat := multiplier.Heat{Kappa: .01}

	pairs, err := coarse.Aligned(heat, multiplier.At(1, coarse.Sensors))
	if err != nil {
		panic(err)
	}
	small := operator.FNO{Modes: 4, Width: 6, Layers: 1, Projection: 12}
	m, err := operator.TrainOn(b, small, pairs, fit.Options{Steps: 300, LearningRate: 2e-2, Schedule: fit.Cosine(.01)})
	if err != nil {
		panic(err)
	}
	e, err := m.Error(fine, heat, multiplier.At(1, fine.Sensors), 50, 1)
	fmt.Println(e.Value < .05, err)
	// Output: true <nil>
}
