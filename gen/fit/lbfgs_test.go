package fit_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/opt"
	"github.com/gensci/gensci/internal/engines"
)

// regression is the loss of a linear map, and has a variable that is not trained and one that the loss assigns.
func regression(c gen.Ctx, batch []*Node) *Node {
	s := c.Scope.WithInitializer(initializer.Zero)
	frozen := s.VariableWithValue("frozen", 1.0).SetTrainable(false)
	calls := s.VariableWithValue("calls", 0.0).SetTrainable(false)
	calls.SetNodeValue(AddScalar(calls.NodeValue(c.Graph), 1))
	y := nets.MLP{Out: 1}.Build(c.Scope.In("map"), c.Graph, 1, c.DType())(batch[0])
	y = Mul(y, ConvertDType(frozen.NodeValue(c.Graph), c.DType()))
	return Square(Sub(Reshape(y, y.Shape().Dim(0)), Reshape(batch[1], y.Shape().Dim(0))))
}

// leastSquares is slope and intercept by the normal equations.
func leastSquares(x, y *mat.Dense) (slope, intercept float64) {
	n, _ := x.Dims()
	a := mat.NewDense(n, 2, nil)
	for i := range n {
		a.SetRow(i, []float64{x.At(i, 0), 1})
	}
	var w mat.Dense
	if err := w.Solve(a, y); err != nil {
		panic(err)
	}
	return w.At(0, 0), w.At(1, 0)
}

// Linear regression has a closed form. What is not trained stays as it was.
func TestLBFGSRegression(t *testing.T) {
	x, y := line(64)
	slope, intercept := leastSquares(x, y)
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		s := model.NewStore()
		h, err := fit.LBFGS(b, s, regression, fit.Whole(x, y), opt.LBFGS{}, fit.Options{DType: dtypes.Float64})
		if err != nil {
			t.Fatal(err)
		}
		if h.Stopped != fit.Finished || len(h.Loss) < 2 || len(h.Notes) != 1 {
			t.Errorf("%s %v", &h, h.Notes)
		}
		var got []float64
		for v := range s.IterVariables() {
			switch {
			case strings.HasSuffix(v.Path(), "frozen") && v.MustValue().Value().(float64) != 1, strings.HasSuffix(v.Path(), "calls") && v.MustValue().Value().(float64) != 0:
				t.Errorf("%s has become %v", v.Path(), v.MustValue().Value())
			case v.Trainable:
				v.MustValue().MustConstFlatData(func(flat any) { got = append(got, flat.([]float64)...) })
			}
		}
		slices.Sort(got)
		if len(got) != 2 || math.Abs(got[0]-intercept) > 1e-7 || math.Abs(got[1]-slope) > 1e-7 { // gradient 1e-8 over curvature 1/3
			t.Errorf("weights %v, want %g and %g", got, intercept, slope)
		}
	})
}

// After Run, L-BFGS begins where it ended and goes lower; the noise of the objective stands still.
func TestLBFGSAfterRun(t *testing.T) {
	b := engines.Go(t)
	s := model.NewStore()
	x, y := line(64)
	first, err := fit.Run(b, s, squares, fit.Rows(64, x, y), fit.Options{Steps: 50})
	if err != nil {
		t.Fatal(err)
	}
	h, err := fit.LBFGS(b, s, squares, fit.Rows(64, x, y), opt.LBFGS{Iterations: 40}, fit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if h.Loss[0] > first.Last(1)*1.2 || h.Loss[0] < first.Last(1)/1.2 {
		t.Errorf("L-BFGS began at %g, Adam ended at %g", h.Loss[0], first.Last(1))
	}
	for i, l := range h.Loss[1:] {
		if l > h.Loss[i]*(1+1e-5) { // where rounding decides, slopes are believed
			t.Errorf("the loss rises after iteration %d, from %g to %g", i, h.Loss[i], l)
		}
	}
	if last := h.Loss[len(h.Loss)-1]; last > h.Loss[0]/2 {
		t.Errorf("loss %g at the end, %g at the start", last, h.Loss[0])
	}
}

// Interrupts keep what was reached, by the context and by the callback.
func TestLBFGSInterrupted(t *testing.T) {
	b := engines.Go(t)
	x, y := line(64)
	ctx, cancel := context.WithCancel(context.Background())
	no := errors.New("no")
	for name, o := range map[string]fit.Options{
		"context":  {Context: ctx, Callback: func(h *fit.History) error { cancel(); return nil }},
		"callback": {Callback: func(h *fit.History) error { return no }},
	} {
		s := model.NewStore()
		h, err := fit.LBFGS(b, s, squares, fit.Whole(x, y), opt.LBFGS{PerCall: 5}, o)
		if name == "callback" {
			if !errors.Is(err, no) || h.Stopped != fit.Refused {
				t.Errorf("callback: %v, %s", err, h.Stopped)
			}
			continue
		}
		if err != nil || h.Stopped != fit.Interrupted || h.Steps() > 10 {
			t.Errorf("context: %v, %s", err, &h)
		}
	}
}

func TestLBFGSBadInput(t *testing.T) {
	b := engines.Go(t)
	x, y := line(8)
	data := fit.Whole(x, y)
	for want, o := range map[string]fit.Options{
		"Steps":        {Steps: 10},
		"Optimizer":    {Optimizer: optimizer.Adam().Done()},
		"Validation":   {Validation: data},
		"Checkpoint":   {Checkpoint: "folder"},
		"LearningRate": {LearningRate: 1},
		"DType":        {DType: dtypes.Int32},
	} {
		if _, err := fit.LBFGS(b, model.NewStore(), squares, data, opt.LBFGS{}, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	for want, f := range map[string]fit.Objective{
		"no weights": func(c gen.Ctx, batch []*Node) *Node { return ReduceMean(batch[0], -1) },
		"scalar or":  func(c gen.Ctx, batch []*Node) *Node { return Concatenate(batch, -1) },
	} {
		if _, err := fit.LBFGS(b, model.NewStore(), f, data, opt.LBFGS{}, fit.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := fit.LBFGS(b, model.NewStore(), squares, nil, opt.LBFGS{}, fit.Options{}); err == nil {
		t.Error("no data: want an error")
	}
	if _, err := fit.LBFGS(b, model.NewStore(), squares, data, opt.LBFGS{Memory: -1}, fit.Options{}); err == nil || !strings.Contains(err.Error(), "Memory") {
		t.Error(err)
	}
	bad := func(c gen.Ctx, batch []*Node) *Node { return Log(Sub(squares(c, batch), ConstAs(batch[0], 100.0))) }
	h, err := fit.LBFGS(b, model.NewStore(), bad, data, opt.LBFGS{}, fit.Options{})
	if e := new(fit.BadStep); !errors.As(err, &e) || h.Stopped != fit.Diverged {
		t.Errorf("NaN at the start: %v, %s", err, h.Stopped)
	}
}
