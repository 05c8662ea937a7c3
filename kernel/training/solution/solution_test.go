package solution

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/backend/session/served"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/show"
)

func solved(t *testing.T) *pinn.Solution {
	t.Helper()
	s, err := pinn.Solver{Net: pinn.Net{Hidden: []int{4}}}.Solve(exact.Heat{}.Problem(), pinn.Adam(3))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSolutionsAreShown(t *testing.T) {
	served.New(t).Program(t)
	b := show.Bundle(solved(t))
	text := b[show.Text].(string)
	for _, want := range []string{"solution u(t, x), t from 0 to ", ": Net{Hidden: [4], Activation: ", "\n3 steps, loss ", "\n17 parameters in 4 variables\n", "layer_0/weights"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if page := b[show.HTML].(string); !strings.Contains(page, "<table>") || !strings.Contains(page, "<svg") {
		t.Errorf("%.500s", page)
	}
	if got := show.Bundle(&pinn.Solution{})[show.Text]; got != "a solution that is not trained" {
		t.Error(got)
	}
}

// A solution is kept without its problem, which is code; it is the same at every point to the last bit.
func TestSolutionsAreKept(t *testing.T) {
	served.New(t).Program(t)
	s := solved(t)
	points := mat.NewDense(3, 2, []float64{0, 0.1, 0.5, 0.5, 0.9, -0.3})
	want, err := s.At(points)
	if err != nil {
		t.Fatal(err)
	}
	file, err := keep.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	served.New(t).Program(t)
	var back *pinn.Solution
	if err = keep.Unmarshal(file, &back, reflect.TypeFor[exact.Heat]()); err != nil {
		t.Fatal(err)
	}
	got, err := back.At(points)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if math.Float64bits(got.At(i, 0)) != math.Float64bits(want.At(i, 0)) {
			t.Errorf("at point %d: got %v, want %v", i, got.At(i, 0), want.At(i, 0))
		}
	}
	if s.Exact == nil || back.Exact != s.Exact || !reflect.DeepEqual(back.Net(), s.Net()) || !reflect.DeepEqual(back.History, s.History) {
		t.Errorf("%v", back)
	}
}
