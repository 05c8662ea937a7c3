package flow_test

import (
	"math"
	"math/rand/v2"
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
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestNICE(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Density(t, b, 14, flow.NICE{Couplings: 3, Hidden: []int{8}})
	})
}

// Chains of couplings with every mask, one-sided and two-sided, are bijective in more than two dimensions.
func TestMasksAndSides(t *testing.T) {
	h := []int{6}
	for name, f := range map[string]gen.Density{
		"NICE, alternating":     flow.NICE{Couplings: 3, Hidden: h, Masks: flow.Alternating},
		"NICE, two-sided":       flow.NICE{Couplings: 2, Hidden: h, TwoSided: true},
		"RealNVP, two-sided":    flow.RealNVP{Couplings: 2, Hidden: h, TwoSided: true, Norm: true},
		"RealNVP, alternating":  flow.RealNVP{Couplings: 2, Hidden: h, Masks: flow.Alternating},
		"RealNVP, checkerboard": flow.RealNVP{Couplings: 2, Hidden: h, Masks: flow.Checkerboard, Image: [3]int{2, 2, 1}},
		"RealNVP, channels":     flow.RealNVP{Couplings: 2, Hidden: h, Masks: flow.Channels, Image: [3]int{1, 2, 2}},
		"GIN, two-sided":        flow.GIN{Couplings: 2, Hidden: h, TwoSided: true},
	} {
		t.Run(name, func(t *testing.T) { gentest.Bijector(t, engines.Go(t), 4, transform(f, 4)) })
	}
}

// randomized builds a law of rows, gives its trained variables random values and evaluates with x.
func randomized(t *testing.T, dim int, x [][]float64, f func(c gen.Ctx, x *Node) []*Node) [][]float64 {
	t.Helper()
	store, rng := model.NewStore(), rand.New(rand.NewPCG(1, 1))
	call := func() [][]float64 {
		exec, err := model.NewExec(engines.Go(t), store, func(s *model.Scope, in []*Node) []*Node {
			return f(gen.Ctx{Scope: s.In("model"), Graph: in[0].Graph(), Event: shapes.Make(dtypes.Float64, dim)}, in[0])
		})
		if err != nil {
			t.Fatal(err)
		}
		res, err := exec.Call(x)
		if err != nil {
			t.Fatal(err)
		}
		var out [][]float64
		for _, r := range res {
			out = append(out, tensors.MustCopyFlatData[float64](r))
		}
		return out
	}
	call() // makes the variables
	for v := range store.IterVariables() {
		if v.Trainable {
			tensors.MustMutableFlatData(v.MustValue(), func(flat []float64) {
				for i := range flat {
					flat[i] = 0.3 * rng.NormFloat64()
				}
			})
		}
	}
	return call()
}

// Additive couplings keep volumes, so NICE's log-determinant is the sum of its log-scales; GIN's is 0.
func TestVolumes(t *testing.T) {
	x := [][]float64{{1, 2, 3, 4, 5}, {0, -1, 0.5, 2, -2}}
	out := randomized(t, 5, x, func(c gen.Ctx, x *Node) []*Node {
		_, nice := flow.NICE{Couplings: 3, Hidden: []int{8}}.Build(c.In("nice")).(bijector.Transformed).T.Forward(x)
		_, gin := flow.GIN{Couplings: 3, Hidden: []int{8}}.Build(c.In("gin")).(bijector.Transformed).T.Forward(x)
		return []*Node{nice, gin}
	})
	if nice := out[0]; nice[0] == 0 || math.Abs(nice[0]-nice[1]) > 1e-13 {
		t.Errorf("NICE has log-determinants %v", nice)
	}
	for _, ld := range out[1] {
		if math.Abs(ld) > 1e-13 { // sums of a few numbers below 1
			t.Errorf("GIN has log-determinants %v", out[1])
		}
	}
}

// One layer of one side leaves the first half alone; one of two sides maps all coordinates.
func TestTwoSidesMapEverything(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5}
	for _, two := range []bool{false, true} {
		y := randomized(t, 5, [][]float64{x}, func(c gen.Ctx, x *Node) []*Node {
			y, _ := flow.RealNVP{Couplings: 1, Hidden: []int{8}, TwoSided: two}.Build(c).(bijector.Transformed).T.Forward(x)
			return []*Node{y}
		})[0]
		for i := range x {
			if passes := !two && i < 3; (y[i] == x[i]) != passes {
				t.Errorf("two-sided %t: coordinate %d goes from %g to %g", two, i, x[i], y[i])
			}
		}
	}
}

// What a flow is conditioned on reaches its law.
func TestConditions(t *testing.T) {
	h := []int{5}
	for name, f := range map[string]gen.Density{
		"NICE": flow.NICE{Couplings: 2, Hidden: h}, "RealNVP": flow.RealNVP{Couplings: 2, Hidden: h, TwoSided: true}, "GIN": flow.GIN{Couplings: 2, Hidden: h},
		"Glow of vectors": flow.Glow{Steps: 2, Hidden: h}, "Glow of images": flow.Glow{Image: [3]int{4, 2, 1}, Levels: 1, Steps: 1, Hidden: h},
	} {
		out := randomized(t, 8, [][]float64{{1, 2, 3, 4, 5, 6, 7, 8}}, func(c gen.Ctx, x *Node) []*Node {
			c.Cond = Const(x.Graph(), [][]float64{{0.5, -1}})
			law := f.Build(c)
			y, logDet := law.(bijector.Transformed).T.Inverse(x)
			back, logDetBack := law.(bijector.Transformed).T.Forward(y)
			return []*Node{Gradient(ReduceAllSum(law.LogProb(x)), c.Cond)[0], Sub(back, x), Add(logDet, logDetBack)}
		})
		for i, v := range out[0] {
			if !(math.Abs(v) > 1e-8) {
				t.Errorf("%s: the derivative by condition %d is %g", name, i, v)
			}
		}
		for _, v := range append(out[1], out[2]...) {
			if !(math.Abs(v) < 1e-9) {
				t.Errorf("%s: back and forth is off by %g", name, v)
			}
		}
	}
}

func TestCouplingFlowsRefuseSettings(t *testing.T) {
	for want, f := range map[string]gen.Density{
		"flow.NICE: want Couplings": flow.NICE{Couplings: -1}, "flow.NICE: want Hidden": flow.NICE{Hidden: []int{0}}, "flow.NICE: want Masks": flow.NICE{Masks: -1},
		"flow.GIN: want Couplings": flow.GIN{Couplings: -1}, "flow.GIN: want Hidden": flow.GIN{Hidden: []int{0}}, "flow.GIN: want Bound": flow.GIN{Bound: -1},
		"flow.RealNVP: want Image": flow.RealNVP{Masks: flow.Checkerboard}, "even number of channels": flow.RealNVP{Masks: flow.Channels, Image: [3]int{2, 2, 1}},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return f.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 4)}).LogProb(x)
		}, [][]float64{{1, 2, 3, 4}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: want an error with %q, got %v", f, want, err)
		}
	}
	for _, f := range []gen.Density{flow.NICE{}, flow.GIN{}} {
		if err := exceptions.TryCatch[error](func() { f.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, 1)}) }); err == nil {
			t.Errorf("%T: want an error for one dimension", f)
		}
	}
}
