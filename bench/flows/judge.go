package main

import (
	"errors"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/metric"
)

// judge measures excess and integral of a density.
func judge(m metric.LogProber, law data.Planar) (excess, integral metric.Estimate, err error) {
	if excess, err = metric.Excess(m, law); err != nil {
		return excess, integral, err
	}
	lo, hi := law.Box()
	for i := range lo { // a flow has tails where the law has none
		lo[i], hi[i] = lo[i]-1, hi[i]+1
	}
	integral, err = metric.Integral(m, lo, hi, 400)
	return excess, integral, err
}

// asked notes the points that judge asks for, so that another process can answer.
type asked struct{ points []*mat.Dense }

func (a *asked) LogProb(x *mat.Dense) ([]float64, error) {
	a.points = append(a.points, mat.DenseCopyOf(x))
	n, _ := x.Dims()
	return make([]float64, n), nil
}

// answered gives the answers of another process in the order of the questions.
type answered struct{ rest []float64 }

func (a *answered) LogProb(x *mat.Dense) ([]float64, error) {
	n, _ := x.Dims()
	if n > len(a.rest) {
		return nil, errors.New("the peer answered for fewer points than it was asked")
	}
	out := a.rest[:n]
	a.rest = a.rest[n:]
	return out, nil
}
