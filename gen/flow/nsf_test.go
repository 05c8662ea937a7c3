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

func TestNSF(t *testing.T) {
	gentest.Density(t, engines.Go(t), 12, flow.NSF{Transforms: 2, Hidden: []int{8}, Bins: 4, Autoregressive: true})
	gentest.Density(t, engines.Go(t), 12, flow.NSF{Transforms: 2, Hidden: []int{8}, Bins: 4})
}

func TestNSFInMoreDimensions(t *testing.T) {
	for _, f := range []flow.NSF{{Transforms: 3, Hidden: []int{8}, Bins: 4}, {Transforms: 3, Hidden: []int{8}, Bins: 4, Autoregressive: true}} {
		for _, dim := range []int{3, 5} {
			suite(t, f, dim, nil, gentest.Trial{})
			suite(t, f, dim, nil, gentest.Trial{Float32: true, Tol: chain32})
			suite(t, f, dim, conditions(), gentest.Trial{})
		}
		wantConditioned(t, f, 3)
		neverNaN(t, engines.Go(t), f, 2)
		neverNaN(t, engines.Go(t), f, 3)
	}
}

// TestSplineFlowsOnXLA drives one where pure Go has been driven above.
func TestSplineFlowsOnXLA(t *testing.T) {
	neverNaN(t, engines.XLA(t), flow.NSF{Transforms: 1, Hidden: []int{8}, Bins: 4}, 2)
}

// chain32 is the error allowed for chains of a few maps in float32: rounding times their condition number, about a thousand.
const chain32 = 1e-4

// An autoregressive spline flow is one on the line too.
func TestNSFOnTheLine(t *testing.T) {
	suite(t, flow.NSF{Transforms: 2, Autoregressive: true}, 1, nil, gentest.Trial{})
	neverNaN(t, engines.Go(t), flow.NSF{Transforms: 2, Autoregressive: true}, 1)
}

func TestNSFRefusesSettings(t *testing.T) {
	wantRefused(t, map[string]gen.Density{
		"256 Bins":                 flow.NSF{Bins: 1},
		"Box at least 0":           flow.NSF{Box: -1},
		"Transforms at least 0":    flow.NSF{Transforms: -1},
		"Hidden layers":            flow.NSF{Hidden: []int{0}},
		"want examples [dim] with": inDimensions{flow.NSF{}, 1},
	})
}

// inDimensions builds a model for another dimension than 2.
type inDimensions struct {
	gen.Density
	dim int
}

func wantRefused(t *testing.T, models map[string]gen.Density) {
	t.Helper()
	for want, m := range models {
		dim := 2
		if other, ok := m.(inDimensions); ok {
			dim = other.dim
		}
		err := exceptions.TryCatch[error](func() { m.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, dim)}) })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: want an error with %q, got %v", m, want, err)
		}
	}
}

// suite tries the map of a model, conditioned on one row for each of the suite's 16 points if cond is not nil.
func suite(t *testing.T, m gen.Density, dim int, cond [][]float64, how gentest.Trial) {
	t.Helper()
	gentest.Bijector(t, engines.Go(t), dim, func(s *model.Scope, g *Graph) bijector.Bijector {
		c := gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}
		if how.Float32 {
			c.Event.DType = dtypes.Float32
		}
		if cond != nil {
			c.Cond = ConstAsDType(g, c.DType(), cond)
		}
		return m.Build(c).(bijector.Transformed).T
	}, how)
}

// conditions are 16 rows.
func conditions() [][]float64 {
	rng := rand.New(rand.NewPCG(11, 12))
	rows := make([][]float64, 16)
	for i := range rows {
		rows[i] = []float64{rng.NormFloat64(), rng.NormFloat64()}
	}
	return rows
}

