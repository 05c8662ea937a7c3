package fit

import (
	"errors"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
)

// Density trains a model by maximum likelihood: the loss is the mean of -ln p(x) in nats. A model that is a
// gen.Generator as well (flow.FreeForm) is trained by its own Loss instead. The first table of the source holds the
// examples, [n, dim]; a second one, if there is one, what they are conditioned on.
func Density[M gen.Density](m M, data Source, o Options) (*Model, error) {
	if data == nil {
		return nil, errors.New("fit: there is no data: give a source such as fit.Rows or fit.Stream")
	}
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	return DensityOn(b, m, data, o)
}

// DensityOn is Density on a given engine.
func DensityOn(b compute.Backend, m gen.Density, data Source, o Options) (*Model, error) {
	if m == nil {
		return nil, errors.New("fit: there is no model to train: give its settings, such as flow.RealNVP{}")
	}
	t := &Model{Spec: m, Store: model.NewStore(), engine: b}
	h, err := Run(b, t.Store, func(c gen.Ctx, batch []*Node) *Node {
		t.event = c.Event
		if len(batch) > 2 {
			exceptions.Panicf("fit.Density: want one table of examples and at most one of conditions, got %d", len(batch))
		}
		if len(batch) > 1 {
			c.Cond = batch[1]
			t.cond = c.Cond.Shape().Dim(-1)
		}
		if own, ok := m.(gen.Generator); ok {
			return own.Loss(c, batch[0])
		}
		return Neg(m.Build(c).LogProb(batch[0]))
	}, data, o)
	t.History = h
	if bad := new(BadStep); errors.As(err, &bad) {
		return t, err // the last good state is there to be looked at
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}
