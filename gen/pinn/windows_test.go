package pinn

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/jet"
	"github.com/gensci/gensci/internal/engines"
)

// TestWindowsAreNetworksOfTheirOwn: the same numbers window by window, Σ_i w_i(x) N_i((x − c_i)/s_i), with the weights of the stacked
// layers; two windows in t of [0, 4], one in x, two fields.
func TestWindowsAreNetworksOfTheirOwn(t *testing.T) {
	net := Net{Hidden: []int{3, 2}, Activation: act.Tanh, Windows: map[string]int{"t": 2}, Overlap: 1}.settled()
	a := about{Vars: []string{"x", "t"}, Fields: []string{"u", "v"}, Lo: []float64{-1, 0}, Hi: []float64{2, 4}, Net: net}
	points := [][]float64{{0, 0}, {0.3, 1.4}, {1, 2}, {2, 3.9}}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		store := model.NewStore()
		got := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) []*Node {
			return []*Node{a.bind(s, in[0].Graph(), dtypes.Float64).on(diffop.Columns(in[0])).values()}
		}).MustCall(points)[0].Value().([][]float64)
		var w [][][][]float64
		var c [][][]float64
		for _, layer := range []string{"/layer_0/", "/layer_1/", "/layer_2/"} {
			w = append(w, store.GetVariable(layer+"weights").MustValue().Value().([][][]float64))
			c = append(c, store.GetVariable(layer+"biases").MustValue().Value().([][]float64))
		}
		if w[0][0][0][0] == w[0][1][0][0] {
			t.Error("two networks start with the same weights")
		}
		for k, x := range points {
			half := 0.5 + stepTo(x[1]-2) // of the second window: one step at t = 2, over 1 to both sides
			var want [2]float64
			for i, share := range []float64{1 - half, half} {
				h := []float64{(2*x[0] - 1) / 3, (x[1] - []float64{1, 3}[i]) / 2}
				for l := range w {
					h = dense(w[l][i], c[l][i], h, l < 2)
				}
				want[0], want[1] = want[0]+share*h[0], want[1]+share*h[1]
			}
			for f := range want {
				if math.Abs(got[k][f]-want[f]) > 1e-12 {
					t.Errorf("field %d at %v: %g, want %g", f, x, got[k][f], want[f])
				}
			}
		}
	})
}

// stepTo is ∫(1 − s²)⁵ from 0 to z, relative to that from −1 to 1, by the midpoint rule.
func stepTo(z float64) float64 {
	z = max(-1, min(z, 1))
	const n = 1 << 20
	var part, all float64
	for i := range n {
		s := (float64(i) + 0.5) / n
		part, all = part+math.Pow(1-z*z*s*s, 5), all+math.Pow(1-s*s, 5)
	}
	return z * part / (2 * all)
}

// dense is a layer, with tanh behind if it is not the last.
func dense(w [][]float64, b, x []float64, behind bool) []float64 {
	out := append([]float64{}, b...)
	for j := range out {
		for i := range x {
			out[j] += x[i] * w[i][j]
		}
		if behind {
			out[j] = math.Tanh(out[j])
		}
	}
	return out
}

// TestWindowsStartAsLayersDo: each window's weights have the size of a layer of its own, whatever the number of windows, and the precision asked for.
func TestWindowsStartAsLayersDo(t *testing.T) {
	bound := math.Sqrt(6. / (1 + 50)) // Glorot
	for _, dtype := range []dtypes.DType{dtypes.Float32, dtypes.Float64} {
		a := about{Vars: []string{"t"}, Fields: []string{"u"}, Lo: []float64{0}, Hi: []float64{1}, Net: Net{Hidden: []int{50}, Activation: act.Tanh, Windows: map[string]int{"t": 20}}.settled()}
		store := model.NewStore()
		model.MustNewExec(engines.Go(t), store, func(s *model.Scope, in []*Node) []*Node {
			return []*Node{a.bind(s, in[0].Graph(), dtype).on([]*Node{ConvertDType(in[0], dtype)}).values()}
		}).MustCall([][]float64{{0.5}})
		v := store.GetVariable("/layer_0/weights")
		x, err := as(v.MustValue(), dtypes.Float64)
		if err != nil || v.DType() != dtype {
			t.Fatalf("weights %s, want %s (%v)", v.Shape(), dtype, err)
		}
		biggest := 0.0
		for _, w := range tensors.MustCopyFlatData[float64](x) {
			biggest = max(biggest, math.Abs(w))
		}
		if biggest > bound || biggest < 0.98*bound {
			t.Errorf("the largest weight is %g, want nearly %g", biggest, bound)
		}
	}
}

// TestZoom: inputs are in [-1, 1] on each window, with a period in another variable too.
func TestZoom(t *testing.T) {
	a := about{Vars: []string{"x", "t", "y"}, Lo: []float64{0, 1, -1}, Hi: []float64{1, 4, 3}, Periods: []float64{1, 0, 0}, Net: Net{Windows: map[string]int{"t": 3, "y": 2}, Overlap: 0.5}}
	parts, in := a.partitions(), jet.Box(a.Lo, a.Hi, a.Periods)
	r, q := zoom(parts, in, 6)
	for i, row := range q {
		for k, x := range in {
			lo, hi := -1., 1. // of the scaled input
			for p, part := range parts {
				if part.Variable == x.Variable {
					c := part.Center([]int{i / 2, i % 2}[p])
					lo, hi = x.Scale*(c-part.Radius())+x.Shift, x.Scale*(c+part.Radius())+x.Shift
				}
			}
			if math.Abs(r[k]*lo+row[k]+1) > 1e-12 || math.Abs(r[k]*hi+row[k]-1) > 1e-12 {
				t.Errorf("window %d, input %d: [%g, %g] becomes [%g, %g]", i, k, lo, hi, r[k]*lo+row[k], r[k]*hi+row[k])
			}
		}
	}
}
