package opt

import (
	"fmt"
	"slices"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/loop"
)

// How long an engine call should take, so that interrupts answer, and the most evaluations in one.
const (
	callTime    = 80 * time.Millisecond
	mostPerCall = 100
)

// run is the state of one minimization on the host.
type run struct {
	l       LBFGS
	b       compute.Backend
	store   *model.Store
	f       Objective
	data    []any
	exec    *model.Exec
	looped  bool // passes run in the engine's loop
	perCall int
	state   []*tensors.Tensor
	index   iterateIndex
	result  Result
	began   time.Time
}

// iterateIndex says which entry of the state is which.
type iterateIndex struct{ x, f, iterations, evaluations, reason, trace, rows int }

func newRun(l LBFGS, b compute.Backend, s *model.Store, f Objective, x0 []float64, data []*tensors.Tensor) (*run, error) {
	r := &run{l: l, b: b, store: s, f: f, began: time.Now(), perCall: 1}
	for _, d := range data {
		r.data = append(r.data, d)
	}
	r.index = indices()
	rows := min(or(l.PerCall, mostPerCall), mostPerCall)
	for i, shape := range layout(l.DType, len(x0), l.Memory, rows) {
		t := tensors.FromShape(shape)
		if i == r.index.x {
			t = vector(l.DType, x0)
		}
		r.state = append(r.state, t)
	}
	loops, err := r.traced(data)
	if err != nil {
		r.free()
		return nil, err
	}
	r.looped = loops && rows > 1
	r.exec, err = model.NewExec(b, s, func(_ *model.Scope, in []*Node) []*Node { return r.build(in) })
	if err != nil {
		r.free()
		return nil, fmt.Errorf("opt: prepare the objective: %w", err)
	}
	return r, nil
}

// indices finds the entries of the state that the host reads.
func indices() iterateIndex {
	var s iterate
	all := s.fields()
	at := func(f **Node) int { return slices.Index(all, f) }
	return iterateIndex{at(&s.x), at(&s.f), at(&s.iterations), at(&s.evaluations), at(&s.reason), at(&s.trace), at(&s.rows)}
}

// traced builds the objective in a graph that is never compiled, so that what is wrong with it is said plainly, and says whether it may stand
// in the engine's loop: XLA's CPU compiler leaves convolutions there to slow code.
func (r *run) traced(data []*tensors.Tensor) (loops bool, err error) {
	err = exceptions.TryCatch[error](func() {
		g := NewGraph(r.b, "objective")
		defer g.Finalize()
		model.SetStore(g, r.store)
		var in []*Node
		for i, d := range data {
			in = append(in, Parameter(g, fmt.Sprintf("data_%d", i), d.Shape()))
		}
		x := Parameter(g, "x", r.state[r.index.x].Shape())
		Gradient(r.loss(in)(x), x)
		loops = !slices.ContainsFunc(g.Nodes(), func(n *Node) bool { return n.Type() == NodeTypeConvGeneral })
	})
	if err != nil {
		return false, fmt.Errorf("opt: build the objective: %w", err)
	}
	return loops, nil
}

// loss is the objective as a function of x alone.
func (r *run) loss(data []*Node) func(x *Node) *Node {
	return func(x *Node) *Node {
		f := r.f(x, data)
		if f == nil || !f.IsScalar() || f.DType() != r.l.DType {
			exceptions.Panicf("opt.LBFGS: want a scalar %s from the objective, got %s", r.l.DType, f.Shape())
		}
		return f
	}
}

// build is the program of a call: number of passes, state, data → state.
func (r *run) build(in []*Node) []*Node {
	n := len(r.state)
	loss := r.loss(in[1+n:])
	body := func(s []*Node) []*Node { return r.l.pass(iterateOf(s), loss).nodes() }
	state := slices.Clone(in[1 : 1+n])
	state[r.index.rows] = ZerosLike(state[r.index.rows])
	if !r.looped {
		return body(state)
	}
	left := in[0]
	out := loop.While(func(s []*Node) *Node {
		zero := ZerosLike(s[n])
		return LogicalAnd(GreaterThan(s[n], zero), Equal(s[r.index.reason], zero))
	}, func(s []*Node) []*Node {
		return append(body(s[:n]), Sub(s[n], OnesLike(s[n])))
	}, append(state, left)...)
	return out[:n]
}

