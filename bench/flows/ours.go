package main

import (
	"context"
	"time"

	"github.com/gensci/gensci/gen/fit"
)

// trainOurs trains one of our models.
func trainOurs(ctx context.Context, r row, seed uint64, share float64) (result, error) {
	t := r.family.train
	start := time.Now()
	m, err := fit.Density(r.family.model, fit.Stream(r.set.law, t.Batch), fit.Options{
		Steps: int(share * float64(t.Steps)), Seed: seed, LearningRate: t.Rate, Schedule: fit.Cosine(0.01), ClipNorm: t.Clip, Context: ctx,
	})
	if err != nil {
		return result{}, err
	}
	res := result{Seconds: time.Since(start).Seconds()}
	for v := range m.Store.IterVariables() {
		if v.Trainable {
			res.Params += v.Shape().Size()
		}
	}
	res.Excess, res.Integral, err = judge(m, r.set.law)
	return res, err
}
