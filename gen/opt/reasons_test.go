package opt_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen/opt"
	"github.com/gensci/gensci/internal/engines"
)

func square(x *Node) *Node { return ReduceAllSum(Square(x)) }

func TestReasons(t *testing.T) {
	b := engines.Go(t)
	uphill := func(x *Node) *Node { // a gradient that points the wrong way
		return ReduceAllSum(Sub(MulScalar(StopGradient(x), 2), x))
	}
	calls := 0
	for _, c := range []struct {
		l     opt.LBFGS
		f     func(x *Node) *Node
		start []float64
		want  opt.Reason
	}{
		{opt.LBFGS{}, square, []float64{1, 2}, opt.SmallGradient},
		{opt.LBFGS{}, square, []float64{0, 0}, opt.SmallGradient},
		{opt.LBFGS{Gradient: -1, Step: -1}, func(x *Node) *Node { return AddScalar(ReduceAllSum(Exp(Neg(x))), 1) }, []float64{0}, opt.SmallDecrease},
		{opt.LBFGS{Gradient: -1, Step: 0.1}, rosenbrock, []float64{-1.2, 1}, opt.SmallStep},
		{opt.LBFGS{}, uphill, []float64{1}, opt.NoLowerLoss},
		{opt.LBFGS{Iterations: 3}, rosenbrock, []float64{-1.2, 1}, opt.IterationLimit},
		{opt.LBFGS{Evaluations: 5}, rosenbrock, []float64{-1.2, 1}, opt.EvaluationLimit},
		{opt.LBFGS{}, func(x *Node) *Node { return ReduceAllSum(Log(x)) }, []float64{-1}, opt.NotFinite},
		{opt.LBFGS{}, func(x *Node) *Node { return ReduceAllSum(Sqrt(x)) }, []float64{0}, opt.NotFinite},
		{opt.LBFGS{Iterations: 20, Evaluations: 1000}, func(x *Node) *Node { return ReduceAllSum(x) }, []float64{0}, opt.IterationLimit}, // has no minimum
		{opt.LBFGS{PerCall: 2, Callback: func(*opt.Result) bool { calls++; return calls < 3 }}, rosenbrock, []float64{-1.2, 1}, opt.Interrupted},
	} {
		r := minimize(t, b, c.l, c.f, c.start)
		if r.Reason != c.want {
			t.Errorf("from %v: %s, want %s", c.start, r, c.want)
		}
		if math.IsNaN(r.X[0]) || r.Loss > r.Trace[0].Loss {
			t.Errorf("from %v: %s at %v, began at %g", c.start, r, r.X, r.Trace[0].Loss)
		}
		if l := c.l.Evaluations; l > 0 && r.Evaluations > l {
			t.Errorf("%d evaluations, at most %d", r.Evaluations, l)
		}
	}
	if s := opt.Reason(99).String(); s != "Reason(99)" {
		t.Error(s)
	}
}

// The data are inputs, and least squares has a closed form: the mean.
func TestData(t *testing.T) {
	b := engines.Go(t)
	data := tensors.FromValue([]float64{1, 2, 6})
	r, err := opt.LBFGS{}.Minimize(b, func(x *Node, data []*Node) *Node { return ReduceAllMean(Square(Sub(data[0], x))) }, []float64{10}, data)
	if err != nil || math.Abs(r.X[0]-3) > 1e-8 {
		t.Fatal(r, err)
	}
}

// An objective that sorts cannot stand in the engine's loop and goes on without: the minimizer of Σ|x_i − y_i|² over the sorted x is sorted y.
func TestNoLoop(t *testing.T) {
	b := engines.Go(t)
	r := minimize(t, b, opt.LBFGS{}, func(x *Node) *Node {
		return ReduceAllSum(Square(Sub(Sort(x, 0, true), ConstAs(x, []float64{1, 2, 3}))))
	}, []float64{5, 0, 1})
	if r.Reason != opt.SmallGradient || math.Abs(r.X[0]-3) > 1e-8 || len(r.Notes) != 1 {
		t.Fatal(r, r.X, r.Notes)
	}
}

func TestBadInput(t *testing.T) {
	b := engines.Go(t)
	good := func(x *Node, _ []*Node) *Node { return square(x) }
	for _, c := range []struct {
		l     opt.LBFGS
		f     opt.Objective
		start []float64
		want  string
	}{
		{opt.LBFGS{Iterations: -1}, good, []float64{1}, "Iterations at least 0, got -1"},
		{opt.LBFGS{Evaluations: -1}, good, []float64{1}, "Evaluations"},
		{opt.LBFGS{Memory: -1}, good, []float64{1}, "Memory"},
		{opt.LBFGS{Gradient: math.NaN()}, good, []float64{1}, "Gradient"},
		{opt.LBFGS{PerCall: -1}, good, []float64{1}, "PerCall"},
		{opt.LBFGS{DType: dtypes.Int32}, good, []float64{1}, "Float32 or Float64"},
		{opt.LBFGS{}, nil, []float64{1}, "objective"},
		{opt.LBFGS{}, good, nil, "at least one number"},
		{opt.LBFGS{}, func(x *Node, _ []*Node) *Node { return x }, []float64{1, 2}, "want a scalar Float64"},
		{opt.LBFGS{}, func(x *Node, _ []*Node) *Node { return nil }, []float64{1, 2}, "want a scalar Float64"},
		{opt.LBFGS{}, func(x *Node, d []*Node) *Node { return d[0] }, []float64{1}, "build the objective"},
	} {
		if _, err := c.l.Minimize(b, c.f, c.start); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
	if _, err := (opt.LBFGS{}).Minimize(nil, good, []float64{1}); err == nil {
		t.Error("no engine: want an error")
	}
}
