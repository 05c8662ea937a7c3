package session_test

import (
	"slices"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// TestConformance: the library's suites pass through the server.
func TestConformance(t *testing.T) {
	engines.Each(t, func(t *testing.T, engine compute.Backend) {
		e := connect(t, serve(t, engine, server.Options{}))
		gentest.Density(t, e, 12, flow.RealNVP{Couplings: 2, Hidden: []int{8}, Norm: true})
	})
}

// TestTrainingGivesTheSameBits: losses through the server are those of the engine itself, and a second program that trains the same model
// compiles nothing.
func TestTrainingGivesTheSameBits(t *testing.T) {
	engines.Each(t, func(t *testing.T, engine compute.Backend) {
		train := func(b compute.Backend) (losses []float64, notes int) {
			t.Helper()
			f := flow.RealNVP{Couplings: 2, Hidden: []int{8}}
			loss := func(c gen.Ctx, x []*Node) *Node { return Neg(f.Build(c).LogProb(x[0])) }
			h, err := fit.Run(b, model.NewStore(), loss, fit.Stream(data.Moons{Noise: 0.1}, 64), fit.Options{Steps: 60, StepsPerCall: 20, Seed: 3})
			if err != nil {
				t.Fatal(err)
			}
			return h.Loss, len(h.Notes)
		}
		want, notes := train(engine)
		socket := serve(t, engine, server.Options{})
		got, more := train(connect(t, socket))
		if !slices.Equal(got, want) {
			t.Errorf("losses through the server %v, without %v", got[:3], want[:3])
		}
		if more != notes { // such as that the engine's loop cannot be used
			t.Errorf("%d notes through the server, %d without", more, notes)
		}
		second := connect(t, socket)
		before, err := second.Counters()
		if err != nil {
			t.Fatal(err)
		}
		if got, _ = train(second); !slices.Equal(got, want) {
			t.Errorf("losses of a second program %v, want %v", got[:3], want[:3])
		}
		after, err := second.Counters()
		if err != nil {
			t.Fatal(err)
		}
		if after.Compiled != before.Compiled || after.Hits == before.Hits {
			t.Errorf("before the second program %+v, after it %+v", before, after)
		}
	})
}
