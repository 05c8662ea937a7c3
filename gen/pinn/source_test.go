package pinn

import (
	"slices"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

func pointsProblem(t *testing.T) *checked {
	t.Helper()
	square := geom.Rect{{0, 1}, {-1, 1}}
	zero := Condition{N: 10, On: square, Residual: func(d D) *Node { return d.U() }}
	few := zero
	few.N, few.On = 3, square.Face("t", 0)
	c, err := (Problem{Vars: "t x", Fields: "u", Conditions: []Condition{zero, few}}).check()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPointsInBatches: a step's rows go on where those of the step before ended, so that 5 steps of 4 take all 10 twice.
func TestPointsInBatches(t *testing.T) {
	s := newPoints(pointsProblem(t), 1, 4, false)
	if d := s.Fixed()[0].Dims; !slices.Equal(d, []int{10, 2}) {
		t.Errorf("fixed points %v, want [10 2]", d)
	}
	var count [10]int
	for step := range 5 {
		fed := s.Feed(1, step)
		if len(fed) != 1 || len(fed[0].I) != 4 {
			t.Fatalf("step %d: fed %v, want 4 rows of the first condition alone", step, fed)
		}
		for _, r := range fed[0].I {
			count[r]++
		}
	}
	if count != [10]int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2} {
		t.Errorf("rows were taken %v times, want each twice", count)
	}
	if fed := newPoints(pointsProblem(t), 1, 0, false).Feed(1, 0); len(fed) != 0 {
		t.Errorf("all points: fed %v, want nothing", fed)
	}
}

// TestFreshPoints: they depend on seed and step alone, and lie in their domains.
func TestFreshPoints(t *testing.T) {
	s := newPoints(pointsProblem(t), 1, 4, true)
	if len(s.Fixed()) != 0 {
		t.Errorf("fixed points %v, want none", s.Fixed())
	}
	a, b, again := s.Feed(1, 7), s.Feed(1, 8), s.Feed(1, 7)
	if len(a) != 2 || !slices.Equal(a[0].Dims, []int{4, 2}) || !slices.Equal(a[1].Dims, []int{3, 4}) {
		t.Fatalf("fed %v, want [4 2] and, with normals, [3 4]", a)
	}
	if !slices.Equal(a[0].F, again[0].F) || slices.Equal(a[0].F, b[0].F) {
		t.Errorf("steps 7, 8 and 7 again: %v, %v, %v", a[0].F, b[0].F, again[0].F)
	}
	start := mat.NewDense(3, 4, a[1].F)
	if mat.Norm(start.ColView(0), 1) != 0 || start.At(0, 1) == start.At(1, 1) {
		t.Errorf("points of the face t = 0: %v", mat.Formatted(start))
	}
}
