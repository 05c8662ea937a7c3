package flow_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

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
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

var small = flow.RealNVP{Couplings: 3, Hidden: []int{8}}

// embedded is the law of a model of a surface.
func embedded(m gen.Density, s *model.Scope, g *Graph, dim int) bijector.Embedded {
	return m.Build(gen.Ctx{Scope: s, Graph: g, Event: shapes.Make(dtypes.Float64, dim)}).(bijector.Embedded)
}

// TestInjections: what Injective and Rectangular embed is one-to-one, with the log-volume of its Jacobian.
func TestInjections(t *testing.T) {
	for name, c := range map[string]struct {
		latent, dim int
		m           gen.Density
	}{
		"plane in space":    {2, 3, flow.Injective{Latent: 2, Outer: small, Inner: small}},
		"line in space":     {1, 3, flow.Rectangular{Latent: 1, Outer: small}},
		"circle in a plane": {1, 2, flow.Rectangular{Latent: 1, Angular: true, Outer: small}},
		"torus":             {2, 5, flow.Rectangular{Latent: 2, Angular: true, Outer: small}},
		"free-form":         {2, 4, flow.FreeForm{Latent: 2, Encoder: first(2), Decoder: graphOf{nets.MLP{Hidden: []int{5}, Out: 2}}}},
	} {
		t.Run(name, func(t *testing.T) {
			gentest.Injection(t, engines.Go(t), c.latent, c.dim, func(s *model.Scope, g *Graph) bijector.Injection {
				return embedded(c.m, s, g, c.dim).Of
			})
		})
	}
}

// first is the encoder that keeps so many coordinates, graphOf the decoder z ↦ (z, h(z)): inverses on the graph of h.
type first int

func (f first) Build(*model.Scope, *Graph, int, dtypes.DType) nets.Net {
	return func(x *Node) *Node { return Slice(x, AxisRange(), AxisRange(0, int(f))) }
}

type graphOf struct{ Net nets.MLP }

func (f graphOf) Build(s *model.Scope, g *Graph, in int, dtype dtypes.DType) nets.Net {
	h := f.Net.Build(s, g, in, dtype)
	return func(z *Node) *Node { return Concatenate([]*Node{z, h(z)}, -1) }
}

// TestEstimatedLogVolume: with at least as many steps as latent dimensions the estimates are unbiased.
func TestEstimatedLogVolume(t *testing.T) {
	for name, c := range map[string]struct{ latent, steps int }{
		"as many steps": {3, 3},
		"more steps":    {2, 5}, // the residual is rounding after two
	} {
		t.Run(name, func(t *testing.T) {
			gentest.StochasticInjection(t, engines.Go(t), c.latent, 5, func(s *model.Scope, g *Graph) bijector.StochasticInjection {
				m := flow.Rectangular{Latent: c.latent, Outer: flow.RealNVP{Couplings: 1, Hidden: []int{4}}, Probes: 1, Steps: c.steps}
				return embedded(m, s, g, 5).Of.(bijector.StochasticInjection)
			})
		})
	}
}

// TestInjectiveTrainsByTwoTerms: the distance reaches the outer flow alone, the likelihood the inner one alone. So the
// gradient by the outer weights is proportional to Beta, and that by the inner ones does not know it.
func TestInjectiveTrainsByTwoTerms(t *testing.T) {
	grads := func(beta float64) map[string]float64 {
		store := model.NewStore()
		paths := []string{"/outer/coupling_1/layer_1/biases", "/inner/coupling_1/layer_1/biases"}
		exec, err := model.NewExec(engines.Go(t), store, func(s *model.Scope, x *Node) []*Node {
			c := gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 3), Training: true}
			loss := ReduceAllSum(flow.Injective{Latent: 2, Outer: small, Inner: small, Beta: beta}.Loss(c, x))
			var sums []*Node
			for _, p := range paths {
				sums = append(sums, ReduceAllSum(Gradient(loss, store.GetVariable(p).NodeValue(x.Graph()))[0]))
			}
			return sums
		})
		if err != nil {
			t.Fatal(err)
		}
		defer exec.Finalize()
		x := [][]float64{{1, 2, 3}, {-1, 0, .5}}
		exec.MustCall(x)
		shift(store)
		out, err := exec.Call(x)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]float64{"outer": tensors.ToScalar[float64](out[0]), "inner": tensors.ToScalar[float64](out[1])}
	}
	one, seven := grads(1), grads(7)
	if one["outer"] == 0 || math.Abs(seven["outer"]/one["outer"]-7) > 1e-9 || one["inner"] == 0 || seven["inner"] != one["inner"] {
		t.Errorf("gradients with Beta 1 are %v, with 7 %v: want the outer 7 times, the inner the same", one, seven)
	}
}

// shift adds 0.1 to all weights: last layers start at zero, where conditions and much else have no effect.
func shift(store *model.Store) {
	for v := range store.IterVariables() {
		v.MustValue().MustMutableFlatData(func(flat any) {
			weights, ok := flat.([]float64)
			for i := range weights {
				if ok {
					weights[i] += 0.1
				}
			}
		})
	}
}

