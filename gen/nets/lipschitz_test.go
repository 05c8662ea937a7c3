package nets_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// norms are the largest singular values of the Jacobian [out, in] of a network with random weights of a size, at rows x.
func norms(t *testing.T, b compute.Backend, m nets.Lipschitz, size float64, x [][]float64) []float64 {
	t.Helper()
	store := model.NewStore()
	run := func() []float64 {
		out, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node {
			return diffop.Jacobian(m.Build(s, x.Graph(), x.Shape().Dim(1), dtypes.Float64)(x, nil), x)
		}, x)
		if err != nil {
			t.Fatal(err)
		}
		return tensors.MustCopyFlatData[float64](out)
	}
	run()
	rng := rand.New(rand.NewPCG(1, 2))
	for v := range store.IterVariables() {
		v.MustValue().MustMutableFlatData(func(flat any) {
			for i := range flat.([]float64) {
				flat.([]float64)[i] = size * rng.NormFloat64()
			}
		})
	}
	jac, in := run(), len(x[0])
	out := make([]float64, len(x))
	for i := range out {
		var svd mat.SVD
		if !svd.Factorize(mat.NewDense(m.Out, in, jac[i*m.Out*in:(i+1)*m.Out*in]), mat.SVDNone) {
			t.Fatal("no singular values")
		}
		out[i] = svd.Values(nil)[0]
	}
	return out
}

func TestLipschitzIsNeverExceeded(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	x := make([][]float64, 50)
	for i := range x {
		x[i] = []float64{2 * rng.NormFloat64(), 2 * rng.NormFloat64(), 2 * rng.NormFloat64()}
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, size := range []float64{.1, 1, 30} {
			for i, n := range norms(t, b, nets.Lipschitz{Hidden: []int{16, 16}, Out: 3, Bound: .9}, size, x) {
				if n > .9 {
					t.Errorf("weights of size %g: the slope at %v is %g, want at most 0.9", size, x[i], n)
				}
			}
		}
	})
}

// A linear network with large weights has the bound as its norm, up to what the estimate is above: n^(1/256), n = 16.
func TestLipschitzIsTight(t *testing.T) {
	x := [][]float64{make([]float64, 16)}
	got := norms(t, engines.Go(t), nets.Lipschitz{Out: 20, Bound: .5}, 3, x)[0]
	if least := .5 / math.Pow(16, 1./256); got > .5 || got < least {
		t.Errorf("norm %g, want %g … 0.5", got, least)
	}
	// Where the weights are small they stay as they are: for one input and output the norm is |w|.
	store := model.NewStore()
	layer := store.RootScope().In("layer_0")
	layer.VariableWithValue("weights", [][]float64{{-.25}})
	layer.VariableWithValue("biases", []float64{1})
	y := model.MustCallOnce(engines.Go(t), store, func(s *model.Scope, x *Node) *Node {
		return nets.Lipschitz{Out: 1}.Build(s, x.Graph(), 1, dtypes.Float64)(x, nil)
	}, [][]float64{{2}})
	if v := tensors.MustCopyFlatData[float64](y)[0]; math.Abs(v-.5) > 1e-15 {
		t.Errorf("1 − 2/4 is %g", v)
	}
}

// The weights get the derivative of what they do: against differences in float64.
func TestLipschitzDerivative(t *testing.T) {
	store := model.NewStore()
	run := func() (loss float64, grad []float64) {
		out := model.MustCallOnceN(engines.Go(t), store, func(s *model.Scope, x *Node) []*Node {
			y := nets.Lipschitz{Out: 2, Bound: .1}.Build(s, x.Graph(), 3, dtypes.Float64)(x, nil)
			loss := ReduceAllSum(Square(y))
			w := store.GetVariable("/layer_0/weights")
			return []*Node{loss, Gradient(loss, w.NodeValue(x.Graph()))[0]}
		}, [][]float64{{1, -2, .5}, {.3, .2, .9}})
		return tensors.MustCopyFlatData[float64](out[0])[0], tensors.MustCopyFlatData[float64](out[1])
	}
	_, grad := run()
	w := store.GetVariable("/layer_0/weights")
	for i := range grad {
		moved := func(by float64) float64 {
			w.MustValue().MustMutableFlatData(func(flat any) { flat.([]float64)[i] += by })
			loss, _ := run()
			w.MustValue().MustMutableFlatData(func(flat any) { flat.([]float64)[i] -= by })
			return loss
		}
		diff := (moved(1e-5) - moved(-1e-5)) / 2e-5
		// The direction Gᵖ·v has what is left of the second one, (σ₂/σ₁)²⁵⁶, and differences are good to 1e-9.
		if math.Abs(diff-grad[i]) > 1e-6 {
			t.Errorf("weight %d: derivative %g, differences %g", i, grad[i], diff)
		}
	}
}

func TestLipschitzSeesItsContext(t *testing.T) {
	out := model.MustCallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, c *Node) *Node {
		net := nets.Lipschitz{Hidden: []int{4}, Out: 1, Context: 2}.Build(s, c.Graph(), 1, dtypes.Float64)
		return net(Const(c.Graph(), [][]float64{{1}, {1}}), c)
	}, [][]float64{{1, 0}, {0, 1}})
	if y := tensors.MustCopyFlatData[float64](out); y[0] == y[1] {
		t.Errorf("two contexts give %g", y[0])
	}
}

func TestLipschitzRefuses(t *testing.T) {
	for name, m := range map[string]nets.Lipschitz{
		"bound": {Out: 1, Bound: math.NaN()}, "out": {}, "negative context": {Out: 1, Context: -1}, "context": {Out: 1, Context: 2},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return m.Build(s, x.Graph(), 1, dtypes.Float64)(x, nil)
		}, [][]float64{{1}})
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}
