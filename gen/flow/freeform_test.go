package flow_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// bent is an encoder, or with Back the decoder that undoes it: (x, y) ↦ (x, y·exp(½ sin x) + x²).
type bent struct{ Back bool }

func (f bent) Build(*model.Scope, *Graph, int, dtypes.DType) nets.Net {
	return func(x *Node) *Node {
		a, b := Slice(x, AxisRange(), AxisRange(0, 1)), Slice(x, AxisRange(), AxisRange(1, 2))
		scale := Exp(MulScalar(Sin(a), 0.5))
		if f.Back {
			return Concatenate([]*Node{a, Div(Sub(b, Square(a)), scale)}, -1)
		}
		return Concatenate([]*Node{a, Add(Mul(b, scale), Square(a))}, -1)
	}
}

// TestFreeFormStartsAsTheIdentity: with default networks at full dimension, the first density is the latent law.
func TestFreeFormStartsAsTheIdentity(t *testing.T) {
	out, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
		return flow.FreeForm{}.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float64, 2)}).LogProb(x)
	}, [][]float64{{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tensors.MustCopyFlatData[float64](out)[0], -2.5-math.Log(2*math.Pi); math.Abs(got-want) > 1e-12 {
		t.Errorf("log p = %g, want %g", got, want)
	}
}

// sheared is an encoder with nearly parallel columns: (x, y) ↦ (x + y, x + (1 + 2⁻¹²)·y).
type sheared struct{}

func (sheared) Build(*model.Scope, *Graph, int, dtypes.DType) nets.Net {
	return func(x *Node) *Node {
		a, b := Slice(x, AxisRange(), AxisRange(0, 1)), Slice(x, AxisRange(), AxisRange(1, 2))
		return Concatenate([]*Node{Add(a, b), Add(a, MulScalar(b, 1+1./4096))}, -1)
	}
}

// TestFreeFormNearlySingular: the determinant 2⁻¹² comes out in 32 bits, where that of JᵀJ is lost in rounding.
func TestFreeFormNearlySingular(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		out, err := model.CallOnce(b, model.NewStore(), func(s *model.Scope, x *Node) *Node {
			m := flow.FreeForm{Encoder: sheared{}, Decoder: nets.MLP{Out: 2}}
			return m.Build(gen.Ctx{Scope: s, Graph: x.Graph(), Event: shapes.Make(dtypes.Float32, 2)}).LogProb(x)
		}, [][]float32{{0, 0}})
		if err != nil {
			t.Fatal(err)
		}
		const tol = 4096 * 1.2e-7 * 4 // rounding by the condition, a few times
		if got, want := float64(tensors.MustCopyFlatData[float32](out)[0]), -math.Log(4096)-math.Log(2*math.Pi); !(math.Abs(got-want) <= tol) {
			t.Errorf("log p = %g, want %g", got, want)
		}
	})
}