// TestSurfacesWithCondition: every model of a surface sees the condition, in its density and its loss.
func TestSurfacesWithCondition(t *testing.T) {
	for _, m := range []interface {
		gen.Density
		gen.Generator
	}{
		flow.Injective{Latent: 2, Outer: small, Inner: small},
		flow.Rectangular{Latent: 2, Outer: small, Probes: 1},
		flow.FreeForm{Latent: 2, Width: 4},
		flow.FreeForm{Width: 4, Inner: small},
	} {
		for _, evaluate := range []func(c gen.Ctx, x *Node) *Node{m.Loss, func(c gen.Ctx, x *Node) *Node { return m.Build(c).LogProb(x) }} {
			store := model.NewStore()
			store.SetParam(model.ParamInitialSeed, int64(1))
			run := func(cond float64) float64 {
				out, err := model.CallOnce(engines.Go(t), store, func(s *model.Scope, x, cond *Node) *Node {
					r := dist.NewRng(RNGStateFromSeedForGraph(x.Graph(), 1))
					return evaluate(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 3), Cond: cond, Rng: r}, x)
				}, [][]float64{{1, 2, 3}}, [][]float64{{cond}})
				if err != nil {
					t.Fatal(err)
				}
				return tensors.MustCopyFlatData[float64](out)[0]
			}
			first := run(0)
			shift(store)
			if a, b := run(0), run(1); a == b || math.IsNaN(a) || math.IsNaN(first) {
				t.Errorf("%+v gives %g for condition 0 and %g for 1", m, a, b)
			}
		}
	}
}

// TestSurfacesRefuse: settings that no model can have are refused with the name of the setting.
func TestSurfacesRefuse(t *testing.T) {
	for _, c := range []struct {
		want string
		m    gen.Density
	}{
		{"flow.Injective: want Latent from 1 to 2", flow.Injective{Inner: small}},
		{"want Latent from 1 to 2 for examples of dimension 3, got 3", flow.Injective{Latent: 3}},
		{"want Latent from 1 to 2", flow.Rectangular{}},
		{"want Latent from 1 to 2", flow.Rectangular{Latent: -1}},
		{"want Latent from 1 to 3", flow.FreeForm{Latent: 4}},
		{"want Latent from 1 to 3", flow.FreeForm{Latent: -1}},
		{"2 angles take 4 coordinates", flow.Rectangular{Latent: 2, Angular: true}},
		{"3 angles take 6 coordinates", flow.FreeForm{Angular: true}},
		{"Inner", flow.Injective{Latent: 1}},
		{"Inner", flow.Injective{Latent: 2, Angular: true}},
		{"Couplings", flow.Rectangular{Latent: 1, Outer: flow.RealNVP{Couplings: -1}}},
		{"bijector.Transformed", flow.Rectangular{Latent: 1, Outer: flow.FreeForm{}}},
		{"Beta", flow.Rectangular{Latent: 1, Beta: -1}},
		{"Beta", flow.Injective{Latent: 2, Beta: math.Inf(1)}},
		{"Beta", flow.FreeForm{Beta: math.NaN()}},
		{"Blocks", flow.FreeForm{Blocks: -1}},
		{"Width", flow.FreeForm{Width: -1}},
		{"Probes", flow.FreeForm{Probes: -1}},
		{"Probes", flow.Rectangular{Latent: 1, Probes: -1}},
		{"Steps", flow.Rectangular{Latent: 1, Steps: -1}},
		{"want [batch, 2] from the encoder", flow.FreeForm{Latent: 2, Encoder: nets.MLP{Out: 3}}},
		{"want [batch, 3] from the decoder", flow.FreeForm{Latent: 2, Decoder: nets.MLP{Out: 2}}},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return c.m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 3)}).LogProb(x)
		}, [][]float64{{1, 2, 3}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: want an error with %q, got %v", c.m, c.want, err)
		}
	}
	if err := exceptions.TryCatch[error](func() { flow.FreeForm{}.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, 3, 2)}) }); err == nil || !strings.Contains(err.Error(), "want examples [dim]") {
		t.Errorf("matrices as examples: got %v", err)
	}
	if err := exceptions.TryCatch[error](func() { flow.Rectangular{Latent: 1}.Build(gen.Ctx{Event: shapes.Make(dtypes.Float64, 1)}) }); err == nil || !strings.Contains(err.Error(), "at least 2 dimensions") {
		t.Errorf("a surface in one dimension: got %v", err)
	}
}

// TestSurfaceSettingsAsJSON: what can be read again is written, and anything else is refused before it is lost.
func TestSurfaceSettingsAsJSON(t *testing.T) {
	want := flow.FreeForm{Latent: 2, Width: 7, Beta: 3}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got flow.FreeForm
	if err = json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%s is read as %+v, %v", text, got, err)
	}
	for _, m := range []any{flow.Mixture{Of: small}, flow.FreeForm{Encoder: nets.MLP{}}, flow.Injective{Inner: small}, flow.Rectangular{Outer: small}} {
		if _, err := json.Marshal(m); err == nil || !strings.Contains(err.Error(), "fit.SaveWeights") {
			t.Errorf("%T: want an error that says how to save it, got %v", m, err)
		}
	}
}
