package fit

import (
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// loop runs optimizer steps on an engine. One program serves every number of steps up to its capacity.
type loop struct {
	step     step
	data     Source
	vars     []*model.Variable // everything a step reads or changes
	capacity int               // 1: a plain step; more: a While loop inside the engine
	fixed    []any             // tensors of the source that stay on the device
	exec     *model.Exec
}

// newLoop prepares the program; it is compiled at the first call.
func newLoop(b compute.Backend, s step, data Source, vars []*model.Variable, capacity int) (*loop, error) {
	l := &loop{step: s, data: data, vars: vars, capacity: capacity}
	for _, a := range data.Fixed() {
		l.fixed = append(l.fixed, a.tensor(s.o.DType))
	}
	build := l.single
	if capacity > 1 {
		build = l.many
	}
	exec, err := model.NewExec(b, s.store, func(_ *model.Scope, in []*Node) []*Node { return build(in) })
	if err != nil {
		return nil, fmt.Errorf("fit: prepare the training step: %w", err)
	}
	l.exec = exec
	return l, nil
}

// run takes the steps first … first+n-1 (n ≤ capacity) and returns their losses. A loss that is not finite ends it
// early and is the last one returned. finite says whether all variables are so afterwards.
func (l *loop) run(first, n int) (losses []float64, finite bool, err error) {
	in, temporary := l.inputs(first, n)
	defer func() {
		for _, t := range temporary {
			t.MustFinalizeAll()
		}
	}()
	out, err := l.exec.Call(in...)
	if err != nil {
		return nil, false, fmt.Errorf("fit: step %d: %w", first, err)
	}
	defer func() {
		for _, t := range out {
			t.MustFinalizeAll()
		}
	}()
	losses = hostFloats(out[0])
	done := n
	if l.capacity > 1 {
		done = int(tensors.ToScalar[int32](out[2]))
	}
	return losses[:done], tensors.ToScalar[bool](out[1]), nil
}

// inputs are, in this order: the number of steps (loop only), the learning rates, what the source feeds, its fixed
// arrays. The first ones are for this call alone.
func (l *loop) inputs(first, n int) (in []any, temporary []*tensors.Tensor) {
	fed := make([][]Array, n)
	rates := make([]float64, n)
	for i := range n {
		fed[i] = l.data.Feed(l.step.o.Seed, first+i)
		rates[i] = l.step.o.rate(first + i - l.step.start)
	}
	lead := []int{l.capacity}
	if l.capacity == 1 {
		lead = nil
	} else {
		temporary = append(temporary, tensors.FromScalar(int32(n)))
	}
	temporary = append(temporary, stack([]Array{{F: rates}}, lead, l.step.o.DType))
	for j := range fed[0] {
		each := make([]Array, n)
		for i := range fed {
			each[i] = fed[i][j]
		}
		temporary = append(temporary, stack(each, append(lead[:len(lead):len(lead)], fed[0][j].Dims...), l.step.o.DType))
	}
	for _, t := range temporary {
		in = append(in, t)
	}
	return append(in, l.fixed...), temporary
}

// single is one step without a loop: learning rate, fed and fixed arrays → loss [1], all finite.
func (l *loop) single(in []*Node) []*Node {
	loss := l.step.build(l.batch(in[1:]), in[0])
	return []*Node{Reshape(loss, 1), l.finite(loss.Graph())}
}

// batch separates what was fed from what is fixed.
func (l *loop) batch(in []*Node) []*Node {
	cut := len(in) - len(l.fixed)
	return l.data.Batch(in[cut:], in[:cut])
}

// finite says whether every floating-point variable is finite after the call. What is not is counted by a product with ones, not by a
// reduction: go-xla allows each kind of reduction in one function of a program alone, and models want theirs inside of the loop.
func (l *loop) finite(g *Graph) *Node {
	ok := Const(g, true)
	for _, v := range l.vars {
		if !v.DType().IsFloat() {
			continue
		}
		bad := ConvertDType(LogicalNot(IsFinite(v.NodeValue(g))), dtypes.Float32)
		axes := make([]int, bad.Rank())
		for i := range axes {
			axes[i] = i
		}
		one := Const(g, float32(1)) // no cached scalar: it may belong to the loop's body
		count := DotGeneral(bad, axes, nil, BroadcastToDims(one, bad.Shape().Dimensions...), axes, nil)
		ok = LogicalAnd(ok, LessThan(count, one))
	}
	return ok
}

// hostFloats copies a tensor of floats.
func hostFloats(t *tensors.Tensor) []float64 {
	var out []float64
	t.MustConstFlatData(func(flat any) {
		switch x := flat.(type) {
		case []float32:
			out = make([]float64, len(x))
			for i := range x {
				out[i] = float64(x[i])
			}
		case []float64:
			out = append(out, x...)
		}
	})
	return out
}
