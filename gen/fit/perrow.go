package fit

import (
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/dist"
)

// Distance returns how far every row is from its projection to the surface that a model lives on (flow.Injective,
// flow.Rectangular, flow.FreeForm with a bottleneck): x [n, dim] → [n]. Models without a surface, and conditional ones,
// give an error.
func (m *Model) Distance(x *mat.Dense) ([]float64, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	return m.perRow("Distance", &m.distance, func(law dist.Distribution, x *Node) *Node {
		on, ok := law.(interface{ Distance(x *Node) *Node })
		if !ok {
			exceptions.Panicf("a %T lives on no surface, so nothing has a distance from it", m.Spec)
		}
		return on.Distance(x)
	}, x, nil)
}

// perRow evaluates what gives a number for each row under the model's law: x [n, dim] → [n]. The program is kept.
func (m *Model) perRow(name string, exec **model.Exec, what func(law dist.Distribution, x *Node) *Node, x, cond *mat.Dense) ([]float64, error) {
	if err := m.checkRows(name, x, cond); err != nil {
		return nil, err
	}
	if *exec == nil {
		e, err := model.NewExec(m.engine, m.Store, func(_ *model.Scope, in []*Node) []*Node {
			return []*Node{what(m.Spec.Build(m.ctx(in[0].Graph(), in[1:])), m.examples(in[0]))}
		})
		if err != nil {
			return nil, fmt.Errorf("fit: Model.%s: %w", name, err)
		}
		*exec = e
	}
	n, _ := x.Dims()
	out := make([]float64, 0, n)
	for at := 0; at < n; {
		size := chunk(n - at)
		take := min(size, n-at)
		in := []any{padded(x, at, take, size, m.event.DType)}
		if cond != nil {
			in = append(in, padded(cond, at, take, size, m.event.DType))
		}
		y, err := (*exec).Call(in...)
		if err != nil {
			return nil, fmt.Errorf("fit: Model.%s: %w", name, err)
		}
		out = append(out, hostFloats(y[0])[:take]...)
		at += take
	}
	return out, nil
}

// checkRows wants rows of the model's size, and the condition that it was trained with.
func (m *Model) checkRows(name string, x, cond *mat.Dense) error {
	if empty(x) {
		return errors.New("fit: Model." + name + ": there are no rows: give x with at least one")
	}
	n, d := x.Dims()
	if d != m.Dim() {
		return fmt.Errorf("fit: Model.%s: x has %d columns, the model has %d dimensions", name, d, m.Dim())
	}
	return m.checkCond(cond, n)
}
