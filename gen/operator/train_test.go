package operator_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// short is a run of seconds; the errors that tests want are about twice what it reaches, where the zero function has 1.
var short = fit.Options{Steps: 300, LearningRate: 2e-2, Schedule: fit.Cosine(.01), Seed: 1}

// column are points with one coordinate.
func column(x []float64) *mat.Dense { return mat.NewDense(len(x), 1, x) }

// mustError is the error over fresh functions.
func mustError(t *testing.T, m *operator.Model, in operator.Inputs, exact operator.Exact, x *mat.Dense) float64 {
	t.Helper()
	if len(m.History.Notes) > 0 { // such as that steps cannot run in the engine's loop
		t.Errorf("notes of the training: %q", m.History.Notes)
	}
	e, err := m.Error(in, exact, x, 50, 1)
	if err != nil {
		t.Fatal(err)
	}
	return e.Value
}

// TestFNOHasAnyResolution: trained on 64 points, the error on 256 is the same.
func TestFNOHasAnyResolution(t *testing.T) {
	coarse := operator.Inputs{Law: data.GaussianFunctions{Length: .2, Modes: 12}, Sensors: operator.Grid(1, 64), Batch: 16}
	fine := coarse
	fine.Sensors = operator.Grid(1, 256)
	heat := multiplier.Heat{}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		pairs, err := coarse.Aligned(heat, multiplier.At(1, coarse.Sensors))
		if err != nil {
			t.Fatal(err)
		}
		m, err := operator.TrainOn(b, operator.FNO{Modes: 8, Width: 8, Layers: 2, Projection: 16}, pairs, short)
		if err != nil {
			t.Fatal(err)
		}
		e64, e256 := mustError(t, m, coarse, heat, multiplier.At(1, coarse.Sensors)), mustError(t, m, fine, heat, multiplier.At(1, fine.Sensors))
		if !(e64 < .01) || !(math.Abs(e256-e64) < .1*e64) {
			t.Errorf("relative errors %g on 64 points and %g on 256, want < 1 %% and the same", e64, e256)
		}
	})
}

// reactionNet has the period of x, and is linear in the input function, as the equation is.
var reactionNet = operator.DeepONet{Box: geom.Rect{{0, 1}, {0, 1}}, Periods: []float64{0, 1}, Width: 20, Branch: []int{}, Trunk: []int{20, 20}}

// TestPhysicsInformed: a diffusion equation with a reaction and varying source is solved for all sources without one value of a solution.
func TestPhysicsInformed(t *testing.T) {
	in := operator.Inputs{Law: data.GaussianFunctions{Length: .3, Modes: 6}, Sensors: operator.Grid(1, 12), Batch: 8}
	reaction := multiplier.Reaction{Rate: 1}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		m, err := operator.SolveOn(b, reactionNet, reaction.Problem(), in, short)
		if err != nil {
			t.Fatal(err)
		}
		if e := mustError(t, m, in, reaction, multiplier.At(1, in.Sensors)); !(e < .08) {
			t.Errorf("relative error %g at t = 1, want < 8 %%", e)
		}
	})
}

// TestAntiderivative is learned from values at shared points, from values at points anywhere, from tables of both kinds, and from s′ = u.
func TestAntiderivative(t *testing.T) {
	in := operator.Inputs{Law: data.GaussianFunctions{Period: 2, Length: .4}, Sensors: operator.Grid(1, 12), Batch: 16}
	net := operator.DeepONet{Box: geom.Rect{{0, 1}}, Width: 20, Branch: []int{}, Trunk: []int{20, 20}}
	x, of := column(operator.Grid(1.05, 21)), multiplier.Antiderivative{}
	aligned, err := in.Aligned(of, x)
	if err != nil {
		t.Fatal(err)
	}
	scattered, err := in.Scattered(of, net.Box, 8)
	if err != nil {
		t.Fatal(err)
	}
	shared, own := tables(t, aligned, scattered)
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for name, pairs := range map[string]fit.Source{"aligned": aligned, "scattered": scattered, "shared rows": shared, "own rows": own} {
			if name != "aligned" && b.Name() != engines.Go(t).Name() {
				continue // what is the same graph, or nearly, is compiled once
			}
			m, err := operator.TrainOn(b, net, pairs, short)
			if err != nil {
				t.Fatal(err)
			}
			if e := mustError(t, m, in, of, x); !(e < .2) {
				t.Errorf("%s: relative error %g, want < 20 %%", name, e)
			}
		}
		m, err := operator.SolveOn(b, net, of.Problem(), in, short)
		if err != nil {
			t.Fatal(err)
		}
		if e := mustError(t, m, in, of, x); !(e < .25) {
			t.Errorf("by the equation: relative error %g, want < 25 %%", e)
		}
	})
}

// tables are finite training sets of both kinds, from ten batches of each source.
func tables(t *testing.T, aligned, scattered fit.Source) (shared, own fit.Source) {
	t.Helper()
	var flat [5][]float64
	for step := range 10 {
		a, s := aligned.Feed(9, step), scattered.Feed(9, step)
		for i, fed := range []fit.Array{a[0], a[1], s[0], s[1], s[2]} {
			flat[i] = append(flat[i], fed.F...)
		}
	}
	table := func(i int) *mat.Dense { return mat.NewDense(160, len(flat[i])/160, flat[i]) }
	x := aligned.Fixed()[0]
	shared, err := operator.Rows(16, table(0), mat.NewDense(x.Dims[1], x.Dims[2], x.F), table(1))
	if err != nil {
		t.Fatal(err)
	}
	return shared, fit.Rows(16, table(2), table(3), table(4))
}
