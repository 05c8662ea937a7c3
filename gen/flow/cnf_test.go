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
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
)

var plane = shapes.Make(dtypes.Float64, 2)

// A linear field makes normal laws: with dx/dt = A·x, x(1) = e^A·x(0), and ln |det| is the trace of A.
func TestContinuousOnALinearField(t *testing.T) {
	a := mat.NewDense(2, 2, []float64{.4, -1.2, .7, -.9})
	points := [][]float64{{.3, -1}, {2, .5}, {-1, -1}}
	var inverse mat.Dense
	inverse.Exp(mat.DenseCopyOf(scaled(-1, a)))
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		got := tensors.MustCopyFlatData[float64](MustExecOnce(b, func(x *Node) *Node {
			law := flow.Continuous{Base: dist.StandardNormal{Event: plane}, Field: linearField(a)}
			return law.LogProb(x)
		}, points))
		for i, p := range points {
			var z mat.VecDense
			z.MulVec(&inverse, mat.NewVecDense(2, p))
			want := -mat.Dot(&z, &z)/2 - math.Log(2*math.Pi) - mat.Trace(a)
			if !(math.Abs(got[i]-want) < 1e-5) { // tolerance of the solver
				t.Errorf("log p(%v) = %.8f, want %.8f", p, got[i], want)
			}
		}
	})
}

// On the way, x(t) = e^(t·A)·x(0). The field depends on time as well: with dx/dt = 2t·A·x it is e^(t²·A).
func TestContinuousUntil(t *testing.T) {
	a := mat.NewDense(2, 2, []float64{.4, -1.2, .7, -.9})
	linear := linearField(a)
	growing := func(t, x *Node) *Node { return Mul(MulScalar(t, 2), linear(t, x)) }
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, at := range []float64{0, .3, 1} {
			out := MustExecOnceN(b, func(x, at *Node) []*Node {
				law := flow.Continuous{Base: dist.StandardNormal{Event: plane}, Field: growing}.Until(at)
				y, logDet := law.Forward(x)
				return []*Node{y, logDet}
			}, [][]float64{{.3, -1}}, at)
			var exp mat.Dense
			exp.Exp(scaled(at*at, a))
			var want mat.VecDense
			want.MulVec(&exp, mat.NewVecDense(2, []float64{.3, -1}))
			got := append(tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])...)
			for i, w := range []float64{want.AtVec(0), want.AtVec(1), at * at * mat.Trace(a)} {
				if !(math.Abs(got[i]-w) < 1e-5) { // tolerance of the solver
					t.Errorf("t = %g, number %d: %.8f, want %.8f", at, i, got[i], w)
				}
			}
		}
	})
}

func scaled(c float64, a mat.Matrix) *mat.Dense {
	var out mat.Dense
	out.Scale(c, a)
	return &out
}

func linearField(a *mat.Dense) ode.Field {
	return func(_, x *Node) *Node {
		rows := [][]float64{{a.At(0, 0), a.At(1, 0)}, {a.At(0, 1), a.At(1, 1)}} // xᵀ·Aᵀ
		return DotProduct(x, ConstAsDType(x.Graph(), x.DType(), rows))
	}
}

// The steps of a training solve are a bijector up to their error, with the log-determinant of what they make. XLA takes a
// minute to compile so many unrolled steps and their Jacobian; there is nothing in them that is another on it.
func TestContinuousIsABijector(t *testing.T) {
	gentest.Bijector(t, engines.Go(t), 2, func(s *model.Scope, g *Graph) bijector.Bijector {
		c := flow.CNF{Hidden: []int{6}, Activation: act.Tanh}.Build(gen.Ctx{Scope: s, Graph: g, Event: plane}).(flow.Continuous)
		c.Solve = func(f ode.Field, x *Node, t0, t1 float64) *Node { return ode.Solve(f, ode.Dopri8, x, t0, t1, 12) }
		return c
	})
}

func TestCNF(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Density(t, b, 12, flow.CNF{Hidden: []int{6}, Activation: act.Tanh})
	})
	gentest.Density(t, engines.Go(t), 12, flow.FFJORD{Hidden: []int{6}})
}

// A row far away has no density, and leaves the others alone.
func TestCNFFarRows(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		exec := model.MustNewExec(b, withWeights(b), func(s *model.Scope, x *Node) *Node {
			return flow.CNF{Hidden: []int{5}}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: plane}).LogProb(x)
		})
		defer exec.Finalize()
		logProb := func(beside float64) []float64 {
			return tensors.MustCopyFlatData[float64](exec.MustCall([][]float64{{.1, .2}, {.1, beside}})[0])
		}
		want := logProb(.2)[0]
		for _, far := range []float64{1e7, 1e20, 1e30, math.Inf(1), math.NaN()} {
			got := logProb(far)
			if !(math.Abs(got[0]-want) < 1e-3) || !math.IsInf(got[1], -1) {
				t.Errorf("beside a row at %g: %g and %g, want %g and -Inf", far, got[0], got[1], want)
			}
		}
	})
}

