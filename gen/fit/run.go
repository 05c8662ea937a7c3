package fit

import (
	"fmt"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
)

// How long an engine call should take, so that interrupts and live plots answer, and how often the state is copied
// for the case that a step goes wrong.
const (
	callTime      = 80 * time.Millisecond
	snapshotEvery = time.Second
	maxCapacity   = 100
	maxFeedBytes  = 16 << 20
)

// Run minimizes obj over data and leaves the result in the store: the weights, or their averages, or the best of
// them where there is a validation source. b may be nil for gen.DefaultEngine.
//
// A store that was trained before is trained on: optimizer, random stream and batches continue, Options.Steps more.
// A context that is done ends the run without an error. A loss or weight that is not finite ends it with a *BadStep;
// the store then holds the state before that step, and the history ends there too.
func Run(b compute.Backend, s *model.Store, obj Objective, data Source, o Options) (History, error) {
	r, err := newRun(b, s, obj, data, o)
	if err != nil {
		return History{}, err
	}
	defer r.close()
	err = r.steps()
	if err == nil {
		err = r.finish()
	}
	r.h.Elapsed += time.Since(r.began)
	r.tell(&r.h)
	return r.h, err
}

// run is the state of one call of Run.
type run struct {
	b              compute.Backend
	step           step
	data           Source
	loop           *loop
	judge          *judge // nil without validation
	h              History
	at             int // steps taken with this store
	last           *snapshot
	taken          time.Time // when last was taken
	perCall, limit int
	called         bool // the first engine call is done
	sinceBest      int  // looks since the last improvement
	began          time.Time
	saved          []string // the weights of the checkpoint that was resumed
	tell           Watcher
}

// newRun checks the input, loads the checkpoint if there is one, and prepares variables and program.
func newRun(b compute.Backend, s *model.Store, obj Objective, data Source, o Options) (*run, error) {
	if err := checkSource(data, o.Seed); err != nil {
		return nil, err
	}
	o, err := o.settled(data)
	if err != nil {
		return nil, err
	}
	if b == nil {
		if b, err = gen.DefaultEngine(); err != nil {
			return nil, err
		}
	}
	r := &run{b: b, data: data, step: step{store: s, obj: obj, o: o}, began: time.Now(), tell: watcher(o.Steps)}
	if _, ok := s.GetParam(model.ParamInitialSeed); !ok {
		s.SetParam(model.ParamInitialSeed, int64(o.Seed))
	}
	r.at = stepsTaken(s)
	r.step.start = r.at
	stepsBefore := r.at
	if err = r.resume(); err != nil {
		return nil, err
	}
	vars, loops, err := prepare(b, r.step, data)
	if err != nil && r.at > stepsBefore {
		return nil, fmt.Errorf("%w; the weights are those of checkpoint %s: name another folder if the model's settings have changed", err, o.Checkpoint)
	}
	if err != nil {
		return nil, err
	}
	r.limit = r.capacity(loops)
	r.perCall = 1 // the first call, which cannot be timed since it compiles, shall not keep anybody waiting for the first loss
	if r.loop, err = newLoop(b, r.step, data, vars, r.limit); err != nil {
		return nil, err
	}
	if err = r.sameModel(); err != nil {
		return nil, err
	}
	if o.Validation != nil {
		if r.judge, err = newJudge(b, r.step, o.Validation); err != nil {
			return nil, err
		}
	}
	for _, v := range r.weights() {
		s.GetVariable(bestScope + v.Path()) // a checkpoint's variables come when asked for
	}
	return r, nil
}

// capacity is how many steps a call of the engine can take. The pure Go engine has neither gradients inside loops nor
// the slices that the loop takes.
func (r *run) capacity(loops bool) int {
	n := maxCapacity
	if !loops || !r.b.Capabilities().Operations[compute.OpTypeDynamicSlice] {
		n = 1
	}
	if r.step.o.StepsPerCall > 0 {
		n = min(n, r.step.o.StepsPerCall)
	}
	bytes := 0
	for _, a := range r.data.Feed(r.step.o.Seed, r.at) {
		bytes += 8 * a.size()
	}
	return max(min(n, maxFeedBytes/max(bytes, 1)), 1)
}

