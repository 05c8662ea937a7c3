package nets_test

import (
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// An output depends on the inputs before it in the order, on all of them, and on nothing else.
func TestMaskedDependsOnWhatComesBefore(t *testing.T) {
	order := []int{2, 0, 3, 1}
	place := map[int]int{2: 0, 0: 1, 3: 2, 1: 3}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		jac := model.MustCallOnce(b, model.NewStore(), func(s *model.Scope, x *Node) *Node {
			net := nets.Masked{Hidden: []int{16, 16}, Per: 2, Order: order}.Build(s, x.Graph(), 4, dtypes.Float64)
			y := Reshape(net(x, nil), -1, 8) // [b, 4, 2] → [b, 8]
			return ReduceSum(Abs(diffop.Jacobian(y, x)), 0)
		}, [][]float64{{.3, -1, 2, .5}, {1, .2, -.7, -2}})
		flat := tensors.MustCopyFlatData[float64](jac) // [8, 4]
		for out := range 8 {
			for in := range 4 {
				sees := flat[out*4+in] != 0
				if want := place[in] < place[out/2]; sees != want {
					t.Errorf("output %d of coordinate %d sees coordinate %d: %t, want %t", out%2, out/2, in, sees, want)
				}
			}
		}
	})
}

// Every output sees the context, that of the first coordinate too.
func TestMaskedSeesItsContext(t *testing.T) {
	jac := model.MustCallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, c *Node) *Node {
		net := nets.Masked{Hidden: []int{12}, Context: 2}.Build(s, c.Graph(), 3, dtypes.Float64)
		y := Squeeze(net(Const(c.Graph(), [][]float64{{1, 2, 3}}), c), -1)
		return Abs(diffop.Jacobian(y, c))
	}, [][]float64{{.1, .2}})
	for i, v := range tensors.MustCopyFlatData[float64](jac) {
		if v == 0 {
			t.Errorf("output %d does not see context %d", i/2, i%2)
		}
	}
}

func TestMaskedRefusesOrders(t *testing.T) {
	for _, order := range [][]int{{0}, {0, 0}, {0, 2}} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node {
			return nets.Masked{Order: order}.Build(s, x.Graph(), 2, dtypes.Float64)(x, nil)
		}, [][]float64{{1, 2}})
		if err == nil {
			t.Errorf("order %v: want an error", order)
		}
	}
}
