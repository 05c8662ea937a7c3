package nets_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// The tangents are the automatic Jacobian times the vectors, for every nonlinearity, and so are their gradients by the weights.
func TestConcatSquashTangents(t *testing.T) {
	for _, a := range []act.Func{act.Tanh, act.SiLU, act.Softplus, act.Sine} {
		t.Run(a.String(), func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) {
				out := model.MustCallOnceN(b, model.NewStore(), func(s *model.Scope, x *Node) []*Node {
					g := x.Graph()
					net := nets.ConcatSquash{Hidden: []int{7, 5}, Out: 3, Activation: a}.Build(s, g, 2, dtypes.Float64)
					time := Const(g, 0.3)
					v := Const(g, [][][]float64{{{1, 0}, {.5, 2}}, {{0, 1}, {-1, .2}}})
					y, jv := net.Tangents(time, x, v)
					var auto []*Node
					for k := range 2 {
						auto = append(auto, diffop.JVP(net.At(time, x), x, Squeeze(Slice(v, AxisElem(k)), 0)))
					}
					autoJV := Stack(auto, 0)
					w := s.At("layer_0").GetVariable("weights").NodeValue(g)
					loss := func(j *Node) *Node { return ReduceAllSum(Square(j)) }
					return []*Node{y, net.At(time, x), jv, autoJV, Gradient(loss(jv), w)[0], Gradient(loss(autoJV), w)[0]}
				}, [][]float64{{.4, -1}, {2, .3}})
				for i := 0; i < len(out); i += 2 {
					got, want := tensors.MustCopyFlatData[float64](out[i]), tensors.MustCopyFlatData[float64](out[i+1])
					for k := range want {
						if !(math.Abs(got[k]-want[k]) < 1e-12*(1+math.Abs(want[k]))) {
							t.Errorf("output %d, entry %d: %g, want %g", i, k, got[k], want[k])
						}
					}
				}
			})
		})
	}
}

// Many rows go through wide layers in blocks; a prime number of them does not. Each row stays what it is alone.
func TestConcatSquashInBlocks(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, rows := range []int{257, 384, 1000} {
			x := make([][]float64, rows)
			for i := range x {
				x[i] = []float64{math.Sin(float64(i)), math.Cos(float64(3 * i))}
			}
			out := model.MustCallOnceN(b, model.NewStore(), func(s *model.Scope, x *Node) []*Node {
				g := x.Graph()
				net := nets.ConcatSquash{Hidden: []int{64, 64}, Out: 2}.Build(s, g, 2, dtypes.Float64)
				time := Const(g, 0.3)
				y, _ := net.Tangents(time, x, ExpandAxes(x, 0)) // with tangents there are no blocks
				return []*Node{net.At(time, x), y}
			}, x)
			got, want := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])
			for k := range want {
				if !(math.Abs(got[k]-want[k]) < 1e-12) {
					t.Fatalf("%d rows, entry %d: %g, want %g", rows, k, got[k], want[k])
				}
			}
		}
	})
}
