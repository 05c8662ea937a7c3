package jet

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/internal/engines"
)

// along are 3 windows of x in [0, 3] and 2 of y in [-1, 1].
var along = []Partition{{Variable: 0, Lo: 0, Hi: 3, N: 3, Overlap: 0.8}, {Variable: 1, Lo: -1, Hi: 1, N: 2, Overlap: 1.5}}

// spots lie inside, at the middle of an overlap, at an edge of one and at the corners.
var spots = [][]float64{{0, -1}, {0.55, 0.1}, {1, 0}, {1.3, -0.3}, {0.8, 0.2}, {1.15, -0.1}, {1.9, 0.72}, {2.2, 0.3}, {2.5, -0.6}, {3, 1}}

// TestWindowsSumToOne, are not negative, and have compact support.
func TestWindowsSumToOne(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		w := MustNewExec(b, func(x *Node) *Node { return Windows(diffop.Columns(x), 1, along...).D() }).MustCall(spots)[0].Value().([][]float64)
		if len(w) != 6 {
			t.Fatalf("%d windows, want 3 · 2", len(w))
		}
		for k, x := range spots {
			sum := 0.0
			for i, row := range w {
				sum += row[k]
				center := []float64{along[0].Center(i / 2), along[1].Center(i % 2)}
				inside := math.Abs(x[0]-center[0]) < along[0].Radius() && math.Abs(x[1]-center[1]) < along[1].Radius()
				if row[k] < -tol || inside != (math.Abs(row[k]) > tol) {
					t.Errorf("window %d at %v: %g, inside: %v", i, x, row[k], inside)
				}
			}
			if math.Abs(sum-1) > tol {
				t.Errorf("sum at %v: 1 + %g", x, sum-1)
			}
		}
		if math.Abs(w[0][2]-0.25) > tol { // the middle of both overlaps
			t.Errorf("window 0 at (1, 0): %g, want 1/4", w[0][2])
		}
	})
}

// TestWindowsDerivatives compares with gradients of gradients of the values, and with nothing beyond the support.
func TestWindowsDerivatives(t *testing.T) {
	tried := [][]int{{0}, {1}, {0, 0}, {0, 1}, {1, 1}, {0, 0, 0}, {0, 1, 1}, {0, 0, 0, 0}, {0, 0, 0, 0, 0}}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		orders := tried
		if b.Name() != "go" { // XLA takes seconds to compile the highest
			orders = tried[:5]
		}
		exec := MustNewExec(b, func(points *Node) (out []*Node) {
			x := diffop.Columns(points)
			w := Windows(x, 2, along...)
			for _, by := range orders {
				for _, i := range []int{1, 3, 10} { // window 0, 1 and 5
					var coords []*Node
					for _, j := range by {
						coords = append(coords, x[j])
					}
					out = append(out, w.Component(i, x[0], by...), diffop.Partial(w.Component(i, x[0]), coords...))
				}
			}
			return out
		})
		out := exec.MustCall(spots)
		for i := 0; i < len(out); i += 2 {
			got, want := out[i].Value().([][]float64), out[i+1].Value().([][]float64)
			biggest := 0.0
			for k := range spots {
				biggest = max(biggest, math.Abs(want[k][0]))
				if math.Abs(got[k][0]-want[k][0]) > 1e-9*(1+math.Abs(want[k][0])) { // cancellation in the polynomial's derivatives
					t.Errorf("derivative by %v at %v: %g, gradients give %g", tried[i/6], spots[k], got[k][0], want[k][0])
				}
			}
			if biggest < 1e-3 {
				t.Errorf("derivative by %v: nothing to compare", tried[i/6])
			}
		}
	})
}

func TestOneWindow(t *testing.T) {
	exec := MustNewExec(engines.Go(t), func(x *Node) *Node {
		w := Windows(diffop.Columns(x), 1, Partition{Hi: 1, N: 1, Overlap: 1})
		if w.D(0) != nil || w.D(1) != nil {
			t.Error("the derivative of one window does not vanish")
		}
		return w.D()
	})
	if w := exec.MustCall(spots)[0].Value().([][]float64); len(w) != 1 || w[0][3] != 1 {
		t.Errorf("one window: %v, want 1", w)
	}
}

func TestWindowsRefuseSixDerivatives(t *testing.T) {
	_, err := MustNewExec(engines.Go(t), func(x *Node) *Node { return Windows(diffop.Columns(x), 1, along...).D(0, 0, 0, 0, 0, 0) }).Call(spots)
	if err == nil {
		t.Error("six derivatives of a window that has five")
	}
}

// TestBlocks: two blocks of two components each, [2, 2, 1] weights, by hand; and the derivative.
func TestBlocks(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		exec := MustNewExec(b, func(points *Node) []*Node {
			x := diffop.Columns(points)
			in := Inputs{Of: []Input{{Variable: 0, Scale: 1}, {Variable: 1, Scale: 1}}, X: x}.Jet()
			w, bias := Const(x[0].Graph(), [][][]float64{{{1}, {2}}, {{3}, {-1}}}), Const(x[0].Graph(), [][]float64{{10}, {20}})
			j := Concat(in, in.Times(in)).Blocks(w, bias)
			return []*Node{j.D(), j.D(0), j.D(1, 1)}
		})
		out := exec.MustCall([][]float64{{2, 3}})
		for i, want := range [][2]float64{{10 + 2 + 6, 20 + 12 - 9}, {1, 12}, {0, -2}} {
			y := out[i].Value().([][]float64)
			if y[0][0] != want[0] || y[1][0] != want[1] {
				t.Errorf("%d: %v, want %v", i, y, want)
			}
		}
	})
}
