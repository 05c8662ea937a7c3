package fit

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// prepare makes all variables of a run exist and have values, and lists those that a step uses, in a fixed order.
// loops says whether steps should run in the engine's loop: XLA's CPU compiler leaves convolutions inside a loop to slow
// code, which made the step of a small convolution network 25 times slower.
func prepare(b compute.Backend, s step, data Source) (vars []*model.Variable, loops bool, err error) {
	if err = startRng(s.store, s.o.Seed); err != nil {
		return nil, false, err
	}
	weights, err := discover(b, s, data)
	if err != nil {
		return nil, false, err
	}
	if len(weights) == 0 {
		return nil, false, errNoWeights
	}
	if err = s.store.InitializeVariables(b, nil); err != nil {
		return nil, false, fmt.Errorf("fit: initial weights: %w", err)
	}
	if s.o.Average > 0 {
		if err = startAverages(s.store, weights); err != nil {
			return nil, false, err
		}
	}
	err = traced(b, s, data, func(g *Graph) {
		vars = used(s.store, g)
		loops = !slices.ContainsFunc(g.Nodes(), func(n *Node) bool { return n.Type() == NodeTypeConvGeneral })
	})
	return vars, loops, err
}

// startRng makes the state of the random stream, where the store has none yet.
func startRng(store *model.Store, seed uint64) error {
	if store.GetVariable(rngPath) == nil {
		state, err := RNGStateFromSeed(int64(seed))
		if err != nil {
			return fmt.Errorf("fit: seed %d: %w", seed, err)
		}
		store.VariableWithValue(rngPath, state)
	}
	store.GetVariable(rngPath).SetTrainable(false)
	return nil
}

// discover traces a step in a throw-away graph, so that all variables exist, and returns the weights it trains.
func discover(b compute.Backend, s step, data Source) (weights []*model.Variable, err error) {
	err = traced(b, s, data, func(g *Graph) { weights = trained(s.store, g) })
	return weights, err
}

// used lists the variables that a graph reads or changes.
func used(store *model.Store, g *Graph) (vars []*model.Variable) {
	for v := range store.IterVariables() {
		if v.InUseByGraph(g) {
			vars = append(vars, v)
		}
	}
	return vars
}

// traced builds a step in a graph that is never compiled and shows it to look. GoMLX reports what is wrong with a
// model by a panic while its graph is built; its Exec turns that into an error, and so does this.
func traced(b compute.Backend, s step, data Source, look func(g *Graph)) error {
	return tracedWith(b, s, data, func(batch []*Node, rate *Node) {
		s.build(batch, rate)
		look(rate.Graph())
	})
}

// tracedWith is traced for anything that is built from a batch and the learning rate.
func tracedWith(b compute.Backend, s step, data Source, build func(batch []*Node, rate *Node)) error {
	err := exceptions.TryCatch[error](func() {
		g := NewGraph(b, "discover")
		defer g.Finalize()
		model.SetStore(g, s.store)
		declare := func(kind string, arrays []Array) (in []*Node) {
			for i, a := range arrays {
				in = append(in, Parameter(g, fmt.Sprintf("%s_%d", kind, i), a.shape(s.o.DType)))
			}
			return in
		}
		rate := declare("rate", []Array{{F: []float64{0}}})
		fixed, fed := declare("fixed", data.Fixed()), declare("fed", data.Feed(s.o.Seed, 0))
		build(data.Batch(fixed, fed), rate[0])
	})
	if err != nil {
		return fmt.Errorf("fit: build the training step: %w", err)
	}
	return nil
}

// startAverages makes the averages of weights that have none yet, equal to the weights.
func startAverages(store *model.Store, weights []*model.Variable) error {
	for _, v := range weights {
		if store.GetVariable(averageScope+v.Path()) != nil {
			continue // loaded from a checkpoint
		}
		w, err := copyOf(v)
		if err != nil {
			return err
		}
		store.VariableWithValue(averageScope+v.Path(), w)
	}
	for _, v := range weights {
		store.GetVariable(averageScope + v.Path()).SetTrainable(false)
	}
	return nil
}
