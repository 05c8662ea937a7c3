package fit

import (
	"errors"
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/dist"
)

// BadStep is the error of a run that ended at a step whose loss, gradient or update was not finite.
type BadStep struct {
	Step    int    // the first step that went wrong, counted from 0
	Culprit string // what was not finite first: a batch, the loss, the gradient of a weight, an update
}

func (e *BadStep) Error() string {
	return fmt.Sprintf("fit: step %d: %s; the model is as it was before this step: look at that batch, lower the learning rate or set ClipNorm", e.Step, e.Culprit)
}

// firstBad is the place of the first loss that is not finite, or -1.
func firstBad(losses []float64) int {
	return slices.IndexFunc(losses, func(l float64) bool { return math.IsNaN(l) || math.IsInf(l, 0) })
}

// retreat finds the first step that went wrong, goes back to the state before it and says what was wrong. Losses
// look one step late: an infinite input can give a finite loss and NaN gradients. So from the last good snapshot the
// steps are taken again one by one, as the batches allow, until one leaves something that is not finite.
func (r *run) retreat(losses []float64) error {
	r.h.Stopped = Diverged
	end := r.at + len(losses)
	lo, hi := r.last.at, end // the state after lo steps is good, that after hi is not
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		good, err := r.replay(mid)
		if err != nil {
			return err
		}
		if good {
			lo = mid
		} else {
			hi = mid
		}
	}
	good, err := r.replay(lo)
	if err == nil && !good {
		err = errors.New("fit: the engine did not repeat a step with the same numbers")
	}
	if err != nil {
		return err
	}
	r.h.Loss = append(r.h.Loss, losses...)
	r.h.Loss = r.h.Loss[:len(r.h.Loss)-(end-lo)]
	if err = r.setAt(lo); err != nil {
		return err
	}
	culprit, err := r.culprit()
	if err != nil {
		return err
	}
	if err = r.settle(); err != nil {
		return err
	}
	return &BadStep{Step: lo, Culprit: culprit}
}

// replay goes back to the last snapshot and takes the steps up to at again. good says that all was finite.
func (r *run) replay(at int) (good bool, err error) {
	if err := r.last.restore(); err != nil {
		return false, err
	}
	for i := r.last.at; i < at; {
		n := min(at-i, r.limit)
		losses, finite, err := r.loop.run(i, n)
		if err != nil || !finite || firstBad(losses) >= 0 {
			return false, err
		}
		i += n
	}
	return true, nil
}

// culprit takes the next step apart: batch, loss, gradients, in this order. It changes nothing.
func (r *run) culprit() (string, error) {
	var names []string
	exec, err := model.NewExec(r.b, r.step.store, func(_ *model.Scope, in []*Node) (out []*Node) {
		names, out = r.questions(in)
		return out
	})
	if err != nil {
		return "", fmt.Errorf("fit: look for what is not finite: %w", err)
	}
	defer exec.Finalize()
	var args []any
	for _, a := range r.data.Feed(r.step.o.Seed, r.at) {
		args = append(args, a.tensor(r.step.o.DType))
	}
	answers, err := exec.Call(append(args, r.loop.fixed...)...)
	if err != nil {
		return "", fmt.Errorf("fit: look for what is not finite: %w", err)
	}
	for i, ok := range answers {
		if !tensors.ToScalar[bool](ok) {
			return names[i], nil
		}
	}
	return "the update makes weights NaN or Inf", nil
}

// questions are what is said where the answer, a scalar that is true for finite, is no.
func (r *run) questions(in []*Node) (names []string, answers []*Node) {
	ask := func(x *Node, format string, args ...any) {
		if x.DType().IsFloat() {
			names, answers = append(names, fmt.Sprintf(format, args...)), append(answers, LogicalAll(IsFinite(x)))
		}
	}
	g := in[0].Graph()
	before := make([]*Node, len(r.loop.vars))
	for i, v := range r.loop.vars {
		before[i] = v.NodeValue(g)
	}
	batch := r.loop.batch(in)
	for i, x := range batch {
		ask(x, "table %d of the batch holds NaN or Inf", i)
	}
	r.step.store.SetTraining(g, true)
	loss := r.step.loss(batch, dist.NewRng(r.step.store.GetVariable(rngPath).NodeValue(g)), true)
	ask(loss, "the loss is NaN or Inf")
	weights := trained(r.step.store, g)
	for i, d := range r.step.store.RootScope().BuildTrainableVariablesGradientsGraph(loss) {
		ask(d, "the gradient of %s is NaN or Inf", weights[i].Path())
	}
	for i, v := range r.loop.vars {
		v.SetNodeValue(before[i]) // a model that initializes itself from data may have assigned some
	}
	return names, answers
}
