package nets

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// TimeEmbedding maps times or noise levels t [batch, 1] to sines and cosines of dim geometrically spaced
// frequencies from 1 down to 1/maxPeriod, [batch, dim]; dim must be even.
//
// Reference: Vaswani et al., Attention Is All You Need, 2017, section 3.5; Ho et al. 2020 use it for diffusion times.
func TimeEmbedding(t *Node, dim int, maxPeriod float64) *Node {
	wantRows("nets.TimeEmbedding", t, 1)
	if dim < 2 || dim%2 != 0 || maxPeriod <= 0 {
		exceptions.Panicf("nets.TimeEmbedding: want an even dim ≥ 2 and a positive period, got %d and %g", dim, maxPeriod)
	}
	half := dim / 2
	freq := make([]float64, half)
	for i := range freq {
		freq[i] = math.Pow(maxPeriod, -float64(i)/float64(max(half-1, 1)))
	}
	angle := Mul(t, ExpandAxes(ConstAsDType(t.Graph(), t.DType(), freq), 0)) // [b, 1] → [b, dim/2]
	return Concatenate([]*Node{Sin(angle), Cos(angle)}, -1)
}

// Fourier is a fixed random feature map x → (sin 2πxB, cos 2πxB) with B normal, which lets a network learn high
// frequencies: [batch, in] → [batch, 2·Features].
//
// Reference: Tancik et al., Fourier Features Let Networks Learn High Frequency Functions, NeurIPS 2020, eq. 5.
type Fourier struct {
	Features int     // number of frequencies; 0 means 32
	Sigma    float64 // standard deviation of the frequencies, in cycles per unit of x; 0 means 1
}

// Build binds the variable "frequencies" [in, Features], which is not trained.
func (f Fourier) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) Net {
	sigma := f.Sigma
	if sigma == 0 {
		sigma = 1
	}
	normal := func(r *rand.Rand) float64 { return 2 * math.Pi * sigma * r.NormFloat64() }
	b := variable(scope, "frequencies", dtype, []int{in, or(f.Features, 32)}, normal).SetTrainable(false).NodeValue(g)
	return func(x *Node) *Node {
		wantRows("nets.Fourier", x, in)
		angle := DotProduct(x, b) // [b, in] → [b, features]
		return Concatenate([]*Node{Sin(angle), Cos(angle)}, -1)
	}
}
