// Command flow trains a RealNVP on two moons and says how far it is above the exact density.
package main

import (
	"fmt"
	"log"

	_ "github.com/gensci/gensci/backend" // XLA if it is there, else pure Go
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/metric"
)

func main() {
	moons := data.Moons{Noise: 0.05}
	stream := fit.Stream(moons, 256) // fresh data at each step
	options := fit.Options{Steps: 3000, LearningRate: 5e-3, Schedule: fit.Cosine(0.01), ClipNorm: 5}
	m, err := fit.Density(flow.RealNVP{}, stream, options)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(metric.Excess(m, moons)) // nats above the exact density: 0 is perfect
}
