package fit

import (
	"errors"
	"fmt"
	"time"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/opt"
)

// LBFGS minimizes obj over one batch, the first that data gives, by opt.LBFGS and leaves the result in the store, usually after Run has found a good
// start. The batch should be all of the data (Whole, or Rows with all rows): what is minimized must not change, so noise that the objective
// draws is the same at every evaluation.
//
// Of the options it takes Seed, DType, Context and Callback; the method's own are in l, whose DType and Callback are not used. The history has the
// loss before each iteration, and a note that says why the method ended; tolerances met count as Finished. A context that is done ends it
// without an error, with the weights reached. A loss that is not finite at the start is a *BadStep.
func LBFGS(b compute.Backend, s *model.Store, obj Objective, data Source, l opt.LBFGS, o Options) (History, error) {
	r, err := newDescent(b, s, obj, data, l, o)
	if err != nil {
		return History{}, err
	}
	defer r.close()
	err = r.minimize()
	r.h.Elapsed = time.Since(r.began)
	r.tell(&r.h)
	return r.h, err
}

// descent is the state of one call of LBFGS.
type descent struct {
	b       compute.Backend
	step    step
	data    Source
	l       opt.LBFGS
	weights []*model.Variable
	vars    []*model.Variable // all that the loss reads
	fed     int               // how many of the inputs are fed
	in      []*tensors.Tensor
	h       History
	began   time.Time
	tell    Watcher
	refused error // of Options.Callback
}

func newDescent(b compute.Backend, s *model.Store, obj Objective, data Source, l opt.LBFGS, o Options) (*descent, error) {
	if err := o.forLBFGS(); err != nil {
		return nil, err
	}
	if err := checkSource(data, o.Seed); err != nil {
		return nil, err
	}
	o.Steps = max(l.Iterations, 0)
	o, err := o.settled(data)
	if err != nil {
		return nil, err
	}
	if b == nil {
		if b, err = gen.DefaultEngine(); err != nil {
			return nil, err
		}
	}
	if _, ok := s.GetParam(model.ParamInitialSeed); !ok {
		s.SetParam(model.ParamInitialSeed, int64(o.Seed))
	}
	r := &descent{b: b, data: data, l: l, step: step{store: s, obj: obj, o: o}, began: time.Now(), tell: watcher(o.Steps)}
	if err = r.prepare(); err != nil {
		return nil, err
	}
	fed := data.Feed(o.Seed, 0)
	r.fed = len(fed)
	for _, a := range append(fed, data.Fixed()...) {
		r.in = append(r.in, a.tensor(o.DType))
	}
	return r, nil
}

// prepare makes all variables exist and have values, and lists the weights.
func (r *descent) prepare() error {
	s := r.step.store
	if err := startRng(s, r.step.o.Seed); err != nil {
		return err
	}
	err := tracedWith(r.b, r.step, r.data, func(batch []*Node, _ *Node) {
		g := batch[0].Graph()
		s.SetTraining(g, true)
		r.step.loss(batch, dist.NewRng(s.GetVariable(rngPath).NodeValue(g)), true)
		r.weights, r.vars = trained(s, g), used(s, g)
	})
	if err != nil {
		return err
	}
	if len(r.weights) == 0 {
		return errNoWeights
	}
	if err = s.InitializeVariables(r.b, nil); err != nil {
		return fmt.Errorf("fit: initial weights: %w", err)
	}
	return nil
}

// forLBFGS names the first option that L-BFGS has no use for.
func (o Options) forLBFGS() error {
	for _, c := range []struct {
		set  bool
		name string
	}{
		{o.Steps != 0, "Steps"},
		{o.Epochs != 0, "Epochs"},
		{o.Optimizer != nil, "Optimizer"},
		{o.LearningRate != 0, "LearningRate"},
		{o.Schedule != nil, "Schedule"},
		{o.ClipNorm != 0, "ClipNorm"},
		{o.Average != 0, "Average"},
		{o.Validation != nil, "Validation"},
		{o.EvalEvery != 0, "EvalEvery"},
		{o.Patience != 0, "Patience"},
		{o.Checkpoint != "", "Checkpoint"},
		{o.SaveEvery != 0, "SaveEvery"},
		{o.StepsPerCall != 0, "StepsPerCall"},
	} {
		if c.set {
			return fmt.Errorf("fit: LBFGS has no use for Options.%s: leave it out; Iterations, tolerances and PerCall are fields of opt.LBFGS", c.name)
		}
	}
	return nil
}