// all makes calls until there is a reason to end.
func (r *run) all() error {
	for r.result.Reason == Running {
		start := time.Now()
		before := r.result.Evaluations
		if err := r.call(); err != nil {
			return err
		}
		if before == 0 {
			r.result.FirstCall = time.Since(r.began)
		} else if r.looped {
			per := max(time.Since(start)/time.Duration(max(r.result.Evaluations-before, 1)), time.Microsecond)
			r.perCall = max(min(int(callTime/per), 2*r.perCall, or(r.l.PerCall, mostPerCall), mostPerCall), 1)
		}
		r.result.Elapsed = time.Since(r.began)
		if r.l.Callback != nil && !r.l.Callback(&r.result) && r.result.Reason == Running {
			r.result.Reason = Interrupted
		}
	}
	return nil
}

// call makes at most perCall passes.
func (r *run) call() error {
	passes := tensors.FromScalar(int32(r.perCall))
	defer passes.MustFinalizeAll()
	in := []any{passes}
	for _, t := range r.state {
		in = append(in, t)
	}
	in = append(in, r.data...)
	out, err := r.exec.Call(in...)
	if err != nil && r.looped && r.result.Evaluations == 0 {
		out, err = r.callWithoutLoop(in, err)
	}
	if err != nil {
		return fmt.Errorf("opt: after %d evaluations: %w", r.result.Evaluations, err)
	}
	r.free()
	r.state = out
	r.read()
	return nil
}

// callWithoutLoop goes on with one pass a call: an objective that cannot stand in the engine's loop (it sorts, or has a loop itself) is found out at the
// first call, before anything is lost.
func (r *run) callWithoutLoop(in []any, inLoop error) ([]*tensors.Tensor, error) {
	r.looped = false
	plain, err := model.NewExec(r.b, r.store, func(_ *model.Scope, in []*Node) []*Node { return r.build(in) })
	if err != nil {
		return nil, err
	}
	r.exec.Finalize()
	r.exec = plain
	r.result.Notes = append(r.result.Notes, fmt.Sprintf("one evaluation per engine call, since this objective cannot run inside the engine's loop: %v", inLoop))
	return plain.Call(in...)
}

// read takes over what a call has reached.
func (r *run) read() {
	count := func(i int) int { return int(tensors.ToScalar[int32](r.state[i])) }
	r.result.Iterations, r.result.Evaluations = count(r.index.iterations), count(r.index.evaluations)
	r.result.Reason = Reason(count(r.index.reason))
	trace := numbers(r.state[r.index.trace])
	for i := range count(r.index.rows) {
		row := trace[4*i : 4*i+4]
		r.result.Trace = append(r.result.Trace, Iteration{Loss: row[0], GradientNorm: row[1], Step: row[2], Evaluations: int(row[3])})
	}
	last := r.result.Trace[len(r.result.Trace)-1]
	r.result.Loss, r.result.GradientNorm = last.Loss, last.GradientNorm
}

// finish fetches the point.
func (r *run) finish() *Result {
	r.result.X = numbers(r.state[r.index.x])
	r.result.Elapsed = time.Since(r.began)
	return &r.result
}

func (r *run) free() {
	for _, t := range r.state {
		t.MustFinalizeAll()
	}
}

func (r *run) close() {
	r.free()
	r.exec.Finalize()
}

// vector is a tensor [n].
func vector(dtype dtypes.DType, x []float64) *tensors.Tensor {
	t := tensors.FromShape(shapes.Make(dtype, len(x)))
	t.MustMutableFlatData(func(flat any) {
		switch to := flat.(type) {
		case []float64:
			copy(to, x)
		case []float32:
			for i := range to {
				to[i] = float32(x[i])
			}
		}
	})
	return t
}

// numbers copies a tensor of floats.
func numbers(t *tensors.Tensor) []float64 {
	var out []float64
	t.MustConstFlatData(func(flat any) {
		switch x := flat.(type) {
		case []float64:
			out = append(out, x...)
		case []float32:
			for _, v := range x {
				out = append(out, float64(v))
			}
		}
	})
	return out
}
