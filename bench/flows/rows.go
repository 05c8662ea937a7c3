package main

import (
	"fmt"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/flow"
)

// ours is the name of our side.
const ours = "gensci"

// family is one kind of flow with the settings that all sides share.
type family struct {
	name  string
	model gen.Density
	peers []string // sides that have it, by the same sizes
	all   bool     // on all sets and ours from 5 seeds, else on two and from 3
	train training
	what  string // sizes, for the table
}

// training are the settings of the optimizer, Adam with a rate that falls to a hundredth along a cosine.
type training struct {
	Steps, Batch int
	Rate, Clip   float64
}

// standard is for what takes milliseconds a step, slow for what takes tens of them.
var (
	standard = training{Steps: 5000, Batch: 512, Rate: 5e-3, Clip: 5}
	long     = training{Steps: 8000, Batch: 512, Rate: 5e-3, Clip: 5} // what rings need
	gentle   = training{Steps: 5000, Batch: 512, Rate: 2e-3, Clip: 5}
	slow     = training{Steps: 2000, Batch: 512, Rate: 5e-3, Clip: 5}
)

var families = []family{
	{"RealNVP", flow.RealNVP{}, []string{"zuko", "nflows"}, true, standard, "8 affine couplings, 64-64, SiLU"},
	{"MAF", flow.MAF{}, []string{"zuko", "nflows"}, true, standard, "8 affine autoregressive maps, 64-64, SiLU; those of nflows have one linear map more, since its networks have no nonlinearity behind the first one"},
	{"NSF", flow.NSF{}, []string{"zuko", "nflows"}, true, long, "8 couplings of splines with 8 bins, 64-64, SiLU"},
	{"FFJORD", flow.FFJORD{Kinetic: 0.02}, []string{"torchdiffeq"}, true, slow, "one field, 64-64-64, SiLU; ours with a kinetic penalty of .02 and 8 steps of the classical Runge-Kutta method in training, torchdiffeq with dopri5 at 1e-5"},
	{"NSF, autoregressive", flow.NSF{Autoregressive: true}, []string{"zuko"}, false, standard, "8 autoregressive maps of splines with 8 bins, 64-64, SiLU"},
	{"CNF", flow.CNF{Kinetic: 0.02}, nil, false, slow, "one field, 64-64-64, SiLU, kinetic penalty .02, exact divergence in training"},
	{"NICE", flow.NICE{}, nil, false, standard, "8 additive couplings, 64-64, SiLU"},
	{"GIN", flow.GIN{}, nil, false, standard, "8 couplings of volume 1, 64-64, SiLU"},
	{"RealNVP, two-sided", flow.RealNVP{Couplings: 4, TwoSided: true}, nil, false, standard, "4 two-sided affine couplings, 64-64, SiLU"},
	{"Glow", flow.Glow{}, nil, false, gentle, "8 steps of norm, linear map and coupling, 64-64, SiLU"},
	{"IAF", flow.IAF{}, nil, false, standard, "8 affine autoregressive maps, 64-64, SiLU"},
	{"Bernstein", flow.Bernstein{}, []string{"zuko"}, false, gentle, "3 autoregressive maps, degree 10, 64-64, SiLU"},
	{"SumOfSquares", flow.SumOfSquares{}, []string{"zuko"}, false, gentle, "3 autoregressive maps, 2 squares of degree 3, 64-64, SiLU"},
	{"UMNN", flow.UMNN{}, []string{"zuko"}, false, slow, "3 autoregressive maps, integrand 32-32, 64-64, SiLU"},
	{"Planar", flow.Planar{Norm: true}, nil, false, standard, "16 layers with norms"},
	{"Radial", flow.Radial{}, nil, false, standard, "16 layers"},
	{"Sylvester", flow.Sylvester{Norm: true}, nil, false, standard, "8 layers with norms"},
	{"Residual", flow.Residual{}, nil, false, slow, "8 blocks of 64, Lipschitz bound .9"},
	{"Gaussianization", flow.Gaussianization{}, []string{"zuko"}, false, slow, "8 layers of mixtures with 8 components"},
	{"Mixture base", flow.Mixture{Of: flow.RealNVP{}}, nil, false, standard, "RealNVP on 8 normal laws"},
	{"Free-form", flow.FreeForm{}, nil, false, slow, "residual networks of width 64 with 2 blocks"},
}

// set is a law with its name.
type set struct {
	name string
	law  data.Planar
}

var sets = []set{
	{"moons", data.Moons{Noise: 0.05}},
	{"8gaussians", data.EightGaussians{}},
	{"checkerboard", data.Checkerboard{}},
	{"circles", data.Circles{}},
	{"rings", data.Rings{}},
	{"swissroll", data.SwissRoll{}},
	{"2spirals", data.TwoSpirals{}},
	{"pinwheel", data.Pinwheel{}},
}

// row is a family on a set, on one side.
type row struct {
	family family
	set    set
	side   string
}

func (r row) String() string { return r.family.name + ", " + r.set.name }

// seeds is how many trainings the row takes. Peers get 3: their mean over sets is sure enough from those, and they take longer;
// torchdiffeq takes 20 minutes a training and gets 1.
func (r row) seeds() int {
	switch {
	case r.side == "torchdiffeq":
		return 1
	case r.family.all && r.side == ours:
		return 5
	}
	return 3
}

// settings is all that decides a result beside the code; a peer's model stands in the worker.
func (r row) settings() string {
	common := fmt.Sprintf("%s %T %+v %+v", r.side, r.set.law, r.set.law, r.family.train)
	if r.side != ours {
		return r.family.name + " " + common
	}
	return fmt.Sprintf("%T %+v %s", r.family.model, r.family.model, common)
}

// allRows are all families on their sets and sides.
func allRows() []row {
	var rows []row
	for _, f := range families {
		on := sets
		if !f.all {
			on = sets[:2]
		}
		for _, side := range append([]string{ours}, f.peers...) {
			for _, s := range on {
				rows = append(rows, row{f, s, side})
			}
		}
	}
	return rows
}
