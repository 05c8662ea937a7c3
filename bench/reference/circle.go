package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/metric"
)

// The bars of a row on a circle: nats, total probability, and radii.
const (
	circleKL       = 0.02
	circleIntegral = 0.03
	circleAway     = 0.05
)

// onCircle trains a model of a curve on the von Mises law of a unit circle, from 5 seeds. The KL divergence is that from
// the law to the model's density on the circle, divided by its integral over the circle; the integral itself must be 1,
// and samples must lie on the circle.
func onCircle(name string, m gen.Density, law data.VonMises, batch, steps int) row {
	r := row{name: name, seeds: 5, packages: flowCode, settings: fmt.Sprintf("%+v %T %+v %d %d", m, m, law, batch, steps)}
	r.run = func(ctx context.Context, seed uint64, share float64) ([]quantity, error) {
		trained, err := fit.Density(m, fit.Stream(law, batch), fit.Options{
			Steps: int(share * float64(steps)), Seed: seed, LearningRate: 5e-3, Schedule: fit.Cosine(0.01), ClipNorm: 5, Context: ctx,
		})
		if err != nil {
			return nil, err
		}
		excess, err := metric.Excess(trained, law)
		if err != nil {
			return nil, err
		}
		integral, err := circleMass(trained, law)
		if err != nil {
			return nil, err
		}
		away, err := awayFromCircle(trained, law)
		if err != nil {
			return nil, err
		}
		return []quantity{
			{Name: "KL in nats", Value: excess.Value + math.Log(integral), Err: excess.StdErr, Low: -3 * excess.StdErr, High: circleKL},
			{Name: "integral", Value: integral, Low: 1 - circleIntegral, High: 1 + circleIntegral},
			{Name: "rms distance of samples", Value: away, High: circleAway},
		}, nil
	}
	return r
}

// circleMass is the integral of the model's density along the unit circle, by the midpoint rule.
func circleMass(m *fit.Model, law data.VonMises) (float64, error) {
	angles := make([]float64, 2048)
	for i := range angles {
		angles[i] = 2 * math.Pi * float64(i) / float64(len(angles))
	}
	lp, err := m.LogProb(law.Points(angles...))
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, l := range lp {
		sum += math.Exp(l)
	}
	return 2 * math.Pi * sum / float64(len(angles)), nil
}

// awayFromCircle is the root of the mean squared distance of samples from the unit circle.
func awayFromCircle(m *fit.Model, law data.VonMises) (float64, error) {
	x, err := m.Sample(rand.New(rand.NewPCG(1, 2)), 2048)
	if err != nil {
		return 0, err
	}
	var in mat.Dense // coordinates in the circle's plane, [n, 2]
	in.Mul(x, law.Points(0, math.Pi/2).T())
	squares := make([]float64, 2048)
	for i := range squares {
		row := mat.Norm(x.RowView(i), 2)
		radius := math.Hypot(in.At(i, 0), in.At(i, 1))
		squares[i] = row*row - 2*radius + 1 // |x|² - 2·|Px| + 1
	}
	return math.Sqrt(max(0, stat.Mean(squares, nil))), nil
}
