package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/internal/engines"
)

// singleTol is float32's 6e-8 times slopes of up to a few hundred and a handful of operations.
const singleTol = 2e-4

// In single precision maps come back too, and the far points of the search overflow to infinities that do no harm.
func TestSinglePrecision(t *testing.T) {
	families := map[string]bijector.Univariate{
		"bernstein": bijector.Bernstein{}, "steep bernstein": bijector.Bernstein{Degree: 40}, "sum of squares": bijector.SumOfSquares{},
		"many squares": bijector.SumOfSquares{Degree: 6, Squares: 3}, "mixture": bijector.MixtureCDF{},
	}
	for name, of := range families {
		t.Run(name, func(t *testing.T) {
			out := MustExecOnceN(engines.Go(t), func(x *Node) []*Node {
				theta := MulScalar(Sin(MulScalar(Iota(x.Graph(), shapes.Make(dtypes.Float32, 9, 1, of.Params()), 2), 2)), .5)
				y, up := of.Forward(x, theta)
				back, down := of.Inverse(y, theta)
				return []*Node{back, Add(up, down)}
			}, [][]float32{{-6}, {-3}, {-1}, {-.1}, {0}, {.2}, {1}, {2.5}, {5}})
			for i, want := range []float64{-6, -3, -1, -.1, 0, .2, 1, 2.5, 5} {
				x, ld := float64(tensors.MustCopyFlatData[float32](out[0])[i]), float64(tensors.MustCopyFlatData[float32](out[1])[i])
				if !(math.Abs(x-want) <= singleTol*(1+math.Abs(want))) || !(math.Abs(ld) <= 10*singleTol) {
					t.Errorf("%g comes back as %g, the log-slopes add up to %g", want, x, ld)
				}
			}
		})
	}
}
