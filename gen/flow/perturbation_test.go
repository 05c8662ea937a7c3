package flow_test

import (
	"math"
	"testing"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// perturbations are small flows of maps x + something.
var perturbations = map[string]gen.Density{
	"planar":       flow.Planar{Layers: 3, Hidden: []int{8}},
	"planar, norm": flow.Planar{Layers: 2, Norm: true, Hidden: []int{8}},
	"radial":       flow.Radial{Layers: 4, Hidden: []int{8}},
	"sylvester":    flow.Sylvester{Layers: 2, Hidden: []int{8}},
	"sylvester, 1": flow.Sylvester{Layers: 2, Rank: 1, Reflections: 1, Norm: true, Hidden: []int{8}},
}

func TestPerturbations(t *testing.T) {
	for name, m := range perturbations {
		t.Run(name, func(t *testing.T) { gentest.Density(t, engines.Go(t), 12, m) })
	}
}

func TestPerturbationsInFiveDimensions(t *testing.T) {
	for name, m := range map[string]gen.Density{
		"planar": flow.Planar{Layers: 2}, "radial": flow.Radial{Layers: 2}, "sylvester": flow.Sylvester{Layers: 1, Rank: 3},
	} {
		t.Run(name, func(t *testing.T) { gentest.Bijector(t, engines.Go(t), 5, mapOf(m, 5)) })
	}
}

func TestPerturbationsSeeTheCondition(t *testing.T) {
	for name, m := range perturbations {
		if g := gradientByCondition(t, engines.Go(t), m); !(g > 1e-6) || math.IsInf(g, 1) {
			t.Errorf("%s: the density changes by %g with the condition", name, g)
		}
	}
}

func TestPerturbationsRefuseSettings(t *testing.T) {
	refuses(t, map[string]gen.Density{
		"planar layers": flow.Planar{Layers: -1},
		"planar hidden": flow.Planar{Hidden: []int{0}},
		"radial layers": flow.Radial{Layers: -1},
		"rank":          flow.Sylvester{Rank: 3},
		"reflections":   flow.Sylvester{Reflections: -1},
	})
}