// steps takes all steps, in calls that end where something is due.
func (r *run) steps() error {
	o := r.step.o
	for end := r.step.start + o.Steps; r.at < end && r.h.Stopped == Running; {
		if o.Context.Err() != nil {
			r.h.Stopped = Interrupted
			break
		}
		n := min(r.perCall, end-r.at, r.untilDue(o.EvalEvery), r.untilDue(o.SaveEvery))
		if err := r.advance(n); err != nil {
			return err
		}
		if err := r.due(); err != nil {
			return err
		}
		if r.h.Stopped == Running && !r.tell(&r.h) {
			r.h.Stopped = Interrupted
		}
	}
	if r.h.Stopped == Running {
		r.h.Stopped = Finished
	}
	return nil
}

// untilDue is the number of steps to the next multiple of every.
func (r *run) untilDue(every int) int { return every - (r.at-r.step.start)%every }

// advance takes n steps and keeps their losses; when one goes wrong it goes back to the state before it.
func (r *run) advance(n int) error {
	if r.last == nil || time.Since(r.taken) > snapshotEvery {
		r.last.free()
		var err error
		if r.last, err = take(r.at, r.loop.vars); err != nil {
			return err
		}
		r.taken = time.Now()
	}
	start := time.Now()
	losses, finite, err := r.call(n)
	if err != nil {
		return err
	}
	if bad := firstBad(losses); bad >= 0 || !finite {
		return r.retreat(losses)
	}
	if !r.called {
		r.called, r.h.FirstCall = true, time.Since(r.began)
	} else {
		r.adapt(time.Since(start), len(losses))
	}
	r.h.Loss = append(r.h.Loss, losses...)
	return r.setAt(r.at + len(losses))
}

// call runs n steps. A model that cannot run inside the engine's loop (it sorts, or has a loop itself) is found out
// at the first call, before anything is lost; it goes on with one step per call.
func (r *run) call(n int) ([]float64, bool, error) {
	losses, finite, err := r.loop.run(r.at, n)
	if err == nil || r.loop.capacity == 1 || r.called {
		return losses, finite, err
	}
	plain, err2 := newLoop(r.b, r.step, r.data, r.loop.vars, 1)
	if err2 != nil {
		return nil, false, err
	}
	losses, finite, err2 = plain.run(r.at, 1)
	if err2 != nil {
		plain.exec.Finalize()
		return nil, false, err2
	}
	r.h.Notes = append(r.h.Notes, fmt.Sprintf("one step per engine call, since this model cannot run inside the engine's loop: %v", err))
	r.loop.exec.Finalize()
	r.loop, r.limit, r.perCall = plain, 1, 1
	return losses, finite, nil
}

// adapt chooses the number of steps for the next call.
func (r *run) adapt(took time.Duration, n int) {
	per := max(took/time.Duration(n), time.Microsecond)
	r.perCall = max(min(int(callTime/per), r.limit, 2*max(r.perCall, n)), 1)
}

// setAt records the number of steps, also in the store.
func (r *run) setAt(at int) error {
	r.at = at
	return r.step.store.VariableWithValue(stepPath, int64(0)).SetTrainable(false).SetValue(tensors.FromScalar(int64(at)))
}

// due evaluates, saves and calls back where it is time.
func (r *run) due() error {
	o := r.step.o
	if r.judge != nil && r.untilDue(o.EvalEvery) == o.EvalEvery {
		if err := r.look(); err != nil {
			return err
		}
	}
	if o.Checkpoint != "" && r.untilDue(o.SaveEvery) == o.SaveEvery {
		if err := r.save(); err != nil {
			return err
		}
	}
	if o.Callback == nil {
		return nil
	}
	if err := o.Callback(&r.h); err != nil {
		r.h.Stopped = Refused
		return fmt.Errorf("fit: stopped by the callback after step %d: %w", r.at, err)
	}
	return nil
}

// finish saves the last state, so that the run can go on from it, and then puts the result into the weights.
func (r *run) finish() error {
	if r.step.o.Checkpoint != "" {
		if err := r.save(); err != nil {
			return err
		}
	}
	return r.settle()
}

// close gives back what the engine holds for this run. The variables stay in the store.
func (r *run) close() {
	r.last.free()
	r.loop.exec.Finalize()
	for _, t := range r.loop.fixed {
		t.(*tensors.Tensor).MustFinalizeAll()
	}
	if r.judge != nil {
		r.judge.close()
	}
}

// stepsTaken is the number of steps ever taken with a store.
func stepsTaken(s *model.Store) int {
	v := s.GetVariable(stepPath)
	if v == nil {
		return 0
	}
	return int(tensors.ToScalar[int64](v.MustValue()))
}
