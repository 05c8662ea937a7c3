package main

import (
	"context"
	"fmt"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/metric"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
)

// row is a reference test: what is trained, from how many seeds.
type row struct {
	name     string
	seeds    int
	packages []string // what its results depend on, beside the settings
	settings string
	run      func(ctx context.Context, seed uint64, share float64) ([]quantity, error)
}

const module = "github.com/gensci/gensci/gen/"

var (
	flowCode = []string{module + "flow", module + "fit", module + "metric"}
	pinnCode = []string{module + "pinn/exact"}
)

// rectangular is a closed curve: the angle enters as (cos, sin), and is uniform before the flow.
var rectangular = flow.Rectangular{Latent: 1, Angular: true, Outer: flow.RealNVP{Couplings: 4, Hidden: []int{32, 32}}}

var rows = []row{
	density("RealNVP on moons, noise .05", flow.RealNVP{}, data.Moons{Noise: 0.05}, 256, 3000),
	density("RealNVP on 8gaussians", flow.RealNVP{Couplings: 16}, data.EightGaussians{}, 512, 8000),
	onCircle("rectangular flow, von Mises on a circle", rectangular, data.VonMises{Mean: 1}, 256, 2000),
	onCircle("rectangular flow, von Mises on a circle in 10 dimensions", rectangular, data.VonMises{Mean: 1, Ambient: 10}, 256, 2000),
	onCircle("free-form flow, von Mises on a circle in 10 dimensions", flow.FreeForm{Latent: 1, Angular: true}, data.VonMises{Mean: 1, Ambient: 10}, 256, 3000),
	equation("Poisson", exact.Poisson{}, 1e-2, 1500),
	equation("heat", exact.Heat{}, 1e-2, 1000),
	equation("Burgers, Adam alone", exact.Burgers{}, 2e-2, 8000),
}

// density trains a flow on a fresh stream, from 5 seeds; it must come within .05 nats of the law and integrate to one.
func density(name string, f flow.RealNVP, law data.Planar, batch, steps int) row {
	r := row{name: name, seeds: 5, packages: flowCode, settings: fmt.Sprintf("%+v %T %+v %d %d", f, law, law, batch, steps)}
	r.run = func(ctx context.Context, seed uint64, share float64) ([]quantity, error) {
		m, err := fit.Density(f, fit.Stream(law, batch), fit.Options{
			Steps: int(share * float64(steps)), Seed: seed, LearningRate: 5e-3, Schedule: fit.Cosine(0.01), ClipNorm: 5, Context: ctx,
		})
		if err != nil {
			return nil, err
		}
		excess, err := metric.Excess(m, law)
		if err != nil {
			return nil, err
		}
		lo, hi := law.Box()
		for i := range lo { // a flow has tails where the law has none
			lo[i], hi[i] = lo[i]-1, hi[i]+1
		}
		integral, err := metric.Integral(m, lo, hi, 500)
		if err != nil {
			return nil, err
		}
		return []quantity{
			{Name: "excess in nats", Value: excess.Value, Err: excess.StdErr, Low: -3 * excess.StdErr, High: 0.05},
			{Name: "integral", Value: integral.Value, Err: integral.StdErr, Low: 0.99, High: 1.01},
		}, nil
	}
	return r
}

// equation solves a problem with a known solution, from 5 seeds; the relative L2 error must be below bar.
func equation(name string, e exact.Solved, bar float64, steps int) row {
	r := row{name: name, seeds: 5, packages: pinnCode, settings: fmt.Sprintf("%+v %g %d", e, bar, steps)}
	r.run = func(ctx context.Context, seed uint64, share float64) ([]quantity, error) {
		d := pinn.Adam(int(share * float64(steps)))
		d.Options.Context = ctx
		sol, err := pinn.Solver{Seed: seed}.Solve(e.Problem(), d)
		if err != nil {
			return nil, err
		}
		wrong, err := sol.Error()
		if err != nil {
			return nil, err
		}
		return []quantity{{Name: "relative L2", Value: wrong, High: bar}}, nil
	}
	return r
}
