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
	all   bool     // on all sets and from 5 seeds, else on two and from 3
	train training
	what  string // sizes, for the table
}

// training are the settings of the optimizer, Adam with a rate that falls to a hundredth along a cosine.
type training struct {
	Steps, Batch int
	Rate, Clip   float64
}

var standard = training{Steps: 5000, Batch: 512, Rate: 2e-3, Clip: 5}

var families = []family{
	{"RealNVP", flow.RealNVP{Couplings: 8, Hidden: []int{64, 64}}, []string{"zuko"}, true, standard, "8 affine couplings, 64-64, SiLU"},
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

// seeds is how many trainings the row takes.
func (r row) seeds() int {
	if r.family.all {
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
