package pinn

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// blame adds to the error of a step that was not finite the condition whose residual is not, and a point where it is so. The weights are
// those before that step, the points those that the solver's seed gives. What cannot be found adds nothing.
func (s *Solution) blame(bad error) error {
	c := s.problem
	tables, err := c.tables(s.seed, 0, func(i int) int { return min(c.Conditions[i].N, rowsPerCall) })
	if err != nil {
		return bad
	}
	for i, m := range tables {
		exec, err := s.residualsOf(i)
		if err != nil {
			return bad
		}
		r, err := evaluate(exec, m)
		exec.Finalize()
		if err != nil {
			return bad
		}
		for k, v := range r {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("pinn: condition %q: its residual is %g at %s: %w", c.Conditions[i].Name, v, c.place(m.RawRowView(k)), bad)
			}
		}
	}
	return bad
}

// residualsOf computes those of condition i at a table of points, compiled at the first call of evaluate.
func (s *Solution) residualsOf(i int) (*model.Exec, error) {
	return model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) []*Node {
		scope, g := fit.ModelScope(s.Store), in[0].Graph()
		net, numbers := s.about.bind(scope, g, s.about.dtype), unknowns(s.about.Unknowns, scope, g, s.about.dtype)
		r := s.problem.residual(i, s.problem.at(i, ConvertDType(in[0], s.about.dtype), numbers, s.fieldsOf(net)))
		return []*Node{ConvertDType(r, dtypes.Float64)}
	})
}

// evaluate calls what residualsOf made: [n, columns] → [n].
func evaluate(exec *model.Exec, points *mat.Dense) (out []float64, err error) {
	n, width := points.Dims()
	table := tensors.FromFlatDataAndDimensions(points.RawMatrix().Data, n, width)
	defer table.MustFinalizeAll()
	y, err := exec.Call(table)
	if err != nil {
		return nil, err
	}
	defer y[0].MustFinalizeAll()
	y[0].MustConstFlatData(func(flat any) { out = append(out, flat.([]float64)...) })
	return out, nil
}
