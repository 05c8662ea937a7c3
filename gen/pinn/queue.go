package pinn

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// queue holds the points of a condition where a training changes them or what belongs to them: a variable [N, columns], or more with a mask
// for each point (see raised). A step takes its first rows and puts them back at the end, changed, so that all of it happens inside the engine
// and a step that is repeated finds the same points (unless RAD has chosen others since the state was last copied, which matters to the search for a bad step
// alone).
type queue struct {
	i       int // the condition's number
	points  *model.Variable
	take    int     // rows per step
	columns int     // of the table, without the mask
	release bool    // R3
	rate    float64 // of masks; 0 leaves them alone
}

// pointsPath is where the queue of condition i is.
func pointsPath(i int) string { return fmt.Sprintf("/pinn/points_%d", i) }

// enqueue makes the queues of a stage. Those of an earlier stage go on.
func (p *points) enqueue(s *Solution, r resampling, rate float64) error {
	if p.fresh {
		return nil
	}
	p.queues = make([]*queue, len(p.fixed))
	for i, a := range p.fixed {
		moved := r.moves(i)
		if !moved && rate == 0 {
			continue
		}
		q := &queue{i: i, take: p.size(i), columns: p.p.width(i), release: moved && r.Rule == R3, rate: rate}
		if rate > 0 && a.Dims[1] == q.columns {
			a = withMasks(a, 1)
		}
		p.fixed[i] = a
		q.points = s.Store.GetVariable(pointsPath(i))
		if q.points == nil {
			q.points = s.Store.VariableWithValue(pointsPath(i), s.points(a)).SetTrainable(false)
		} else if err := q.points.SetValue(s.points(a)); err != nil {
			return fmt.Errorf("pinn: points of condition %q: %w", p.p.Conditions[i].Name, err)
		}
		p.queues[i] = q
		p.part(i)
	}
	return nil
}

// objective is the loss at points that come from queues where there are queues.
func (p *points) objective(s *Solution) fit.Objective {
	return func(c gen.Ctx, batch []*Node) *Node {
		if !c.Training { // the points of a validation
			return s.loss(c, batch)
		}
		tables := make([]*Node, len(batch))
		for i, x := range batch {
			tables[i] = x
			if q := p.queue(i); q != nil {
				tables[i] = Slice(q.points.NodeValue(c.Graph), AxisRangeFromStart(q.take))
			}
		}
		terms := s.terms(c, tables)
		loss := s.sum(c, tables, terms)
		p.requeue(c, tables, batch, terms)
		return loss
	}
}

// requeue puts the points of a step back, those that are released replaced by fresh ones.
func (p *points) requeue(c gen.Ctx, tables, fresh []*Node, terms []term) {
	moved := make([]*Node, len(tables))
	for i, x := range tables {
		q := p.queue(i)
		if q == nil {
			continue
		}
		if q.rate > 0 {
			x = q.raised(x, terms[i].squares)
		}
		if q.release {
			x, moved[i] = q.replaced(x, fresh[i], terms[i].residual)
		}
		all := q.points.NodeValue(c.Graph)
		if n := all.Shape().Dim(0); q.take < n {
			x = Concatenate([]*Node{Slice(all, AxisRangeToEnd(q.take)), x}, 0)
		}
		q.points.SetNodeValue(StopGradient(x))
	}
	count(c, moved)
}

// queue is that of condition i, nil where it has none.
func (p *points) queue(i int) *queue {
	if p.queues == nil {
		return nil
	}
	return p.queues[i]
}

// array is a variable's matrix on the host.
func array(v *model.Variable) (a fit.Array) {
	t := v.MustValue()
	a.Dims = t.Shape().Dimensions
	t.MustConstFlatData(func(flat any) {
		switch x := flat.(type) {
		case []float64:
			a.F = append(a.F, x...)
		case []float32:
			for _, y := range x {
				a.F = append(a.F, float64(y))
			}
		}
	})
	return a
}

// points are an array's floats as a tensor.
func (s *Solution) points(a fit.Array) *tensors.Tensor {
	if s.about.dtype == dtypes.Float64 {
		return tensors.FromFlatDataAndDimensions(a.F, a.Dims...)
	}
	x := make([]float32, len(a.F))
	for i, v := range a.F {
		x[i] = float32(v)
	}
	return tensors.FromFlatDataAndDimensions(x, a.Dims...)
}

// table is an array as a matrix.
func table(a fit.Array) *mat.Dense { return mat.NewDense(a.Dims[0], a.Dims[1], a.F) }
