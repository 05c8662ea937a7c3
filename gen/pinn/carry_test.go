package pinn

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// everything has conditions of all sorts on t in [0, 2], x in [0, 1].
func everything() Problem {
	box := geom.Rect{{0, 2}, {0, 1}}
	u := func(d D) *Node { return d.U() }
	sensors := geom.Cloud{Points: mat.NewDense(4, 2, []float64{0.5, 0.1, 1, 0.2, 1.5, 0.3, 1.9, 0.4}), Names: "u", Data: mat.NewDense(4, 1, []float64{1, 2, 3, 4})}
	known := geom.Cloud{Points: mat.NewDense(3, 2, []float64{0, 0, 0, 0.5, 0, 1}), Names: "u", Data: mat.NewDense(3, 1, []float64{5, 6, 7})}
	return Problem{Vars: "t x", Fields: "u", Conditions: []Condition{
		{Name: "equation", On: box, N: 101, Residual: u},
		{Name: "early", On: geom.Rect{{0, 0.5}, {0, 1}}, N: 8, Residual: u},
		{Name: "start", On: box.Face("t", 0), N: 6, Weight: 3, Residual: func(d D) *Node { return Sub(d.U(), Sin(d.X("x"))) }},
		{Name: "flux", On: box.Face("t", 0), N: 4, Residual: func(d D) *Node { return Sub(d.Dn("u"), d.U("x")) }},
		{Name: "known", On: known, Residual: Measured("u")},
		{Name: "mass", On: box.Face("t", 0), N: 5, Residual: func(d D) *Node { return AddScalar(d.Integral(d.U()), -1) }},
		{Name: "corner", On: geom.Glue(geom.Rect{{0, 2}, {0, 1}}.Face("t", 0), func(_, y []float64) { y[1] = 1 - y[1] }), N: 4, Residual: Periodic("u")},
		{Name: "walls", On: box.Faces("x"), N: 40, Residual: u},
		{Name: "sensors", On: sensors, Residual: Measured("u")},
		{Name: "middle", On: box.Face("t", 1), N: 2, Residual: u},
		{Name: "end", On: box.Face("t", 2), N: 2, Residual: u},
	}}
}

// TestConditionsOfWindows: which conditions there are in each of two windows, with how many points, and where.
func TestConditionsOfWindows(t *testing.T) {
	w, before := marchOn(t, everything())
	want := []string{
		"equation 51 [0, 1], early 8 [0, 0.5], start 6 [0, 0], flux 4 [0, 0], known 3 [0, 0], mass 5 [0, 0], corner 4 [0, 0], walls 20 [0, 1], sensors 2 [0.5, 1], middle 2 [1, 1]",
		"equation 51 [1, 2], start 6 [1, 1], flux 4 [1, 1], known 3 [1, 1], mass 5 [1, 1], walls 20 [1, 2], sensors 3 [1, 1.9], end 2 [2, 2]",
	}
	for k := range want {
		p, err := w.window(k, before)
		if err != nil {
			t.Fatal(err)
		}
		c, err := p.check()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, s := range c.sets {
			got = append(got, fmt.Sprintf("%s %d [%g, %g]", c.Conditions[i].Name, c.Conditions[i].N, s.Lo[0], s.Hi[0]))
		}
		if text := strings.Join(got, ", "); text != want[k] {
			t.Errorf("window %d:\n%s\nwant\n%s", k, text, want[k])
		}
		if k == 1 && c.Conditions[1].Weight != 3 {
			t.Errorf("the start has lost its weight: %g", c.Conditions[1].Weight)
		}
	}
}

// TestCarriedResiduals: for the field u = t x those of the second window's starts are u − u_before, and the same of slopes and integrals, with values of the
// network before taken from Solution.At.
func TestCarriedResiduals(t *testing.T) {
	w, before := marchOn(t, everything())
	p, err := w.window(1, before)
	if err != nil {
		t.Fatal(err)
	}
	points, err := p.Points(1)
	if err != nil {
		t.Fatal(err)
	}
	in := make([]any, len(points))
	for i, m := range points {
		n, k := m.Dims()
		in[i] = tensors.FromFlatDataAndDimensions(m.RawMatrix().Data, n, k)
	}
	r := MustNewExec(engines.Go(t), func(x []*Node) []*Node {
		return p.Residuals(func(x []*Node) []*Node { return []*Node{Mul(x[0], x[1])} }, x)
	}).MustCall(in...)
	old := func(at, x float64) float64 {
		u, err := before.At(mat.NewDense(1, 2, []float64{at, x}))
		if err != nil {
			t.Fatal(err)
		}
		return u.At(0, 0)
	}
	const h = 1e-4 // of centred differences, right to 1e-8
	mean := 0.0
	for i := range 5 {
		x := points[4].At(i, 1)
		mean += (x - old(1, x)) / 5
	}
	for i, f := range map[int]func(x float64) float64{
		1: func(x float64) float64 { return x - old(1, x) },
		2: func(x float64) float64 { // the normal points to the past: −u_t − u_x
			return -x - 1 + (old(1+h, x)-old(1-h, x)+old(1, x+h)-old(1, x-h))/(2*h)
		},
		3: func(x float64) float64 { return x - old(1, x) },
		4: func(float64) float64 { return mean }, // of a start of length 1
	} {
		for k, got := range r[i].Value().([]float64) {
			if want := f(points[i].At(k, 1)); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s at point %d: %g, want %g", p.Conditions[i].Name, k, got, want)
			}
		}
	}
}

// marchOn is a problem cut into two windows, and a network for the first one, hardly trained.
func marchOn(t *testing.T, p Problem) (*marching, *Solution) {
	t.Helper()
	solver := Solver{Engine: engines.Go(t), Net: Net{Hidden: []int{4}, Activation: act.Tanh}, DType: dtypes.Float64}
	w, err := March{Windows: 2, Solver: solver}.plan(p)
	if err != nil {
		t.Fatal(err)
	}
	first, err := w.window(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := solver.Solve(first, Descent{Options: fit.Options{Steps: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return w, s
}
