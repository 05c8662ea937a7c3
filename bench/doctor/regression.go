package main

import (
	"errors"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/doctor"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// regression learns sin 3x₁ cos 2x₂ from n noisy values by a network.
type regression struct {
	n       int
	noise   float64
	net     nets.MLP
	likely  bool    // learns the noise as well: the loss is a negative log-likelihood, which may be negative
	logs    bool    // learns logarithms of small numbers by the logarithm of 1 + network, which nothing keeps positive
	shift   float64 // is subtracted from what goes into most units of the first layer, so that ReLU gives 0
	options fit.Options
}

func tanh(hidden ...int) nets.MLP {
	return nets.MLP{Hidden: hidden, Out: 1, Activation: act.Tanh}
}

func relu(hidden ...int) nets.MLP {
	return nets.MLP{Hidden: hidden, Out: 1, Activation: act.ReLU}
}

// regressions are healthy and sick ones.
func regressions() []patient {
	sgd := optimizer.StochasticGradientDescent().Done()
	cosine := fit.Cosine(0.01)
	all := []struct {
		name string
		sick doctor.Cause
		r    regression
	}{
		{"regression, constant rate", healthy, regression{n: 4000, noise: 0.3, net: tanh(32, 32), options: fit.Options{Steps: 1200, LearningRate: 3e-3}}},
		{"regression, ReLU, falling rate", healthy, regression{n: 4000, noise: 0.1, net: relu(32, 32), options: fit.Options{Steps: 1200, LearningRate: 5e-3, Schedule: cosine}}},
		{"likelihood, falling rate", healthy, regression{n: 4000, noise: 0.1, net: tanh(32, 32), likely: true, options: fit.Options{Steps: 1200, LearningRate: 5e-3, Schedule: cosine}}},
		{"logarithm of what becomes negative", doctor.NotFinite, regression{n: 1000, noise: 0, net: tanh(16), logs: true, options: fit.Options{Steps: 1000, LearningRate: 2e-2}}},
		{"gradient descent, rate 3", doctor.Exploding, regression{n: 1000, noise: 0.1, net: relu(32, 32, 32), options: fit.Options{Steps: 300, LearningRate: 3, Optimizer: sgd}}},
		{"Adam, rate .1", doctor.RateTooHigh, regression{n: 4000, noise: 0.1, net: tanh(32, 32), options: fit.Options{Steps: 800, LearningRate: 0.1}}},
		{"Adam, rate 1e-5", doctor.RateTooLow, regression{n: 4000, noise: 0.1, net: tanh(32, 32), options: fit.Options{Steps: 800, LearningRate: 1e-5}}},
		{"60 noisy examples", doctor.Overfitting, regression{n: 60, noise: 0.5, net: relu(64, 64), options: fit.Options{Steps: 1200, LearningRate: 3e-3}}},
		{"ReLU, most units shifted", doctor.DeadUnits, regression{n: 4000, noise: 0.1, net: relu(32), shift: 6, options: fit.Options{Steps: 800, LearningRate: 5e-3, Schedule: cosine}}},
		{"ended after 250 steps", doctor.StillFalling, regression{n: 4000, noise: 0.02, net: tanh(32, 32), options: fit.Options{Steps: 250, LearningRate: 2e-3}}},
	}
	var out []patient
	for _, a := range all {
		out = append(out, patient{a.name, a.sick, true, a.r.run})
	}
	return out
}

// table draws n examples.
func (r regression) table(rng *rand.Rand, n int) (x, y *mat.Dense) {
	x, y = mat.NewDense(n, 2, nil), mat.NewDense(n, 1, nil)
	for i := range n {
		a, b := 2*rng.Float64()-1, 2*rng.Float64()-1
		x.SetRow(i, []float64{a, b})
		y.Set(i, 0, math.Sin(3*a)*math.Cos(2*b)+r.noise*rng.NormFloat64())
	}
	return x, y
}

// run trains, and gives the history, the validation and the units.
func (r regression) run(b compute.Backend, seed uint64) (record, error) {
	rng := rand.New(rand.NewPCG(seed, 11))
	x, y := r.table(rng, r.n)
	xv, yv := r.table(rng, 500)
	data, o := fit.Rows(128, x, y), r.options
	o.Seed, o.Validation = seed, fit.Whole(xv, yv)
	store := model.NewStore()
	h, err := fit.Run(b, store, r.loss, data, o)
	if bad := new(fit.BadStep); err != nil && !errors.As(err, &bad) {
		return record{}, err
	}
	if err != nil {
		return record{History: h}, nil
	}
	units, err := doctor.Look(b, store, r.loss, fit.Whole(xv, yv), seed)
	if err != nil {
		return record{}, err
	}
	return record{h, []doctor.Clue{units}}, nil
}

// loss is the squared error, or the negative log-likelihood of a normal law.
func (r regression) loss(c gen.Ctx, batch []*Node) *Node {
	x, y := batch[0], batch[1]
	net := r.net
	if r.likely {
		net.Out = 2
	}
	if r.shift != 0 {
		x = r.shifted(c, x)
	}
	out := net.Build(c.Scope.In("net"), c.Graph, x.Shape().Dim(1), c.DType())(x)
	switch {
	case r.likely:
		mu, s := Slice(out, AxisRange(), AxisElem(0)), Slice(out, AxisRange(), AxisElem(1))
		return Reshape(Add(s, MulScalar(Square(Mul(Sub(y, mu), Exp(Neg(s)))), 0.5)), -1)
	case r.logs:
		return Reshape(Square(Sub(Log(OnePlus(out)), AddScalar(MulScalar(y, 2), -3))), -1)
	}
	return Reshape(Square(Sub(out, y)), -1)
}

// alive of the shifted units are left.
const alive = 12

// shifted is a layer of 48 units with ReLU of which all but some never give anything but 0.
func (r regression) shifted(c gen.Ctx, x *Node) *Node {
	const units = 48
	w, bias := nets.Dense{Out: units, Behind: act.ReLU}.Build(c.Scope.In("first"), c.Graph, 2, c.DType())
	down := make([]float64, units)
	for i := alive; i < units; i++ {
		down[i] = -r.shift
	}
	return act.ReLU.Apply(Add(Add(Dot(x, w).Product(), ExpandLeftToRank(bias, 2)), ConstAsDType(c.Graph, c.DType(), [][]float64{down})))
}
