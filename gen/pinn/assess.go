package pinn

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// assessor computes the loss of a solution that is being trained, on all points, compiled once.
type assessor struct {
	s      *Solution
	exec   *model.Exec
	points []any
}

func newAssessor(s *Solution) (*assessor, error) {
	tables, err := s.problem.tables(s.seed, 0, func(i int) int { return s.problem.Conditions[i].N })
	if err != nil {
		return nil, err
	}
	a := &assessor{s: s}
	for _, m := range tables {
		a.points = append(a.points, hosted(m))
	}
	a.exec, err = model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) []*Node {
		all := make([]*Node, len(in))
		for i, x := range in {
			all[i] = ConvertDType(x, s.about.dtype)
		}
		c := gen.Ctx{Scope: fit.ModelScope(s.Store), Graph: in[0].Graph(), Event: shapes.Make(s.about.dtype, len(s.about.Vars))}
		loss, out := ScalarZero(in[0].Graph(), dtypes.Float64), make([]*Node, len(in))
		for i, t := range s.terms(c, all) {
			squares := Square(t.residual)
			loss = Add(loss, MulScalar(ConvertDType(s.problem.mean(i, all[i], squares), dtypes.Float64), s.problem.weight(i)))
			out[i] = ConvertDType(ReduceAllMean(squares), dtypes.Float64)
		}
		return append(out, loss)
	})
	if err != nil {
		return nil, fmt.Errorf("pinn: the loss: %w", err)
	}
	return a, nil
}

// hosted is a table as a tensor.
func hosted(m *mat.Dense) *tensors.Tensor {
	n, width := m.Dims()
	return tensors.FromFlatDataAndDimensions(mat.DenseCopyOf(m).RawMatrix().Data, n, width)
}

// assess is the loss with the weights of now, and the mean squares of each condition's residuals.
func (a *assessor) assess() (loss float64, squares []float64, err error) {
	out, err := a.exec.Call(a.points...)
	if err != nil {
		return 0, nil, fmt.Errorf("pinn: the loss: %w", err)
	}
	for _, t := range out {
		squares = append(squares, tensors.ToScalar[float64](t))
		t.MustFinalizeAll()
	}
	last := len(squares) - 1
	return squares[last], squares[:last], nil
}

// rms is the root mean square of the residuals of all conditions that hold data.
func (a *assessor) rms(squares []float64, data []bool) float64 {
	sum, count := 0.0, 0
	for i, k := range a.s.problem.Conditions {
		if data[i] {
			sum, count = sum+squares[i]*float64(k.N), count+k.N
		}
	}
	return math.Sqrt(sum / float64(max(count, 1)))
}
