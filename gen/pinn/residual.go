package pinn

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// Residual is the residual of a solution in a condition of a problem, which is named, at points: coordinates, [n, variables], or tables as Problem.Points
// returns them, where the residual reads normals, partners or data → [n]. The problem is the one that s solves, whose residuals are code
// that a solution does not keep, or another one with its variables, fields and hard constraints. Points are taken 2048 at a time: D.Mean is that of so many.
func (s *Solution) Residual(p Problem, condition string, points *mat.Dense) ([]float64, error) {
	if points == nil || points.IsEmpty() {
		return nil, errors.New("pinn: Solution.Residual: there are no points: give at least one row")
	}
	work, err := s.of(p, "Residual")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(p.Conditions, func(k Condition) bool { return k.Name == condition })
	if i < 0 {
		_, names := p.Names()
		return nil, fmt.Errorf("pinn: Solution.Residual: there is no condition %q: the problem has %q", condition, names)
	}
	r, err := work.residualsAt(i, points)
	if err != nil {
		return nil, fmt.Errorf("pinn: Solution.Residual: %w", err)
	}
	return r, nil
}

// of is the solution together with its problem, whose code it does not keep.
func (s *Solution) of(p Problem, what string) (*Solution, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	if !slices.Equal(c.vars, s.about.Vars) || !slices.Equal(c.fields, s.about.Fields) || !slices.Equal(c.hardFields(), s.about.Hard) ||
		!slices.Equal(c.Unknowns, s.about.Unknowns) {
		return nil, fmt.Errorf("pinn: Solution.%s: the solution is of another problem: it has the variables %v, the fields %v, hard constraints of %v and the unknowns %v",
			what, s.about.Vars, s.about.Fields, s.about.Hard, s.about.Unknowns)
	}
	work := *s
	work.problem, work.hard, work.value = c, c.hard, nil
	if work.base.corrects() {
		work.hard = without(c.hard)
	}
	return &work, nil
}

// residualsAt are those of condition i at a table of points, [n, columns] → [n].
func (s *Solution) residualsAt(i int, table *mat.Dense) ([]float64, error) {
	exec, err := s.residualsOf(i)
	if err != nil {
		return nil, err
	}
	defer exec.Finalize()
	return evaluate(exec, table)
}

// residualsOf computes those of condition i at a table of points, compiled at the first call of evaluate.
func (s *Solution) residualsOf(i int) (*model.Exec, error) {
	return model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) []*Node {
		table := ConvertDType(in[0], s.about.dtype)
		r := s.reader(fit.ModelScope(s.Store), table.Graph(), s.about.dtype)
		return []*Node{ConvertDType(r.residual(i, table, r.at(i, table)), dtypes.Float64)}
	})
}

// evaluate calls what residualsOf made, for so many points at a time that memory is no question: [n, columns] → [n].
func evaluate(exec *model.Exec, table *mat.Dense) (out []float64, err error) {
	n, width := table.Dims()
	size := min(n, rowsPerCall)
	for from := 0; from < n; from += size {
		flat := make([]float64, 0, size*width)
		for k := range size { // the last call is filled up with the last point
			flat = append(flat, table.RawRowView(min(from+k, n-1))...)
		}
		y, err := exec.Call(tensors.FromFlatDataAndDimensions(flat, size, width))
		if err != nil {
			return nil, err
		}
		y[0].MustConstFlatData(func(flat any) { out = append(out, flat.([]float64)...) })
		y[0].MustFinalizeAll()
	}
	return out[:n], nil
}

// Residuals is a solution together with its problem, whose code a solution does not keep: what plots.ResidualMap draws.
type Residuals struct {
	*Solution
	Problem Problem
}

// Residual is that of a condition at points, see Solution.Residual.
func (r Residuals) Residual(condition string, points *mat.Dense) ([]float64, error) {
	return r.Solution.Residual(r.Problem, condition, points)
}
