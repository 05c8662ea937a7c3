package doctor_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/doctor"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

// spreadTol is float32's rounding of a mean of four.
const spreadTol = 1e-6

// TestLook: of the two layers that come before a product the first is 3x + 4, −x and −2x, whose deviations are known, and what feeds it is none.
func TestLook(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		x := mat.NewDense(4, 1, []float64{1, 2, 3, 4})
		obj := func(c gen.Ctx, batch []*Node) *Node {
			w := nets.Number(c.Scope, c.Graph, "w", 1, c.DType())
			h := Concatenate([]*Node{AddScalar(MulScalar(Mul(batch[0], w), 3), 4), Neg(Mul(batch[0], w)), MulScalar(Mul(batch[0], w), -2)}, -1) // [4, 3]
			h = act.ReLU.Apply(h)
			return ReduceAllMean(Square(nets.MLP{Hidden: []int{3}, Out: 1, Activation: act.Tanh}.Build(c.Scope.In("net"), c.Graph, 3, c.DType())(h)))
		}
		store := model.NewStore()
		if _, err := fit.Run(b, store, obj, fit.Whole(x), fit.Options{Steps: 1, LearningRate: 1e-12}); err != nil {
			t.Fatal(err)
		}
		units, err := doctor.Look(b, store, obj, fit.Whole(x), 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(units) != 2 || len(units[0]) != 3 || len(units[1]) != 3 {
			t.Fatalf("layers %v", units)
		}
		if want := 3 * math.Sqrt(1.25); math.Abs(units[0][0]-want) > spreadTol*want || units[0][1] != 0 || units[0][2] != 0 {
			t.Errorf("deviations %v, want %v, 0 and 0", units[0], want)
		}
		if f := doctor.Read(fit.History{}, units); !f.Has(doctor.DeadUnits) || !strings.Contains(f.String(), "2 of 3 units of hidden layer 0") {
			t.Errorf("%s", f)
		}
	})
}

// TestHold: each condition is looked at elsewhere in its domain, the equation at the points of the others too.
func TestHold(t *testing.T) {
	p := exact.Heat{}.Problem()
	for i := range p.Conditions {
		p.Conditions[i].N = 30
	}
	s, err := pinn.Solver{Net: pinn.Net{Hidden: []int{6}}, Engine: engines.Go(t)}.Solve(p, pinn.Adam(10))
	if err != nil {
		t.Fatal(err)
	}
	clues, err := doctor.Hold(p, s, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range clues {
		h := c.(doctor.Held)
		got = append(got, h.Condition+" "+h.Where)
		if len(h.Trained) != 30 || len(h.Other) != 30 || slices.Equal(h.Trained, h.Other) {
			t.Errorf("%s: residuals %v and %v", h.Condition, h.Trained, h.Other)
		}
	}
	want := []string{
		"equation at other points of its domain", `equation at the points of "start"`, `equation at the points of "walls"`,
		"start at other points of its domain", "walls at other points of its domain",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if _, err = doctor.Hold(exact.Kovasznay{}.Problem(), s, 0); err == nil || !strings.Contains(err.Error(), "of another problem") {
		t.Errorf("another problem: %v", err)
	}
}
