package nets_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// A 3 × 3 kernel of ones and a 1 × 1 kernel of 2, then another of ones, count how often a pixel is seen.
func TestConvSumsNeighbours(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		store := model.NewStore()
		ones := func() *tensors.Tensor {
			return tensors.FromFlatDataAndDimensions([]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, 3, 3, 1, 1)
		}
		store.VariableWithValue("/layer_0/weights", ones())
		store.VariableWithValue("/layer_1/weights", tensors.FromFlatDataAndDimensions([]float64{2}, 1, 1, 1, 1))
		store.VariableWithValue("/layer_2/weights", ones())
		for _, layer := range []string{"0", "1", "2"} {
			store.VariableWithValue("/layer_"+layer+"/biases", []float64{0})
		}
		out, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node {
			c := nets.Conv{Hidden: []int{1, 1}, Out: 1, Activation: act.Identity}
			return c.Build(s, x.Graph(), 1, dtypes.Float64)(Reshape(x, 1, 3, 3, 1))
		}, [][]float64{{0, 0, 0}, {1, 0, 0}, {0, 0, 0}}) // its neighbours have 1 each: the left two columns
		if err != nil {
			t.Fatal(err)
		}
		want := []float64{8, 8, 4, 12, 12, 6, 8, 8, 4} // twice the number of those six around each pixel
		for i, v := range tensors.MustCopyFlatData[float64](out) {
			if v != want[i] {
				t.Fatalf("got %v, want %v", tensors.MustCopyFlatData[float64](out), want)
			}
		}
	})
}

func TestConvStartsAtZero(t *testing.T) {
	out, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		c := nets.Conv{Hidden: []int{4}, Out: 3, ZeroLast: true}
		return c.Build(s, x.Graph(), 2, dtypes.Float64)(Reshape(x, 1, 2, 2, 2))
	}, [][]float64{{1, 2, 3, 4, 5, 6, 7, 8}})
	if err != nil {
		t.Fatal(err)
	}
	if got := out.Shape().Dimensions; got[0] != 1 || got[1] != 2 || got[2] != 2 || got[3] != 3 {
		t.Errorf("the output is %s, want [1, 2, 2, 3]", out.Shape())
	}
	for _, v := range tensors.MustCopyFlatData[float64](out) {
		if v != 0 {
			t.Errorf("got %g, want 0", v)
		}
	}
}

func TestConvRefuses(t *testing.T) {
	for want, f := range map[string]func(s *model.Scope, x *Node){
		"odd Kernel":         func(s *model.Scope, x *Node) { nets.Conv{Out: 1, Kernel: 2}.Build(s, x.Graph(), 1, dtypes.Float64) },
		"at least 1 channel": func(s *model.Scope, x *Node) { nets.Conv{}.Build(s, x.Graph(), 1, dtypes.Float64) },
		"height, width, 1]":  func(s *model.Scope, x *Node) { nets.Conv{Out: 1}.Build(s, x.Graph(), 1, dtypes.Float64)(x) },
		"nets.Orthogonal":    func(s *model.Scope, _ *Node) { nets.Orthogonal(s, 0) },
		"at least 1 channel ": func(s *model.Scope, x *Node) {
			nets.Conv{Out: 1, Hidden: []int{0}}.Build(s, x.Graph(), 1, dtypes.Float64)
		},
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node { f(s, x); return x }, [][]float64{{1}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

// Columns are orthonormal, and every scope and every seed has a matrix of its own.
func TestOrthogonal(t *testing.T) {
	at := func(path string, seed int64) *mat.Dense {
		store := model.NewStore()
		store.SetParam(model.ParamInitialSeed, seed)
		return nets.Orthogonal(store.RootScope().In("%s", path), 4)
	}
	q := at("a", 1)
	var qq mat.Dense
	qq.Mul(q.T(), q)
	if !mat.EqualApprox(&qq, mat.NewDiagDense(4, []float64{1, 1, 1, 1}), 1e-14) || math.Abs(math.Abs(mat.Det(q))-1) > 1e-14 {
		t.Errorf("QᵀQ is %v", mat.Formatted(&qq))
	}
	if !mat.Equal(q, at("a", 1)) || mat.Equal(q, at("b", 1)) || mat.Equal(q, at("a", 2)) {
		t.Error("want the same matrix for the same scope and seed alone")
	}
}
