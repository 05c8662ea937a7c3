package nets

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/nets/act"
)

// Dense is one affine layer, for those who put networks together themselves. Its initial weights are those of a layer of MLP.
//
// With Factorized the weights are V·diag(eˢ), and V and s are trained: at first s is normal with mean .5 and standard deviation .1,
// as the authors recommend, and V such that the product is what it would be without. Reference: Wang, Wang, Seidman, Perdikaris, Random Weight Factorization
// Improves the Training of Continuous Neural Representations, 2022, eq. 5-8.
type Dense struct {
	Out        int
	Behind     act.Func // the nonlinearity that follows, which decides how weights start; Identity for a last layer
	Factorized bool
}

// Logarithms of scales are at first normal with these.
const (
	scaleMean = 0.5
	scaleDev  = 0.1
)

// Build binds "weights" [in, out], or "directions" [in, out] and "scales" [out], and "biases" [out], and returns weights and biases.
func (d Dense) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) (w, b *Node) {
	bound, bias := MLP{Activation: d.Behind}.bounds(in, d.Out)
	b = variable(scope, "biases", dtype, []int{d.Out}, uniform(bias)).NodeValue(g)
	if !d.Factorized {
		return variable(scope, "weights", dtype, []int{in, d.Out}, uniform(bound)).NodeValue(g), b
	}
	scales := make([]float64, 0, d.Out)
	s := variable(scope, "scales", dtype, []int{d.Out}, func(r *rand.Rand) float64 {
		scales = append(scales, scaleMean+scaleDev*r.NormFloat64())
		return scales[len(scales)-1]
	})
	i, draw := 0, uniform(bound)
	v := variable(scope, "directions", dtype, []int{in, d.Out}, func(r *rand.Rand) float64 {
		x := draw(r) / math.Exp(scales[i%d.Out]) // entries come row by row
		i++
		return x
	})
	return Mul(v.NodeValue(g), ExpandAxes(Exp(s.NodeValue(g)), 0)), b
}

// Frequencies binds the fixed variable "frequencies" [in, n], independent normal numbers with mean 0 and standard deviation scale, for random
// Fourier features (Rahimi and Recht 2007).
func Frequencies(scope *model.Scope, g *Graph, in, n int, scale float64, dtype dtypes.DType) *Node {
	v := variable(scope, "frequencies", dtype, []int{in, n}, func(r *rand.Rand) float64 { return scale * r.NormFloat64() })
	return v.SetTrainable(false).NodeValue(g)
}

// Number binds a trained number that starts the same for every seed.
func Number(scope *model.Scope, g *Graph, name string, start float64, dtype dtypes.DType) *Node {
	return variable(scope, name, dtype, nil, func(*rand.Rand) float64 { return start }).NodeValue(g)
}
