package main

import (
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/bench/pick"
	"github.com/gensci/gensci/gen/fit"
)

// row is one line of the table: a training step that all sides take.
type row struct {
	name      string
	what      string
	batch     int
	target    float64 // largest ratio to the faster peer that we aim at; 0 means none
	params    []param
	tables    func() []*mat.Dense
	objective fit.Objective
}

// allRows is the table from top to bottom.
func allRows() []row {
	return []row{
		{"mlp", "MLP 2-32-32-1, tanh, batch 128", 128, 1.05, mlpParams("/model", 2, 32, 32, 1), points, mlp},
		{"autoencoder", "autoencoder 784-256-64-256-784, ReLU, batch 128", 128, 1.4, mlpParams("/model", 784, 256, 64, 256, 784), waves, autoencoder},
		{"conv", "convolution net 28×28, 32 and 64 channels, batch 64", 64, 1.1, convParams(), images, conv},
		{"realnvp", "RealNVP, 8 couplings 64-64, 2-D, batch 512", 512, 1.5, realNVPParams(), moons, realNVP},
		{"nsf", "neural spline flow, 6 couplings 64-64, 16 bins, 2-D, batch 512", 512, 1.3, nsfParams(), moons, nsf},
		{"ffjord", "continuous flow, 3 × 64 concat-squash, 8 steps of RK4, exact trace, 2-D, batch 512", 512, 1.3, ffjordParams(), moons, ffjord},
		{"pinn", "Burgers residual, 8 × 20 tanh, 10 000 points, library's own derivatives", 10_000, 0.85, burgersParams(), square, burgers},
		{"pinn-jet", "the same, Taylor coefficients written by hand", 10_000, 0, burgersParams(), square, burgersJet},
		{"transformer", "transformer, 2 blocks, 32 × 64 tokens, width 64, 4 heads", 32, 1.4, transformerParams(), tokens, transformer},
	}
}

// pickRows are the rows with these names, comma-separated, in the table's order; "" means all.
func pickRows(names string) ([]row, error) {
	return pick.Rows(allRows(), func(r row) string { return r.name }, names)
}

// size is the number of parameters.
func (r row) size() int {
	n := 0
	for _, p := range r.params {
		n += p.size()
	}
	return n
}

// store holds the first values of all parameters. Models find them by name, instead of drawing their own.
func (r row) store() *model.Store {
	s := model.NewStore()
	for k, p := range r.params {
		scope, name := model.SplitPath(p.path)
		s.Scope(scope).VariableWithValue(name, tensors.FromFlatDataAndDimensions(p.values(k), p.dims...))
	}
	return s
}

// source gives mini-batches, or all rows where they are one batch.
func (r row) source(tables []*mat.Dense) fit.Source {
	if n, _ := tables[0].Dims(); n == r.batch {
		return fit.Whole(tables...)
	}
	return fit.Rows(r.batch, tables...)
}

// firstBatch gives the first rows again and again.
func (r row) firstBatch(tables []*mat.Dense) fit.Source {
	var head []*mat.Dense
	for _, t := range tables {
		_, d := t.Dims()
		head = append(head, mat.DenseCopyOf(t.Slice(0, r.batch, 0, d)))
	}
	return fit.Whole(head...)
}
