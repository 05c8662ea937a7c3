package fit

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/dist"
)

// judge computes the loss on the validation source, with the averages in place of the weights where there are any.
// The noise is the same at every look, so that two looks differ by the weights alone.
type judge struct {
	step step
	data Source
	exec *model.Exec
	args []any
}

func newJudge(b compute.Backend, s step, data Source) (*judge, error) {
	if err := checkSource(data, s.o.Seed); err != nil {
		return nil, fmt.Errorf("validation: %w", err)
	}
	j := &judge{step: s, data: data}
	fed := data.Feed(s.o.Seed, 0)
	for _, a := range append(fed, data.Fixed()...) {
		j.args = append(j.args, a.tensor(s.o.DType))
	}
	exec, err := model.NewExec(b, s.store, func(_ *model.Scope, in []*Node) []*Node {
		return []*Node{j.loss(data.Batch(in[len(fed):], in[:len(fed)]))}
	})
	if err != nil {
		return nil, fmt.Errorf("fit: prepare the validation: %w", err)
	}
	j.exec = exec
	return j, nil
}

// loss builds the validation loss and leaves every variable unchanged.
func (j *judge) loss(batch []*Node) *Node {
	g := batch[0].Graph()
	store := j.step.store
	store.SetTraining(g, false)
	var changed []*model.Variable
	var before []*Node
	for v := range store.IterVariables() {
		if a := store.GetVariable(averageScope + v.Path()); a != nil && j.step.o.Average > 0 {
			changed, before = append(changed, v), append(before, v.NodeValue(g))
			v.SetNodeValue(a.NodeValue(g))
		}
	}
	loss := j.step.loss(batch, dist.NewRng(RNGStateFromSeedForGraph(g, int64(j.step.o.Seed))), false)
	for i, v := range changed {
		v.SetNodeValue(before[i])
	}
	return loss
}

// look returns the loss now.
func (j *judge) look() (float64, error) {
	out, err := j.exec.Call(j.args...)
	if err != nil {
		return 0, fmt.Errorf("fit: validation: %w", err)
	}
	defer out[0].MustFinalizeAll()
	return hostFloats(out[0])[0], nil
}

func (j *judge) close() {
	j.exec.Finalize()
	for _, t := range j.args {
		t.(*tensors.Tensor).MustFinalizeAll()
	}
}

// look evaluates, keeps the weights if they are the best so far, and stops where patience has run out.
func (r *run) look() error {
	loss, err := r.judge.look()
	if err != nil {
		return err
	}
	p := Point{Step: r.at, Loss: loss}
	r.h.Validation = append(r.h.Validation, p)
	if len(r.h.Validation) == 1 || loss < r.h.Best.Loss {
		r.h.Best, r.sinceBest = p, 0
		return r.keepBest()
	}
	r.sinceBest++
	if r.step.o.Patience > 0 && (r.sinceBest >= r.step.o.Patience || math.IsNaN(loss)) {
		r.h.Stopped = Early
	}
	return nil
}

// keepBest copies the weights (or their averages) to variables of their own, which checkpoints save too.
func (r *run) keepBest() error {
	for _, v := range r.weights() {
		from := v
		if a := r.step.store.GetVariable(averageScope + v.Path()); a != nil && r.step.o.Average > 0 {
			from = a
		}
		c, err := copyOf(from)
		if err != nil {
			return err
		}
		best := r.step.store.GetVariable(bestScope + v.Path())
		if best == nil {
			best = r.step.store.VariableWithValue(bestScope+v.Path(), c)
		} else if err := best.SetValue(c); err != nil {
			return fmt.Errorf("fit: keep the best %s: %w", v.Path(), err)
		}
		best.SetTrainable(false)
	}
	return nil
}

// settle puts the result of the run into the weights: the best ones seen, else their averages, else as they are.
// What fit kept of them beside the weights is deleted.
func (r *run) settle() error {
	for _, scope := range []string{bestScope, averageScope} {
		for _, v := range r.weights() {
			from := r.step.store.GetVariable(scope + v.Path())
			if from == nil || scope == averageScope && (r.step.o.Average == 0 || r.judge != nil) {
				continue
			}
			c, err := copyOf(from)
			if err == nil {
				err = v.SetValue(c)
			}
			if err != nil {
				return fmt.Errorf("fit: keep the result %s: %w", v.Path(), err)
			}
		}
		if err := r.step.store.DeleteVariablesInScope(scope); err != nil {
			return fmt.Errorf("fit: tidy up: %w", err)
		}
	}
	return nil
}

// weights are the variables that the optimizer changes.
func (r *run) weights() (w []*model.Variable) {
	for _, v := range r.loop.vars {
		if v.Trainable {
			w = append(w, v)
		}
	}
	return w
}
