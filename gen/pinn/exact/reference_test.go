package exact_test

import (
	"fmt"
	"testing"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

// references with the boxes in which they are taken for polynomials: a few tenths of the shortest wave and oscillation. Tolerances are the
// reference's own error by the order of the highest derivative, and what its steps leave in u_t.
var references = []struct {
	of  exact.Reference
	how gentest.Collocation
}{
	{exact.AllenCahn{}, gentest.Collocation{Points: 25, Window: []float64{0.02, 0.004}, Tol: 3e-4}},
	{exact.KdV{}, gentest.Collocation{Points: 25, Window: []float64{0.005, 0.05}, Tol: 1e-4}},
	{exact.Schrodinger{}, gentest.Collocation{Points: 25, Window: []float64{0.002, 0.05}, Tol: 3e-4}},
	{exact.KuramotoSivashinsky{}, gentest.Collocation{Points: 25, Window: []float64{0.005, 0.1}, Tol: 1e-4}},
	{exact.LotkaVolterra{}, gentest.Collocation{Window: []float64{0.1}}},
	{exact.Lorenz{}, gentest.Collocation{Window: []float64{0.02}}},
}

// hostOnly hides the Graph of a solution.
type hostOnly struct{ pinn.Exact }

// TestHostOnly: differences on the host find what derivatives in the graph find, next to a corner too.
func TestHostOnly(t *testing.T) {
	for _, c := range []struct {
		of  exact.Solved
		how gentest.Collocation
	}{
		{exact.Wave{}, gentest.Collocation{Window: []float64{0.05, 0.1}}},
		{exact.LShape{}, gentest.Collocation{Window: []float64{0.5, 0.5}, Singular: [][]float64{{0, 0}}, Tol: 1e-5}},
		{exact.Solitons{}, gentest.Collocation{Window: []float64{0.05, 0.5}, Tol: 1e-5}},
	} {
		gentest.Problem(t, engines.Go(t), c.of.Problem(), hostOnly{c.of}, c.how)
	}
}

// TestReferences: the residuals of the references are small.
func TestReferences(t *testing.T) {
	for _, c := range references {
		t.Run(fmt.Sprintf("%T", c.of), func(t *testing.T) {
			gentest.Problem(t, engines.Go(t), c.of.Problem(), c.of, c.how)
		})
	}
}
