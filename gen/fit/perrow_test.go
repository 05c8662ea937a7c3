package fit_test

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/engines"
)

// onAxis is a law on the first axis of the plane.
type onAxis struct{ shifted }

func (a onAxis) Build(c gen.Ctx) dist.Distribution { return axisLaw{a.shifted.Build(c)} }

type axisLaw struct{ dist.Distribution }

func (axisLaw) Distance(x *Node) *Node { return Abs(Squeeze(Slice(x, AxisRange(), AxisElem(1)), -1)) }

// TestDistance: every row has its own, also of more rows than one piece, and a law without a surface says so.
func TestDistance(t *testing.T) {
	const n = 131 // 128 and 3
	x := mat.NewDense(n, 2, nil)
	for i := range n {
		x.SetRow(i, []float64{7, float64(i - 60)})
	}
	one := fit.Options{Steps: 1}
	m, err := fit.DensityOn(engines.Go(t), onAxis{shifted{Dim: 2}}, fit.Whole(x), one)
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Distance(x)
	if err != nil || len(got) != n {
		t.Fatalf("%d distances of %d rows, %v", len(got), n, err)
	}
	for i, d := range got {
		if want := math.Abs(float64(i - 60)); d != want {
			t.Errorf("row %d is %g away, want %g", i, d, want)
		}
	}
	if _, err = m.Distance(mat.NewDense(1, 3, nil)); err == nil || !strings.Contains(err.Error(), "Model.Distance: x has 3 columns") {
		t.Errorf("three columns: got %v", err)
	}
	if m, err = fit.DensityOn(engines.Go(t), shifted{Dim: 2}, fit.Whole(x), one); err != nil {
		t.Fatal(err)
	}
	if _, err = m.Distance(x); err == nil || !strings.Contains(err.Error(), "lives on no surface") {
		t.Errorf("a law in the plane: got %v", err)
	}
}