// minimize runs the method and takes over its result.
func (r *descent) minimize() error {
	start, err := r.flat()
	if err != nil {
		return err
	}
	r.l.DType, r.l.Callback = r.step.o.DType, r.follow
	result, err := r.l.MinimizeWith(r.b, r.step.store, r.loss, start, r.in...)
	if err != nil {
		return fmt.Errorf("fit: LBFGS: %w", err)
	}
	r.took(result)
	r.h.Notes = append(result.Notes, fmt.Sprintf("L-BFGS: %d iterations with %d evaluations, loss %.5g, %s", result.Iterations, result.Evaluations, result.Loss, result.Reason))
	switch {
	case result.Reason == opt.NotFinite:
		r.h.Stopped = Diverged
		return &BadStep{Step: 0, Culprit: "the loss or its gradient is NaN or Inf at the start of L-BFGS"}
	case r.refused != nil:
		r.h.Stopped = Refused
	case result.Reason == opt.Interrupted:
		r.h.Stopped = Interrupted
	default:
		r.h.Stopped = Finished
	}
	if err = r.assign(result.X); err != nil {
		return err
	}
	return r.refused
}

// took makes the history that of the result so far.
func (r *descent) took(so *opt.Result) {
	for _, i := range so.Trace[len(r.h.Loss) : len(so.Trace)-1] {
		r.h.Loss = append(r.h.Loss, i.Loss)
	}
	r.h.FirstCall = so.FirstCall
}

// follow is called between engine calls and says whether to go on. Watchers hear nothing before the first iteration.
func (r *descent) follow(so *opt.Result) bool {
	r.took(so)
	if r.step.o.Context.Err() != nil {
		return false
	}
	if len(r.h.Loss) == 0 {
		return true
	}
	if r.step.o.Callback != nil {
		if err := r.step.o.Callback(&r.h); err != nil {
			r.refused = fmt.Errorf("fit: stopped by the callback after iteration %d: %w", len(r.h.Loss), err)
			return false
		}
	}
	return r.tell(&r.h)
}

// loss is the loss as a function of all weights in one vector.
func (r *descent) loss(x *Node, in []*Node) *Node {
	g, store := x.Graph(), r.step.store
	before := make([]*Node, len(r.vars))
	for i, v := range r.vars {
		before[i] = v.NodeValue(g)
	}
	at := 0
	for _, v := range r.weights {
		size := v.Shape().Size()
		part := Reshape(Slice(x, AxisRange(at, at+size)), v.Shape().Dimensions...)
		v.SetNodeValue(ConvertDType(part, v.DType()))
		at += size
	}
	store.SetTraining(g, true)
	rng := dist.NewRng(store.GetVariable(rngPath).NodeValue(g))
	loss := r.step.loss(r.data.Batch(in[r.fed:], in[:r.fed]), rng, true)
	for i, v := range r.vars {
		v.SetNodeValue(before[i]) // a model that initializes itself from data may have assigned some
	}
	return ConvertDType(loss, r.step.o.DType)
}

// flat are the weights, one after the other.
func (r *descent) flat() ([]float64, error) {
	var x []float64
	for _, v := range r.weights {
		t, err := v.Value()
		if err != nil {
			return nil, fmt.Errorf("fit: read %s: %w", v.Path(), err)
		}
		n := len(x)
		if x = append(x, hostFloats(t)...); len(x) != n+v.Shape().Size() {
			return nil, fmt.Errorf("fit: LBFGS trains weights of float32 and float64 alone, %s is %s: make it untrainable", v.Path(), v.DType())
		}
	}
	return x, nil
}

// assign puts the numbers back into the weights.
func (r *descent) assign(x []float64) error {
	for _, v := range r.weights {
		size := v.Shape().Size()
		if err := v.SetValue(Array{Dims: v.Shape().Dimensions, F: x[:size]}.tensor(v.DType())); err != nil {
			return fmt.Errorf("fit: keep the result %s: %w", v.Path(), err)
		}
		x = x[size:]
	}
	return nil
}

func (r *descent) close() {
	for _, t := range r.in {
		t.MustFinalizeAll()
	}
}

var errNoWeights = errors.New("fit: the model has no weights to train: its objective must use variables of c.Scope")
