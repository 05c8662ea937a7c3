package fit

import (
	"context"
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/gensci/gensci/gen"
)

// Objective returns what is minimized: one number per example, [batch], or a scalar. Its mean is the loss.
// It must touch all variables of the model, and it may draw from c.Rng.
type Objective func(c gen.Ctx, batch []*Node) *Node

// Options of a training run. The zero value trains 1000 steps of Adam in float32.
type Options struct {
	Steps  int          // optimizer steps in all; 0 means Epochs, or 1000 where that is 0 too
	Epochs int          // passes over the data instead of Steps; only for sources with an end (Rows)
	Seed   uint64       // of initial weights, batches and noise
	DType  dtypes.DType // Float32 (the default) or Float64

	Optimizer    optimizer.Interface // nil means Adam; anything of GoMLX
	LearningRate float64             // 0 means 1e-3
	Schedule     Schedule            // factor on the learning rate; nil means constant
	ClipNorm     float64             // largest global norm of the gradient; 0 means no limit
	Average      float64             // decay of an exponential average of the weights, such as 0.999, which then is the result; 0 means none

	Validation Source // what the model is judged by during training, whole batches; nil means not at all
	EvalEvery  int    // steps between two looks at Validation; 0 means a twentieth of all steps
	Patience   int    // stop after so many looks without improvement; 0 means never. The best weights are restored

	Checkpoint string // folder for the state of the run; if it is there, the run goes on from it; "" means none
	SaveEvery  int    // steps between two saves; 0 means a tenth of all steps

	StepsPerCall int // most steps in one engine call; 0 means as many as fit into about 80 ms, 1 switches the loop off

	Context  context.Context        // when done, the run stops and keeps what it reached; nil means never
	Callback func(h *History) error // called between engine calls; an error stops the run and is returned
}

// settled returns the options with defaults filled in, or what is wrong with them.
func (o Options) settled(data Source) (Options, error) {
	if err := o.check(); err != nil {
		return o, err
	}
	if o.Steps == 0 && o.Epochs > 0 {
		e, ok := data.(interface{ StepsPerEpoch() int })
		if !ok || e.StepsPerEpoch() == 0 {
			return o, fmt.Errorf("fit: Epochs needs data with an end, such as fit.Rows; give Steps for %T", data)
		}
		o.Steps = o.Epochs * e.StepsPerEpoch()
	}
	o.Steps = or(o.Steps, 1000)
	o.EvalEvery = or(o.EvalEvery, max(o.Steps/20, 1))
	o.SaveEvery = or(o.SaveEvery, max(o.Steps/10, 1))
	if o.DType == dtypes.InvalidDType {
		o.DType = dtypes.Float32
	}
	if o.LearningRate == 0 {
		o.LearningRate = 1e-3
	}
	if o.Optimizer == nil {
		o.Optimizer = optimizer.Adam().Done()
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	return o, nil
}

// check names the first option that makes no sense.
func (o Options) check() error {
	for _, c := range []struct {
		bad        bool
		name, want string
		got        any
	}{
		{o.Steps < 0, "Steps", "at least 0", o.Steps},
		{o.Epochs < 0, "Epochs", "at least 0", o.Epochs},
		{o.LearningRate < 0 || math.IsNaN(o.LearningRate) || math.IsInf(o.LearningRate, 0), "LearningRate", "a positive number", o.LearningRate},
		{o.ClipNorm < 0 || math.IsNaN(o.ClipNorm), "ClipNorm", "at least 0", o.ClipNorm},
		{!(o.Average >= 0 && o.Average < 1), "Average", "in [0, 1)", o.Average},
		{o.EvalEvery < 0, "EvalEvery", "at least 0", o.EvalEvery},
		{o.Patience < 0, "Patience", "at least 0", o.Patience},
		{o.Patience > 0 && o.Validation == nil, "Patience", "0 without Validation", o.Patience},
		{o.SaveEvery < 0, "SaveEvery", "at least 0", o.SaveEvery},
		{o.StepsPerCall < 0, "StepsPerCall", "at least 0", o.StepsPerCall},
		{o.DType != dtypes.InvalidDType && o.DType != dtypes.Float32 && o.DType != dtypes.Float64, "DType", "Float32 or Float64", o.DType},
	} {
		if c.bad {
			return fmt.Errorf("fit: want Options.%s %s, got %v", c.name, c.want, c.got)
		}
	}
	return nil
}

func or(x, zero int) int {
	if x == 0 {
		return zero
	}
	return x
}

// rate is the learning rate of a step of the run.
func (o Options) rate(step int) float64 {
	if o.Schedule == nil {
		return o.LearningRate
	}
	return o.LearningRate * o.Schedule.Factor(step, o.Steps)
}
