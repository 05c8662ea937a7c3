package flow_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestGlowOfVectors(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Density(t, b, 12, flow.Glow{Steps: 2, Hidden: []int{8}})
	})
}

// transform is the map of a flow of rows.
func transform(f gen.Density, dim int) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		return f.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}).(bijector.Transformed).T
	}
}

func TestGlowOfImages(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) { // XLA compiles 16 gradients of what two levels are made of
		gentest.Bijector(t, b, 4, transform(flow.Glow{Image: [3]int{2, 2, 1}, Steps: 1, Hidden: []int{3}, Alpha: 0.05}, 4))
	})
	gentest.Bijector(t, engines.Go(t), 16, transform(flow.Glow{Image: [3]int{4, 4, 1}, Steps: 2, Hidden: []int{3, 3}}, 16))
}

// An image as an event of rank 3 has the density of its row.
func TestGlowOfRankThree(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		state, err := RNGStateFromSeed(1)
		if err != nil {
			t.Fatal(err)
		}
		store := model.NewStore()
		build := func(s *model.Scope, g *Graph, event ...int) dist.Distribution {
			f := flow.Glow{Image: [3]int{4, 2, 3}, Steps: 1, Hidden: []int{4}}
			return f.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, event...)})
		}
		exec := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) []*Node {
			law := build(s, in[0].Graph(), 4, 2, 3)
			x := law.Sample(dist.NewRng(in[0]), 5)
			return []*Node{x, law.LogProb(x)}
		})
		out, err := exec.Call(state)
		if err != nil {
			t.Fatal(err)
		}
		if want := shapes.Make(dtypes.Float64, 5, 4, 2, 3); !out[0].Shape().Equal(want) {
			t.Errorf("samples are %s, want %s", out[0].Shape(), want)
		}
		rows := tensors.FromFlatDataAndDimensions(tensors.MustCopyFlatData[float64](out[0]), 5, 24)
		again, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node { return build(s, x.Graph(), 24).LogProb(x) }, rows)
		if err != nil {
			t.Fatal(err)
		}
		lp := tensors.MustCopyFlatData[float64](out[1])
		for i, v := range tensors.MustCopyFlatData[float64](again) {
			if !(math.Abs(lp[i]-v) < 1e-10) {
				t.Errorf("row %d: log-densities %g and %g", i, lp[i], v)
			}
		}
	})
}

// Untrained, all networks give zero and all norms are 1, so that Glow is orthogonal and its law is the base.
func TestGlowStartsAsItsBase(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		row := make([]float64, 16)
		for i := range row {
			row[i] = float64(i) / 8
		}
		out, err := model.CallOnce(b, model.NewStore(), func(s *model.Scope, x *Node) *Node {
			f := flow.Glow{Image: [3]int{4, 4, 1}, Steps: 2, Hidden: []int{4}}
			lp := f.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 16)}).LogProb(x)
			return Sub(lp, dist.StandardNormal{Event: shapes.Make(dtypes.Float64, 16)}.LogProb(x))
		}, [][]float64{row})
		if err != nil {
			t.Fatal(err)
		}
		if off := tensors.MustCopyFlatData[float64](out)[0]; math.Abs(off) > 1e-11 { // 8 products of numbers of size 10
			t.Errorf("off by %g nats", off)
		}
	})
}

func TestGlowRefusesSettings(t *testing.T) {
	for want, f := range map[string]flow.Glow{
		"Steps": {Steps: -1}, "Hidden": {Hidden: []int{0}}, "Bound": {Bound: math.Inf(1)}, "Image": {Image: [3]int{4, 4, 2}},
		"halved 3 times": {Image: [3]int{4, 4, 1}, Levels: 3}, "Levels": {Image: [3]int{4, 4, 1}, Levels: -1}, "odd Kernel": {Image: [3]int{4, 4, 1}, Kernel: 2},
		"halved 1 times": {Image: [3]int{1, 16, 1}}, "levels are of images": {Levels: 2}, "got -1: levels": {Levels: -1},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return f.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 16)}).LogProb(x)
		}, [][]float64{make([]float64, 16)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: want an error that names %s, got %v", f, want, err)
		}
	}
	for _, event := range [][]int{{1}, {2, 2}, {2, 2, 2}} {
		f := flow.Glow{}
		if len(event) == 3 {
			f.Image = [3]int{2, 2, 1}
		}
		if err := exceptions.TryCatch[error](func() { f.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, event...)}) }); err == nil || !strings.Contains(err.Error(), "flow.Glow: want examples") {
			t.Errorf("%+v: want an error for examples %v, got %v", f, event, err)
		}
	}
}
