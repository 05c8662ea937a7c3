package opt

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// Objective is what is minimized, a graph of the parameters x [n] and of data that do not change → scalar. It must be differentiable, and the
// same function at every evaluation: no fresh noise, no other batch.
type Objective func(x *Node, data []*Node) *Node

// LBFGS minimizes a smooth function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Liu and Nocedal 1989; Nocedal and
// Wright 2006, section 7.2) with a line search for the strong Wolfe conditions (Moré and Thuente 1994), and the approximate ones of Hager and Zhang (2005)
// where the loss changes by rounding alone. The zero value is good for a start. A tolerance of 0 means its default, a negative one that it is
// never met.
type LBFGS struct {
	Iterations  int     // at most so many; 0 means 1000
	Evaluations int     // of loss and gradient, at most so many; 0 means twice the iterations, and 100
	Memory      int     // pairs of differences that are kept, at least 2; 0 means 20
	Gradient    float64 // smallest Euclidean norm of the gradient; 0 means 1e-8 in float64, 1e-6 in float32
	Decrease    float64 // smallest decrease of the loss, relative to it, of ten iterations in a row; 0 means four units of rounding
	Step        float64 // smallest change of the parameters, relative to their norm, of ten iterations in a row; 0 means a unit of rounding

	DType   dtypes.DType // Float64 (the default) or Float32
	PerCall int          // most evaluations in one engine call; 0 means as many as fit into about 80 ms, 1 switches the loop off

	Callback func(r *Result) bool // called between engine calls with the result so far, without X; false ends the run
}

// settled returns the settings with defaults filled in, or what is wrong with them.
func (l LBFGS) settled() (LBFGS, error) {
	for _, c := range []struct {
		bad        bool
		name, want string
		got        any
	}{
		{l.Iterations < 0, "Iterations", "at least 0", l.Iterations},
		{l.Evaluations < 0, "Evaluations", "at least 0", l.Evaluations},
		{l.Memory < 0, "Memory", "at least 0", l.Memory},
		{math.IsNaN(l.Gradient), "Gradient", "a number", l.Gradient},
		{math.IsNaN(l.Decrease), "Decrease", "a number", l.Decrease},
		{math.IsNaN(l.Step), "Step", "a number", l.Step},
		{l.PerCall < 0, "PerCall", "at least 0", l.PerCall},
		{l.DType != dtypes.InvalidDType && l.DType != dtypes.Float32 && l.DType != dtypes.Float64, "DType", "Float32 or Float64", l.DType},
	} {
		if c.bad {
			return l, fmt.Errorf("opt: want LBFGS.%s %s, got %v", c.name, c.want, c.got)
		}
	}
	if l.DType == dtypes.InvalidDType {
		l.DType = dtypes.Float64
	}
	l.Iterations = or(l.Iterations, 1000)
	l.Evaluations = or(l.Evaluations, 2*l.Iterations+100)
	l.Memory = max(or(l.Memory, 20), 2)
	l.Gradient = or(l.Gradient, map[dtypes.DType]float64{dtypes.Float32: 1e-6, dtypes.Float64: 1e-8}[l.DType])
	l.Decrease = or(l.Decrease, 4*epsilon(l.DType))
	l.Step = or(l.Step, epsilon(l.DType))
	return l, nil
}

func or[T int | float64](x, zero T) T {
	if x == 0 {
		return zero
	}
	return x
}

// Minimize starts at x0. data are arrays that the objective gets as nodes; they stay on the device. Whatever the reason of the end is, also NotFinite,
// the result holds the best point; an error says what is wrong with the settings or with the graph of the objective.
func (l LBFGS) Minimize(b compute.Backend, f Objective, x0 []float64, data ...*tensors.Tensor) (*Result, error) {
	return l.MinimizeWith(b, model.NewStore(), f, x0, data...)
}

// MinimizeWith is Minimize for an objective that reads variables of a store, which it may assign for the time of its own graph but must
// leave as they were.
func (l LBFGS) MinimizeWith(b compute.Backend, s *model.Store, f Objective, x0 []float64, data ...*tensors.Tensor) (*Result, error) {
	l, err := l.settled()
	if err != nil {
		return nil, err
	}
	if b == nil || f == nil || len(x0) == 0 {
		return nil, fmt.Errorf("opt: LBFGS.Minimize needs an engine, an objective and a start of at least one number, got %v, %t and %d numbers", b, f != nil, len(x0))
	}
	r, err := newRun(l, b, s, f, x0, data)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err = r.all(); err != nil {
		return nil, err
	}
	return r.finish(), nil
}
