package operator

import (
	"errors"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// Train trains a network on pairs of functions, such as Inputs.Aligned gives, by its own loss. When a step gives NaN, the error is a *fit.BadStep and
// the model before that step is returned with it.
func Train(net Net, pairs fit.Source, o fit.Options) (*Model, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	return TrainOn(b, net, pairs, o)
}

// TrainOn is Train on a given engine.
func TrainOn(b compute.Backend, net Net, pairs fit.Source, o fit.Options) (*Model, error) {
	if net == nil {
		return nil, errors.New("operator: there is no network to train: give its settings, such as operator.FNO{}")
	}
	return run(b, net, net.Loss, pairs, o)
}

// Solve trains a DeepONet on an equation alone, without values of its solutions; an equation with a parameter function is solved for all of them. What is
// wrong with the problem is an error, also where its residuals are built.
func Solve(net DeepONet, p Problem, in Inputs, o fit.Options) (*Model, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	return SolveOn(b, net, p, in, o)
}

// SolveOn is Solve on a given engine.
func SolveOn(b compute.Backend, net DeepONet, p Problem, in Inputs, o fit.Options) (*Model, error) {
	loss, err := net.Physics(p)
	if err != nil {
		return nil, err
	}
	source, err := p.Points(in)
	if err != nil {
		return nil, err
	}
	return run(b, net, loss, source, o)
}

func run(b compute.Backend, net Net, loss fit.Objective, source fit.Source, o fit.Options) (*Model, error) {
	m := &Model{Spec: net, Store: model.NewStore(), engine: b}
	h, err := fit.Run(b, m.Store, func(c gen.Ctx, batch []*Node) *Node {
		m.event = shapes.Make(c.DType(), c.Event.Dimensions...)
		return loss(c, batch)
	}, source, o)
	m.History = h
	if bad := new(fit.BadStep); errors.As(err, &bad) {
		return m, err // the last good state is there to be looked at
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}
