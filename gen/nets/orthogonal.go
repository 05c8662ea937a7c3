package nets

import (
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"
)

// Orthogonal draws an orthogonal matrix [n, n] by the Haar measure, for the scope's path and the store's seed, as
// initial weights are drawn: a start for linear maps that changes no length.
//
// Reference: Mezzadri, How to generate random matrices from the classical compact groups, Notices AMS 54, 2007, section 5.
func Orthogonal(scope *model.Scope, n int) *mat.Dense {
	if n < 1 {
		exceptions.Panicf("nets.Orthogonal: want n of at least 1, got %d", n)
	}
	rng := source(scope.Store(), model.JoinPath(scope.Scope(), "orthogonal"))
	a := mat.NewDense(n, n, nil)
	a.Apply(func(_, _ int, _ float64) float64 { return rng.NormFloat64() }, a)
	var qr mat.QR
	qr.Factorize(a)
	var q, r mat.Dense
	qr.QTo(&q)
	qr.RTo(&r)
	q.Apply(func(_, j int, v float64) float64 { // Q alone is not Haar: its signs follow those that the algorithm gives R
		if r.At(j, j) < 0 {
			return -v
		}
		return v
	}, &q)
	return &q
}
