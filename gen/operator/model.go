package operator

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// Model is a trained operator: settings, weights, and the engine it runs on. Its methods work on the host.
type Model struct {
	Spec    Net
	Store   *model.Store
	History fit.History // of the training; empty after Load

	engine compute.Backend
	event  shapes.Shape
	exec   *model.Exec
}

// rowsPerCall is how many functions are evaluated at once; each number of points is compiled once.
const rowsPerCall = 64

// At returns the output functions at query points x [q, d], one row for each input function, point by point: u [n, m] → [n, q·fields]. For an FNO x is
// nil: the output is at the points of the input, which may be others and more than in training.
func (m *Model) At(u, x *mat.Dense) (*mat.Dense, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if u == nil || u.IsEmpty() {
		return nil, errors.New("operator: Model.At: there are no input functions: give at least one row")
	}
	if x != nil && x.IsEmpty() {
		return nil, errors.New("operator: Model.At: there are no query points: give at least one row, or nil for the points of the input")
	}
	if err := m.compile(); err != nil {
		return nil, err
	}
	n, _ := u.Dims()
	var out *mat.Dense
	for from := 0; from < n; from += rowsPerCall {
		y, width, err := m.piece(u, x, from)
		if err != nil {
			return nil, fmt.Errorf("operator: Model.At: %w", err)
		}
		if out == nil {
			out = mat.NewDense(n, width, nil)
		}
		copy(out.RawMatrix().Data[from*width:], y)
	}
	return out, nil
}

func (m *Model) check() error {
	if m == nil || m.Spec == nil || m.Store == nil || m.event.DType == dtypes.InvalidDType {
		return errors.New("operator: the model is not trained: use one that Train, Solve or Load returned without an error")
	}
	return nil
}

// compile prepares the evaluation; shapes are compiled as they come.
func (m *Model) compile() error {
	if m.exec != nil {
		return nil
	}
	exec, err := model.NewExec(m.engine, m.Store, func(_ *model.Scope, in []*Node) []*Node {
		c := gen.Ctx{Scope: fit.ModelScope(m.Store), Graph: in[0].Graph(), Event: m.event}
		var x *Node
		if len(in) > 1 {
			x = ConvertDType(in[1], m.event.DType)
		}
		y := m.Spec.Build(c).At(ConvertDType(in[0], m.event.DType), x)
		return []*Node{ConvertDType(Reshape(y, y.Shape().Dim(0), -1), dtypes.Float64)}
	})
	if err != nil {
		return fmt.Errorf("operator: Model.At: %w", err)
	}
	m.exec = exec.SetMaxCache(-1)
	return nil
}

// piece evaluates rowsPerCall functions from a row on; after the last one the first of them fills up.
func (m *Model) piece(u, x *mat.Dense, from int) (y []float64, width int, err error) {
	n, cols := u.Dims()
	flat := make([]float64, 0, rowsPerCall*cols)
	for i := range rowsPerCall {
		if from+i >= n {
			i = 0
		}
		flat = append(flat, u.RawRowView(from+i)...)
	}
	in := []any{tensors.FromFlatDataAndDimensions(flat, rowsPerCall, cols)}
	if x != nil {
		q, d := x.Dims()
		in = append(in, tensors.FromFlatDataAndDimensions(mat.DenseCopyOf(x).RawMatrix().Data, q, d))
	}
	out, err := m.exec.Call(in...)
	if err != nil {
		return nil, 0, err
	}
	defer out[0].MustFinalizeAll()
	y, width = tensors.MustCopyFlatData[float64](out[0]), out[0].Shape().Dim(1)
	return y[:min(n-from, rowsPerCall)*width], width, nil
}

// String is one line: the settings, and how the training went.
func (m *Model) String() string {
	text := fmt.Sprintf("%T%+v", m.Spec, m.Spec)
	if m.History.Steps() > 0 {
		text += fmt.Sprint(", ", &m.History)
	}
	return text
}
