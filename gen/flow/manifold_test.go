package flow_test

import (
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

var small = flow.RealNVP{Couplings: 3, Hidden: []int{8}}

// embedded is the law of a model of a surface.
func embedded(m gen.Density, s *model.Scope, g *Graph, dim int) bijector.Embedded {
	return m.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}).(bijector.Embedded)
}

// TestInjections: what Injective and Rectangular embed is one-to-one, with the log-volume of its Jacobian.
func TestInjections(t *testing.T) {
	for name, c := range map[string]struct {
		latent, dim int
		m           gen.Density
	}{
		"plane in space":    {2, 3, flow.Injective{Latent: 2, Outer: small, Inner: small}},
		"line in space":     {1, 3, flow.Rectangular{Latent: 1, Outer: small}},
		"circle in a plane": {1, 2, flow.Rectangular{Latent: 1, Angular: true, Outer: small}},
		"torus":             {2, 5, flow.Rectangular{Latent: 2, Angular: true, Outer: small}},
	} {
		t.Run(name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) {
				gentest.Injection(t, b, c.latent, c.dim, func(s *model.Scope, g *Graph) bijector.Injection {
					return embedded(c.m, s, g, c.dim).Of
				})
			})
		})
	}
}

// TestEstimatedLogVolume: with as many steps as latent dimensions the estimates are unbiased.
func TestEstimatedLogVolume(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.StochasticInjection(t, b, 3, 5, func(s *model.Scope, g *Graph) bijector.StochasticInjection {
			m := flow.Rectangular{Latent: 3, Outer: small, Probes: 1, Steps: 5}
			return embedded(m, s, g, 5).Of.(bijector.StochasticInjection)
		})
	})
}
