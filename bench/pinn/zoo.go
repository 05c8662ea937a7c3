package main

import (
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
)

// problem is one of the zoo, and what is known of it.
type problem struct {
	name      string
	of        exact.Reference
	files     []string           // of gen/pinn/exact, which its results depend on
	periods   map[string]float64 // what the network is told
	change    func(p *pinn.Problem)
	published string // relative L2, and whose
}

func (p problem) exact() exact.Reference { return p.of }

func keysOf(m map[string]float64) iter.Seq[string] { return maps.Keys(m) }

// Files that many problems use.
var (
	flows    = []string{"navier_stokes.go", "given.go"}
	spectral = []string{"semilinear.go", "walls.go", "trace.go"}
)

func plain(width, depth int) pinn.Net {
	return pinn.Net{Hidden: slices.Repeat([]int{width}, depth), Activation: act.Tanh}
}

// with is a network with random Fourier features of the inputs.
func with(n pinn.Net, fourier float64) pinn.Net {
	n.Fourier = fourier
	return n
}

// zoo is the table from top to bottom. Settings are such that a row takes at most ten minutes on two cores, Burgers alone longer.
var zoo = []accuracy{
	{
		problem: problem{
			name: "Burgers, as Raissi", of: exact.Burgers{}, files: []string{"burgers.go"}, change: raissi,
			published: "6.7e-4, Raissi, Perdikaris, Karniadakis 2019",
		}, net: plain(20, 8), single: true, adam: 1000, lbfgs: 8000, double: 3000, seeds: 5,
	},
	{
		problem: problem{
			name: "Burgers", of: exact.Burgers{}, files: []string{"burgers.go"},
			published: "6.7e-4, Raissi, Perdikaris, Karniadakis 2019",
		}, net: plain(20, 8), adam: 5000, lbfgs: 8000,
	},
	{
		problem: problem{
			name: "Schrödinger", of: exact.Schrodinger{}, files: append([]string{"schrodinger.go", "breather.go"}, spectral...),
			periods: map[string]float64{"x": 10}, published: "1.97e-3 (of |h|), Raissi, Perdikaris, Karniadakis 2019",
		}, net: plain(50, 4), points: 8000, adam: 5000, lbfgs: 5000,
	},
	{
		problem: problem{
			name: "Allen-Cahn", of: exact.AllenCahn{}, files: append([]string{"allen_cahn.go"}, spectral...),
			periods: map[string]float64{"x": 2}, published: "5.4e-5, Wang, Sankaran, Wang, Perdikaris 2023",
		}, net: with(pinn.Net{Hidden: []int{64, 64, 64}, Activation: act.Tanh, Kind: pinn.Modified}, 1), points: 8000, adam: 20_000, lbfgs: 4000,
	},
	small("Poisson", exact.Poisson{}, "poisson.go"),
	small("Poisson, 2 waves", exact.Poisson{Mode: 2}, "poisson.go"),
	small("Laplace, disk", exact.Laplace{}, "laplace.go"),
	small("Poisson, disk", exact.Membrane{}, "membrane.go"),
	small("Laplace, L-shape", exact.LShape{}, "lshape.go", "given.go"),
	small("Helmholtz", exact.Helmholtz{}, "helmholtz.go"),
	small("Heat", exact.Heat{}, "heat.go"),
	small("Wave", exact.Wave{}, "wave.go", "given.go"),
	small("Advection", exact.Advection{}, "advection.go", "given.go"),
	fourier(small("Advection, β = 30", exact.Advection{Beta: 30}, "advection.go", "given.go"), 3),
	small("Klein-Gordon", exact.KleinGordon{}, "klein_gordon.go", "given.go"),
	small("Fisher", exact.Fisher{}, "fisher.go", "given.go"),
	small("Schrödinger, breather", exact.Breather{}, "breather.go", "schrodinger.go", "given.go"),
	small("KdV, solitons", exact.Solitons{}, "solitons.go", "given.go"),
	{
		problem: problem{
			name: "KdV", of: exact.KdV{}, files: append([]string{"kdv.go"}, spectral...), periods: map[string]float64{"x": 2},
		}, net: plain(40, 5), points: 6000, adam: 10_000, lbfgs: 4000,
	},
	{
		problem: problem{
			name: "Kuramoto-Sivashinsky, t ≤ .4", of: exact.KuramotoSivashinsky{End: 0.4}, files: append([]string{"kuramoto.go"}, spectral...),
			periods: map[string]float64{"x": 2 * math.Pi},
		}, net: with(plain(40, 4), 1), points: 5000, adam: 10_000, lbfgs: 2000,
	},
	flow("Kovasznay", exact.Kovasznay{}, "kovasznay.go", 3000, 4000),
	flow("Stokes", exact.Stokes{}, "stokes.go", 3000, 4000),
	flow("Taylor-Green", exact.TaylorGreen{}, "taylor_green.go", 3000, 3000),
	flow("Beltrami", exact.Beltrami{}, "beltrami.go", 1500, 2000),
	small("Elasticity", exact.Elasticity{}, "elasticity.go"),
	small("Black-Scholes", exact.BlackScholes{}, "black_scholes.go", "given.go"),
	fourier(small("Oscillator", exact.Oscillator{}, "oscillator.go"), 2),
	fourier(small("Lotka-Volterra, t ≤ 10", exact.LotkaVolterra{}, "lotka_volterra.go", "taylor.go"), 2),
	fourier(small("Lorenz, t ≤ 3", exact.Lorenz{End: 3}, "lorenz.go", "taylor.go"), 2),
}

// raissi makes the points and weights of Burgers' equation those of Raissi, Perdikaris, Karniadakis 2019: 100 for start and walls together, 10 000
// for the equation, all of one weight.
func raissi(p *pinn.Problem) {
	for i := range p.Conditions {
		if k := &p.Conditions[i]; k.Name != "equation" {
			k.N, k.Weight = 50, 1
		}
	}
}

// small is a row with the usual settings.
func small(name string, of exact.Reference, files ...string) accuracy {
	return accuracy{problem: problem{name: name, of: of, files: files}, net: plain(40, 4), points: 5000, single: true, adam: 5000, lbfgs: 5000}
}

// flow is a row for a system, whose equations have points of their own each.
func flow(name string, of exact.Reference, file string, points, lbfgs int) accuracy {
	return accuracy{
		problem: problem{name: name, of: of, files: append([]string{file}, flows...)},
		net:     plain(40, 4), points: points, single: true, adam: 5000, lbfgs: lbfgs,
	}
}

// fourier is a row with random Fourier features.
func fourier(a accuracy, scale float64) accuracy {
	a.net.Fourier = scale
	return a
}