// wantConditioned looks whether the log-density of one point depends on the condition.
func wantConditioned(t *testing.T, m gen.Density, dim int) {
	t.Helper()
	out := scrambled(t, engines.Go(t), dim, func(c gen.Ctx, cond *Node) []*Node {
		c.Cond = cond
		return []*Node{m.Build(c).LogProb(Ones(c.Graph, shapes.Make(c.DType(), 2, dim)))}
	}, [][]float32{{1, 2}, {2, 1}})
	if lp := tensors.MustCopyFlatData[float32](out[0]); lp[0] == lp[1] {
		t.Errorf("%+v: the condition changes nothing", m)
	}
}

// scrambled runs f twice, the second time with random weights.
func scrambled(t *testing.T, b compute.Backend, dim int, f func(c gen.Ctx, x *Node) []*Node, x [][]float32) []*tensors.Tensor {
	t.Helper()
	store := model.NewStore()
	run := func() []*tensors.Tensor {
		exec := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) []*Node {
			return f(gen.Ctx{Scope: s, Graph: in[0].Graph(), Event: shapes.Make(dtypes.Float32, dim)}, in[0])
		})
		defer exec.Finalize()
		out, err := exec.Call(x)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	run()
	rng := rand.New(rand.NewPCG(8, 9))
	for v := range store.IterVariables() {
		if v.Trainable {
			v.MustValue().MustMutableFlatData(func(flat any) {
				for i, data := 0, flat.([]float32); i < len(data); i++ {
					data[i] = float32(0.5 * rng.NormFloat64())
				}
			})
		}
	}
	return run()
}

// neverNaN drives a model with random weights at far points: a log-density may be -∞, and all gradients of the sum of
// log-densities, by the points and by each weight, are finite.
func neverNaN(t *testing.T, b compute.Backend, m gen.Density, dim int) {
	t.Helper()
	inf := float32(math.Inf(1))
	values := []float32{0, 1, 5, -5, math.Nextafter32(5, 6), 10, -1e4, 1e8, 1.5e13, -1e15, 1e19, 1e30, -1e38, math.MaxFloat32, inf, -inf}
	var x [][]float32
	for i, v := range values {
		for _, w := range []float32{0.3, v, values[(i+7)%len(values)]} {
			row := make([]float32, dim)
			for j := range row {
				row[j] = w
			}
			row[i%dim] = v
			x = append(x, row)
		}
	}
	out := scrambled(t, b, dim, func(c gen.Ctx, x *Node) []*Node {
		lp := m.Build(c).LogProb(x)
		by := []*Node{x}
		for v := range c.Scope.Store().IterVariables() {
			if v.Trainable {
				by = append(by, v.NodeValue(c.Graph))
			}
		}
		ok := LogicalOr(IsFinite(lp), Equal(lp, Infinity(c.Graph, lp.DType(), -1)))
		out := []*Node{ok, IsFinite(SliceAxis(lp, 0, AxisRange(0, 1)))}
		for _, d := range Gradient(ReduceAllSum(lp), by...) {
			out = append(out, IsFinite(d))
		}
		return out
	}, x)
	for i, o := range out {
		flags := tensors.MustCopyFlatData[bool](o)
		for j, ok := range flags {
			if !ok {
				t.Errorf("%+v on %s: output %d (0: log-density, 2: gradient by x, 3 …: by weights) is not finite at %d of %d", m, b.Name(), i, j, len(flags))
				break
			}
		}
	}
}

// untrained is the log-density of a model with its initial weights.
func untrained(t *testing.T, m gen.Density, x [][]float64) []float64 {
	t.Helper()
	out, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		return m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, x.Shape().Dim(1))}).LogProb(x)
	}, x)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out)
}

// Untrained flows are the base law, whatever the data's distance from the box.
func TestUntrainedNSFIsNormal(t *testing.T) {
	for _, f := range []flow.NSF{{}, {Autoregressive: true}, {Bins: 3, Box: 2}} {
		lp := untrained(t, f, [][]float64{{1, 2}, {-3, 9}})
		for i, square := range []float64{5, 90} {
			if want := -0.5*square - math.Log(2*math.Pi); math.Abs(lp[i]-want) > 1e-11 { // eight splines that are the identity up to rounding
				t.Errorf("%+v: got %g, want %g", f, lp[i], want)
			}
		}
	}
}
