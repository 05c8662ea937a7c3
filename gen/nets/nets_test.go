package nets_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

type builder interface {
	Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) nets.Net
}

// run applies a network to x on a fresh store with the given seed.
func run(t *testing.T, b compute.Backend, seed int64, net builder, x [][]float64) ([]float64, *model.Store) {
	t.Helper()
	store := model.NewStore()
	store.SetParam(model.ParamInitialSeed, seed)
	out, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node {
		return net.Build(s, x.Graph(), x.Shape().Dim(1), x.DType())(x)
	}, x)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out), store
}

var batch = [][]float64{{0.5, -1}, {2, 0.25}}

func TestInitialWeightsAreTheSameOnEveryEngine(t *testing.T) {
	net := nets.MLP{Hidden: []int{7}, Out: 2}
	want, _ := run(t, engines.Go(t), 3, net, batch)
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		got, _ := run(t, b, 3, net, batch)
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1e-12 { // the engines round exp and tanh differently
				t.Errorf("output %d is %v, pure Go has %v", i, got[i], want[i])
			}
		}
	})
	other, _ := run(t, engines.Go(t), 4, net, batch)
	if other[0] == want[0] {
		t.Error("another seed gave the same network")
	}
}

func TestAddingALayerKeepsTheOthers(t *testing.T) {
	_, small := run(t, engines.Go(t), 3, nets.MLP{Hidden: []int{7}, Out: 2}, batch)
	_, large := run(t, engines.Go(t), 3, nets.MLP{Hidden: []int{7, 7}, Out: 2}, batch)
	a, b := small.GetVariable("/layer_0/weights").MustValue(), large.GetVariable("/layer_0/weights").MustValue()
	if !a.Equal(b) {
		t.Error("the first layer depends on the number of layers")
	}
}

func TestLinearNetIsAMatrixProduct(t *testing.T) {
	got, store := run(t, engines.Go(t), 1, nets.MLP{Out: 1}, batch)
	w := tensors.MustCopyFlatData[float64](store.GetVariable("/layer_0/weights").MustValue())
	for i, x := range batch {
		if want := x[0]*w[0] + x[1]*w[1]; math.Abs(got[i]-want) > 1e-14 {
			t.Errorf("row %d: got %v, want %v", i, got[i], want)
		}
	}
}

func TestZeroLastStartsAtZero(t *testing.T) {
	for name, net := range map[string]builder{
		"mlp":      nets.MLP{Hidden: []int{5}, Out: 3, ZeroLast: true},
		"residual": nets.Residual{Width: 5, Out: 3, ZeroLast: true},
	} {
		got, _ := run(t, engines.Go(t), 1, net, batch)
		for _, y := range got {
			if y != 0 {
				t.Errorf("%s: got %v, want 0", name, got)
				break
			}
		}
	}
}

func TestResidualBlocksStartAsTheIdentity(t *testing.T) {
	deep, _ := run(t, engines.Go(t), 1, nets.Residual{Width: 5, Blocks: 4, Out: 3}, batch)
	flat, _ := run(t, engines.Go(t), 1, nets.Residual{Width: 5, Blocks: 1, Out: 3}, batch)
	for i := range deep {
		if deep[i] != flat[i] {
			t.Fatalf("four blocks give %v, one gives %v", deep, flat)
		}
	}
}

func TestActivationsAgainstTheirFormulas(t *testing.T) {
	for f, want := range map[act.Func]func(x float64) float64{
		act.SiLU:     func(x float64) float64 { return x / (1 + math.Exp(-x)) },
		act.Tanh:     math.Tanh,
		act.ReLU:     func(x float64) float64 { return math.Max(x, 0) },
		act.GELU:     func(x float64) float64 { return x * 0.5 * (1 + math.Erf(x/math.Sqrt2)) },
		act.Softplus: func(x float64) float64 { return math.Log1p(math.Exp(x)) },
		act.Sine:     math.Sin,
		act.Identity: func(x float64) float64 { return x },
	} {
		x := []float64{-3, -0.5, 0, 0.1, 4}
		out, err := CallOnce(engines.Go(t), func(x *Node) *Node { return f.Apply(x) }, x)
		if err != nil {
			t.Fatal(err)
		}
		for i, y := range tensors.MustCopyFlatData[float64](out) {
			if math.Abs(y-want(x[i])) > 1e-6 { // GoMLX's erf has single precision on pure Go
				t.Errorf("activation %d at %g: got %v, want %v", f, x[i], y, want(x[i]))
			}
		}
	}
	if _, err := CallOnce(engines.Go(t), func(x *Node) *Node { return act.Func(99).Apply(x) }, 1.0); err == nil {
		t.Error("want an error for an unknown activation")
	}
}

func TestTimeEmbedding(t *testing.T) {
	out, err := CallOnce(engines.Go(t), func(x *Node) *Node { return nets.TimeEmbedding(x, 4, 100) }, [][]float64{{0.7}})
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{math.Sin(0.7), math.Sin(0.007), math.Cos(0.7), math.Cos(0.007)}
	for i, y := range tensors.MustCopyFlatData[float64](out) {
		if math.Abs(y-want[i]) > 1e-12 {
			t.Errorf("entry %d: got %v, want %v", i, y, want[i])
		}
	}
	if _, err := CallOnce(engines.Go(t), func(x *Node) *Node { return nets.TimeEmbedding(x, 3, 100) }, [][]float64{{0.7}}); err == nil {
		t.Error("want an error for an odd size")
	}
}

func TestFourierFeaturesApproximateAGaussianKernel(t *testing.T) {
	// Rahimi and Recht 2007: the mean over the features of cos 2πB(x-y) tends to exp(-2π²σ²|x-y|²).
	const features = 20000
	phi, store := run(t, engines.Go(t), 1, nets.Fourier{Features: features, Sigma: 0.2}, batch)
	dot := 0.0
	for i := range 2 * features {
		dot += phi[i] * phi[2*features+i] / features
	}
	d2 := math.Pow(batch[0][0]-batch[1][0], 2) + math.Pow(batch[0][1]-batch[1][1], 2)
	want := math.Exp(-2 * math.Pi * math.Pi * 0.04 * d2)
	if math.Abs(dot-want) > 5/math.Sqrt(features) {
		t.Errorf("kernel %v, want %v", dot, want)
	}
	for v := range store.IterVariables() {
		if v.Trainable {
			t.Errorf("%s is trained", v.Path())
		}
	}
}

func TestBadInput(t *testing.T) {
	store := model.NewStore()
	_, err := model.CallOnce(engines.Go(t), store, func(s *model.Scope, x *Node) *Node {
		return nets.MLP{Out: 1}.Build(s, x.Graph(), 3, x.DType())(x)
	}, batch)
	if err == nil {
		t.Error("want an error for 2 columns instead of 3")
	}
}
