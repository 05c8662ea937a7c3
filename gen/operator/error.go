package operator

import (
	"cmp"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/metric"
)

// Error is the relative L2 error at points [q, d], mean over n fresh functions with its standard error; a perfect network has 0. For an FNO the points
// are those of Inputs.Sensors, in their order. The functions are others than those of training with the same seed.
func (m *Model) Error(in Inputs, exact Exact, points *mat.Dense, n int, seed uint64) (metric.Estimate, error) {
	if err := cmp.Or(m.check(), in.check(), checkPoints(points)); err != nil {
		return metric.Estimate{}, err
	}
	if n < 2 || exact == nil {
		return metric.Estimate{}, fmt.Errorf("operator: Model.Error: want an exact operator and at least 2 functions, got %v and %d", exact, n)
	}
	us := in.Law.Draw(stream(seed, -1), n)
	q, _ := points.Dims()
	u, y := in.read(us), values(exact, us, q, func(_, k int) []float64 { return points.RawRowView(k) })
	x := points
	if _, grid := m.Spec.(FNO); grid {
		x = nil
	}
	got, err := m.At(mat.NewDense(n, len(in.Sensors), u.F), x)
	if err != nil {
		return metric.Estimate{}, err
	}
	return metric.MeanRelativeL2(got, mat.NewDense(n, len(y.F)/n, y.F))
}
