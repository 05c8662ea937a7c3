package metric

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
)

// LogProber is a model with a density on the host: x [n, d] → [n] log-densities in nats. *fit.Model is one.
type LogProber interface {
	LogProb(x *mat.Dense) ([]float64, error)
}

// Options of an estimate from fresh samples.
type Options struct {
	N    int    // fresh points; 0 means 100 000
	Seed uint64 // of the points
}

// Excess is how far a model is above the law's entropy: the mean of log p − log q over fresh points of the law, with the
// standard error of this paired difference, which is much smaller than that of −log q alone. It estimates KL(p‖q): a
// perfect model has 0 ± its standard error. A model that gives density 0 to a point has excess +Inf.
func Excess(m LogProber, law data.Law, opts ...Options) (Estimate, error) {
	o, err := one("Excess", opts)
	if err != nil {
		return Estimate{}, err
	}
	if law == nil {
		return Estimate{}, errors.New("metric.Excess: there is no law to compare with: give one, such as data.Moons{}")
	}
	if o.N < 0 || o.N == 1 {
		return Estimate{}, fmt.Errorf("metric.Excess: want N of at least 2 points (0 for 100 000), got %d", o.N)
	}
	if o.N == 0 {
		o.N = 100_000
	}
	x := law.Sample(rand.New(rand.NewPCG(o.Seed, 0x657863657373)), o.N)
	q, err := logProb("Excess", m, x)
	if err != nil {
		return Estimate{}, err
	}
	diff := data.LogProbs(law, x)
	for i, p := range diff {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			return Estimate{}, fmt.Errorf("metric.Excess: the law's own log-density is %v at its sample %v", p, x.RawRowView(i))
		}
		if math.IsInf(q[i], -1) {
			return Estimate{Value: math.Inf(1), Unit: excessUnit}, nil
		}
		diff[i] = p - q[i]
	}
	return mean(diff, excessUnit), nil
}

const excessUnit = "nats above the exact density"

// one returns the only element of optional options, or their zero value.
func one[T any](name string, opts []T) (o T, err error) {
	if len(opts) > 1 {
		return o, fmt.Errorf("metric.%s: want at most one value of options, got %d", name, len(opts))
	}
	if len(opts) == 1 {
		o = opts[0]
	}
	return o, nil
}

// logProb asks a model for log-densities and checks them: as many as rows, none of them NaN or +Inf.
func logProb(name string, m LogProber, x *mat.Dense) ([]float64, error) {
	if m == nil {
		return nil, fmt.Errorf("metric.%s: there is no model: give one that was trained", name)
	}
	lp, err := m.LogProb(x)
	if err != nil {
		return nil, fmt.Errorf("metric.%s: asking the model: %w", name, err)
	}
	if n, _ := x.Dims(); len(lp) != n {
		return nil, fmt.Errorf("metric.%s: the model gave %d log-densities for %d points", name, len(lp), n)
	}
	for i, v := range lp {
		if math.IsNaN(v) || math.IsInf(v, 1) {
			return nil, fmt.Errorf("metric.%s: the model's log-density is %v at %v", name, v, x.RawRowView(i))
		}
	}
	return lp, nil
}

// Integral is ∫ q over the rectangle lo ≤ x ≤ hi by the midpoint rule on n × n cells (0 means 400), with the change from
// n/2 × n/2 cells as its error. Over a box that holds nearly all mass a model must have 1 ± .01.
func Integral(m LogProber, lo, hi [2]float64, n int) (Estimate, error) {
	if n == 0 {
		n = 400
	}
	if n < 2 || !(lo[0] < hi[0]) || !(lo[1] < hi[1]) || math.IsInf(hi[0]-lo[0], 0) || math.IsInf(hi[1]-lo[1], 0) {
		return Estimate{}, errors.New("metric.Integral: want finite lo < hi in both coordinates and at least 2 cells a side")
	}
	fine, err := gridSum(m, lo, hi, n)
	if err != nil {
		return Estimate{}, err
	}
	coarse, err := gridSum(m, lo, hi, n/2)
	if err != nil {
		return Estimate{}, err
	}
	return Estimate{fine, math.Abs(fine - coarse), "total probability"}, nil
}

func gridSum(m LogProber, lo, hi [2]float64, n int) (float64, error) {
	hx, hy := (hi[0]-lo[0])/float64(n), (hi[1]-lo[1])/float64(n)
	x := mat.NewDense(n*n, 2, nil)
	for i := range n * n {
		x.SetRow(i, []float64{lo[0] + hx*(float64(i%n)+.5), lo[1] + hy*(float64(i/n)+.5)})
	}
	lp, err := logProb("Integral", m, x)
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, v := range lp {
		sum += math.Exp(v)
	}
	return sum * hx * hy, nil
}
