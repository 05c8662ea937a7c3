package main

import (
	"context"

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
	packages []string // what its results depend on
	run      func(ctx context.Context, seed uint64, share float64) ([]quantity, error)
}

const module = "github.com/gensci/gensci/gen/"

var (
	flowCode = []string{module + "flow", module + "fit", module + "metric"}
	pinnCode = []string{module + "pinn/exact"}
)

var rows = []row{
	{"RealNVP on moons, noise .05", 5, flowCode, density(flow.RealNVP{}, data.Moons{Noise: 0.05}, 3000)},
	{"RealNVP on 8gaussians", 5, flowCode, density(flow.RealNVP{Couplings: 16}, data.EightGaussians{}, 8000)},
	{"Poisson", 3, pinnCode, equation(exact.Poisson{}, 1e-2, pinn.Adam(1000))},
	{"heat", 3, pinnCode, equation(exact.Heat{}, 1e-2, pinn.Adam(1000))},
	{"Burgers, Adam alone", 3, pinnCode, equation(exact.Burgers{}, 2e-2, pinn.Adam(8000))},
}

// density trains a flow on a fresh stream; it must come within .05 nats of the law and integrate to one.
func density(f flow.RealNVP, law data.Planar, steps int) func(context.Context, uint64, float64) ([]quantity, error) {
	return func(ctx context.Context, seed uint64, share float64) ([]quantity, error) {
		m, err := fit.Density(f, fit.Stream(law, 256), fit.Options{
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
}

// equation solves a problem with a known solution; the relative L2 error must be below bar.
func equation(e exact.Solved, bar float64, d pinn.Descent) func(context.Context, uint64, float64) ([]quantity, error) {
	return func(ctx context.Context, seed uint64, share float64) ([]quantity, error) {
		d := d
		d.Options.Steps = int(share * float64(d.Options.Steps))
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
}