// train is the context of a training step.
func train(s *model.Scope, g *Graph, rng *Node) gen.Ctx {
	return gen.Ctx{Scope: s, Graph: g, Event: plane, Rng: dist.NewRng(rng), Training: true}
}

// Every way back gives the gradients of the unrolled steps: exactly by checkpoints, by the adjoint up to the error of the steps. XLA
// gets fewer steps, since it takes long to compile them unrolled.
func TestCNFGradients(t *testing.T) {
	rows := [][]float64{{.3, -1}, {2, .5}}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		steps, adjointTol := 24, 1e-4
		if b.Name() != engines.Go(t).Name() {
			steps, adjointTol = 3, 1e-2
		}
		gradient := func(back flow.Backward) []float64 {
			out := model.MustCallOnceN(b, withWeights(b), func(s *model.Scope, in []*Node) []*Node {
				m := flow.CNF{Hidden: []int{5}, Activation: act.Tanh, Steps: steps, Backward: back, Kinetic: .3, Jacobian: .2}
				loss := ReduceAllSum(m.Loss(train(s, in[0].Graph(), in[1]), in[0]))
				w := s.At("layer_0").GetVariable("weights").NodeValue(in[0].Graph())
				v := s.At("layer_1").GetVariable("biases").NodeValue(in[0].Graph())
				grads := Gradient(loss, w, v)
				return []*Node{loss, grads[0], grads[1]}
			}, rows, []uint64{1, 2, 3})
			var all []float64
			for _, o := range out {
				all = append(all, tensors.MustCopyFlatData[float64](o)...)
			}
			return all
		}
		want := gradient(flow.Unrolled)
		for back, tol := range map[flow.Backward]float64{flow.Checkpoints: 1e-10, flow.Adjoint: adjointTol} {
			got := gradient(back)
			for i := range want {
				if !(math.Abs(got[i]-want[i]) <= tol*(1+math.Abs(want[i]))) {
					t.Errorf("%s, number %d: %.9g, want %.9g", back, i, got[i], want[i])
				}
			}
		}
	})
}

// withWeights is a store with weights for a field of 2 and 5 units: as models begin, the last layer is zero.
func withWeights(b compute.Backend) *model.Store {
	store := model.NewStore()
	model.MustCallOnce(b, store, func(s *model.Scope, x *Node) *Node {
		return flow.CNF{Hidden: []int{5}}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: plane}).LogProb(x)
	}, [][]float64{{1, 2}})
	rng := rand.New(rand.NewPCG(1, 2))
	for v := range store.IterVariables() {
		v.MustValue().MustMutableFlatData(func(flat any) {
			for i := range flat.([]float64) {
				flat.([]float64)[i] = 0.5 * rng.NormFloat64()
			}
		})
	}
	return store
}

// FFJORD's loss is that of CNF in the mean over probes.
func TestFFJORDIsUnbiased(t *testing.T) {
	const n = 4000
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = []float64{.4, -.8}
	}
	loss := func(m gen.Generator) []float64 {
		b := engines.Go(t)
		return tensors.MustCopyFlatData[float64](model.MustCallOnce(b, withWeights(b), func(s *model.Scope, in []*Node) *Node {
			return m.Loss(train(s, in[0].Graph(), in[1]), in[0])
		}, rows, []uint64{1, 2, 3}))
	}
	exact, drawn := loss(flow.CNF{Hidden: []int{5}}), loss(flow.FFJORD{Hidden: []int{5}})
	mean, se := meanErr(drawn)
	if se == 0 || !(math.Abs(mean-exact[0]) <= 3*se) {
		t.Errorf("mean of %d estimates %.5f ± %.5f, want %.5f", n, mean, se, exact[0])
	}
}

func meanErr(x []float64) (mean, se float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se) / float64(len(x))
}

func TestCNFRefusesSettings(t *testing.T) {
	for want, m := range map[string]flow.CNF{
		"Steps":     {Steps: -1},
		"Hidden":    {Hidden: []int{0}},
		"Tolerance": {Tolerance: -1},
		"Kinetic":   {Kinetic: math.NaN()},
		"Backward":  {Backward: 7},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: plane}).LogProb(x)
		}, [][]float64{{1, 2}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: want an error that names %s, got %v", m, want, err)
		}
	}
}
