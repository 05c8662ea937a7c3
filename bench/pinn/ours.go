package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/opt"
)

// training is one training of a side.
type training struct {
	Setup       float64 // seconds of tracing and compiling
	First, Last float64 // the loss of the first weights, and the lowest or last one of L-BFGS
	Trace       trace
	End         string // why it ended
}

// us is our side of a contest: pinn.Solver's loss on the contest's points, by fit.Run and fit.LBFGS. The error between two iterations of L-BFGS
// cannot be seen while it runs; but a run repeats itself to the bit, so errors are measured by an untimed run that is cut short at
// each look, and timed runs look at nothing.
type us struct {
	*posed
	engine compute.Backend
	seen   *training // the untimed run; nil before
}

// attempt is one training, with a store of its own.
type attempt struct {
	*us
	obj   fit.Objective
	store *model.Store
}

func (s *us) attempt() (*attempt, error) {
	obj, err := s.solver().Loss(s.p)
	if err != nil {
		return nil, err
	}
	store := model.NewStore()
	store.SetParam(model.ParamInitialSeed, int64(seed))
	return &attempt{s, obj, store}, nil
}

// adam makes all steps of Adam; look is called between calls of the engine, at multiples of every among others.
func (a *attempt) adam(ctx context.Context, look func(steps int) error) (fit.History, error) {
	h, err := fit.Run(a.engine, a.store, a.obj, a.source(), fit.Options{
		Steps: a.contest.adam, Seed: seed, DType: a.dtype, LearningRate: a.rate, Context: ctx, EvalEvery: a.every,
		Optimizer: optimizer.Adam().Epsilon(1e-8).Done(), // that of the peers
		Callback:  func(h *fit.History) error { return look(h.Steps()) },
	})
	return h, whole(ctx, err)
}

// lbfgs makes at most so many iterations of L-BFGS.
func (a *attempt) lbfgs(ctx context.Context, iterations int, look func(steps int) error) (fit.History, error) {
	h, err := fit.LBFGS(a.engine, a.store, a.obj, a.source(), opt.LBFGS{Iterations: iterations, Memory: a.memory}, fit.Options{
		Seed: seed, DType: a.dtype, Context: ctx, Callback: func(h *fit.History) error { return look(h.Steps()) },
	})
	return h, whole(ctx, err)
}

// whole is an error for interrupted trainings too.
func whole(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

var errInterrupted = errors.New("interrupted; what was finished is kept")

// train is a timed run, with the errors of the untimed one.
func (s *us) train(ctx context.Context) (*training, error) {
	if err := s.watch(ctx); err != nil {
		return nil, err
	}
	a, err := s.attempt()
	if err != nil {
		return nil, err
	}
	var clocks [2]trace
	var start time.Time
	clock := func(stage int) func(steps int) error {
		start = time.Now()
		return func(steps int) error {
			clocks[stage] = append(clocks[stage], mark{Steps: steps, Seconds: time.Since(start).Seconds()})
			return nil
		}
	}
	if _, err = a.adam(ctx, clock(0)); err != nil {
		return nil, err
	}
	h, err := a.lbfgs(ctx, a.contest.lbfgs, clock(1))
	if err != nil {
		return nil, err
	}
	t := *s.seen
	if last := h.Last(1); math.Abs(last-t.Last) > 1e-6*t.Last {
		return nil, fmt.Errorf("%s: two runs of ours ended at losses of %g and %g: errors of one say nothing of the other", s.contest, t.Last, last)
	}
	t.Setup, t.Trace = timed(t.Trace, clocks[0], clocks[1], s.contest.adam)
	return &t, nil
}

// timed puts the seconds of a run's two stages, the first of which has so many steps, to the errors of another run.
func timed(errs, first, second trace, steps int) (setup float64, all trace) {
	setup1, first := first.settled()
	setup2, second := second.settled()
	for _, m := range errs {
		if m.Steps <= steps {
			m.Seconds = trace(append(trace{{}}, first...)).at(m.Steps)
		} else {
			m.Seconds = first.end().Seconds + second.at(m.Steps-steps)
		}
		all = append(all, m)
	}
	return setup1 + setup2, all
}

// watch makes the untimed run, once.
func (s *us) watch(ctx context.Context) error {
	if s.seen != nil {
		return nil
	}
	a, err := s.attempt()
	if err != nil {
		return err
	}
	j, err := a.judge()
	if err != nil {
		return err
	}
	w := &watched{judge: j}
	if err = w.train(ctx); err == nil {
		s.seen = &w.t
	}
	return err
}

// watched is the untimed run.
type watched struct {
	*judge
	t training
}

// look adds a mark.
func (w *watched) look(steps int, evaluations float64) error {
	wrong, err := w.error()
	w.t.Trace = append(w.t.Trace, mark{Steps: steps, Evaluations: evaluations, Error: wrong})
	return err
}

func (w *watched) train(ctx context.Context) (err error) {
	if w.t.First, err = w.loss(); err != nil {
		return err
	}
	if err = w.look(0, 0); err != nil {
		return err
	}
	if _, err = w.adam(ctx, func(steps int) error {
		if steps == w.t.Trace.end().Steps || steps%w.every != 0 && steps != w.contest.adam {
			return nil
		}
		return w.look(steps, float64(steps))
	}); err != nil {
		return err
	}
	w.t.Last, w.t.End, err = w.cutShort(ctx, w.look)
	return err
}

// cutShort runs L-BFGS from the weights of now again and again, each time further, and looks at the end.
func (a *attempt) cutShort(ctx context.Context, look func(steps int, evaluations float64) error) (last float64, end string, err error) {
	begin := a.weights()
	for _, most := range looks(a.contest.lbfgs) {
		var iterations int
		if iterations, last, end, err = a.cut(ctx, begin, most, look); err != nil || iterations < most { // converged
			return last, end, err
		}
	}
	return last, end, nil
}

// cut is one of these runs.
func (a *attempt) cut(ctx context.Context, begin []layer, most int, look func(steps int, evaluations float64) error) (iterations int, last float64, end string, err error) {
	if err = a.restore(begin); err != nil {
		return 0, 0, "", err
	}
	h, err := a.lbfgs(ctx, most, func(int) error { return nil })
	if err != nil {
		return 0, 0, "", err
	}
	note := h.Notes[len(h.Notes)-1]
	iterations, evaluations, err := counted(note)
	if err == nil {
		err = look(a.contest.adam+iterations, float64(a.contest.adam+evaluations))
	}
	return iterations, h.Last(1), reason(note), err
}

// reason is how the note of L-BFGS ends: why it did.
func reason(note string) string { return note[strings.LastIndex(note, ", ")+2:] }

// looks are after how many iterations of L-BFGS errors are measured: each time half as many again, so that all runs together take three times the last.
func looks(most int) []int {
	var all []int
	for k := min(50, most); k < most; k += k / 2 {
		all = append(all, k)
	}
	return append(all, most)
}

// counted reads the note that fit.LBFGS leaves.
func counted(note string) (iterations, evaluations int, err error) {
	if _, err = fmt.Sscanf(note, "L-BFGS: %d iterations with %d evaluations", &iterations, &evaluations); err != nil {
		err = fmt.Errorf("the note of L-BFGS says %q: %w", note, err)
	}
	return iterations, evaluations, err
}
