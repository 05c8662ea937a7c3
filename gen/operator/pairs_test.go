package operator_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// dims are the shapes of arrays.
func dims(arrays []fit.Array) (out [][]int) {
	for _, a := range arrays {
		out = append(out, a.Dims)
	}
	return out
}

// TestSources: shapes, and batches that are functions of seed and step alone.
func TestSources(t *testing.T) {
	in := operator.Inputs{Sensors: operator.Grid(1, 5), Batch: 3}
	transport := multiplier.Transport{}
	box := geom.Rect{{0, 1}, {0, 1}}
	aligned, err := in.Aligned(transport, multiplier.At(.5, operator.Grid(1, 7)))
	if err != nil {
		t.Fatal(err)
	}
	scattered, err := in.Scattered(transport, box, 4)
	if err != nil {
		t.Fatal(err)
	}
	points, err := transport.Problem().Points(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		source fit.Source
		want   [][]int
	}{
		"aligned":   {aligned, [][]int{{3, 5}, {3, 7, 1}}},
		"scattered": {scattered, [][]int{{3, 5}, {3, 4, 2}, {3, 4, 1}}},
		"points":    {points, [][]int{{3, 5}, {150, 2}, {150, 1}, {60, 2}, {60, 1}}},
	} {
		a, again, other := c.source.Feed(1, 2), c.source.Feed(1, 2), c.source.Feed(1, 3)
		if !slices.EqualFunc(dims(a), c.want, slices.Equal) {
			t.Errorf("%s: shapes %v, want %v", name, dims(a), c.want)
		}
		for i := range a {
			if !slices.Equal(a[i].F, again[i].F) {
				t.Errorf("%s: array %d is another one when it is asked for again", name, i)
			}
		}
		if a[0].F[0] == other[0].F[0] || a[0].F[0] == c.source.Feed(2, 2)[0].F[0] {
			t.Errorf("%s: another step or seed has the same functions", name)
		}
	}
	if x := aligned.Fixed()[0]; !slices.Equal(x.Dims, []int{1, 7, 2}) || x.F[2] != .5 || x.F[3] != 1./7 {
		t.Errorf("shared points %v", x)
	}
}

// TestValuesBelongTogether: for a law with one mode, sensors tell the function, and with it all other arrays.
func TestValuesBelongTogether(t *testing.T) {
	law := data.GaussianFunctions{Modes: 2, ZeroMean: true} // a cos 2πx + b sin 2πx
	in := operator.Inputs{Law: law, Sensors: []float64{0, .25}, Batch: 4}
	heat := multiplier.Heat{}
	source, err := in.Scattered(heat, geom.Rect{{0, 1}, {0, 1}}, 5)
	if err != nil {
		t.Fatal(err)
	}
	points, err := heat.Problem().Points(in)
	if err != nil {
		t.Fatal(err)
	}
	u := func(a fit.Array, i int, x float64) float64 {
		sin, cos := math.Sincos(2 * math.Pi * x)
		return a.F[2*i]*cos + a.F[2*i+1]*sin
	}
	fed := source.Feed(1, 0)
	for j, y := range fed[2].F {
		at, x := fed[1].F[2*j], fed[1].F[2*j+1]
		if want := heat.Factor(2*math.Pi, at) * u(fed[0], j/5, x); !(math.Abs(y-want) < exactTol) {
			t.Errorf("value %d is %g, want %g", j, y, want)
		}
	}
	fed = points.Feed(1, 0)
	for j, v := range fed[2].F {
		if want := u(fed[0], j/50, fed[1].F[2*j+1]); !(math.Abs(v-want) < exactTol) {
			t.Errorf("input function at point %d is %g, want %g", j, v, want)
		}
	}
}
