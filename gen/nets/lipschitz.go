package nets

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Lipschitz is an MLP with ‖f(x) − f(x′)‖ ≤ Bound·‖x − x′‖ for all x, x′, in the Euclidean norm, whatever the weights: each
// of its n weight matrices is divided by what its spectral norm has above ⁿ√Bound, and the nonlinearities have slopes of at
// most 1. The norm is never underestimated (see spectralNorm), so the bound is a guarantee, not an estimate as by power
// iteration. The nonlinearity is LipSwish, x·σ(βx)/1.1 with a trained β > 0 for each layer.
//
// Reference: Miyato et al., Spectral normalization for generative adversarial networks, ICLR 2018; Chen, Behrmann, Duvenaud,
// Jacobsen, Residual flows for invertible generative modeling, NeurIPS 2019, section 3.3 (LipSwish).
type Lipschitz struct {
	Hidden  []int   // sizes of the hidden layers
	Out     int     // size of the output
	Bound   float64 // of the whole network; 0 means 0.8
	Context int     // size of a context that the first layer sees, with no bound; 0 for none
}

// LipschitzNet is a Lipschitz bound to its variables: x [batch, in] and context [batch, Context] (nil for none) → [batch, Out].
type LipschitzNet func(x, context *Node) *Node

// Build binds the variables "layer_0" … of a network with in inputs, with "weights", "biases", "beta" for hidden layers, and
// "context" for the first.
func (m Lipschitz) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) LipschitzNet {
	if !(m.Bound >= 0) || math.IsInf(m.Bound, 1) || m.Out < 1 || m.Context < 0 {
		exceptions.Panicf("nets.Lipschitz: want a positive, finite Bound, Out of at least 1 and Context of at least 0, got %g, %d and %d", m.Bound, m.Out, m.Context)
	}
	bound := m.Bound
	if bound == 0 {
		bound = 0.8
	}
	each := math.Pow(bound, 1/float64(len(m.Hidden)+1))
	sizes := append(append([]int{in}, m.Hidden...), m.Out)
	layers := make([]lipschitzLayer, len(sizes)-1)
	for i := range layers {
		layers[i] = contraction(scope.In("layer_%d", i), g, sizes[i], sizes[i+1], dtype, each, i < len(m.Hidden))
	}
	var context *Node
	if m.Context > 0 {
		context = variable(scope.In("context"), "weights", dtype, []int{m.Context, sizes[1]}, uniform(glorot(m.Context, sizes[1]))).NodeValue(g)
	}
	return func(x, c *Node) *Node {
		wantRows("nets.Lipschitz", x, in)
		first := layers[0]
		if context != nil {
			if c == nil {
				exceptions.Panicf("nets.Lipschitz: want a context [batch, %d], got none", m.Context)
			}
			wantRows("nets.Lipschitz", c, m.Context)
			first.b = Add(first.b, DotProduct(c, context)) // another shift for each row: no change of the slope by x
		}
		x = first.apply(x)
		for _, l := range layers[1:] {
			x = l.apply(x)
		}
		return x
	}
}

// contraction binds a layer whose linear part has a norm of at most bound.
func contraction(scope *model.Scope, g *Graph, in, out int, dtype dtypes.DType, bound float64, hidden bool) lipschitzLayer {
	w := variable(scope, "weights", dtype, []int{in, out}, uniform(glorot(in, out))).NodeValue(g)
	b := variable(scope, "biases", dtype, []int{out}, uniform(1/math.Sqrt(float64(in)))).NodeValue(g)
	over := MaxScalar(MulScalar(spectralNorm(w), 1/bound), 1)
	l := lipschitzLayer{w: Div(w, over), b: ExpandAxes(b, 0)}
	if hidden {
		half := func(*rand.Rand) float64 { return 0.5 }
		l.beta = Softplus(variable(scope, "beta", dtype, nil, half).NodeValue(g))
	}
	return l
}

// lipschitzLayer is x → a(x·w + b); without β it has no nonlinearity.
type lipschitzLayer struct{ w, b, beta *Node }

func (l lipschitzLayer) apply(x *Node) *Node {
	x = Add(DotProduct(x, l.w), l.b)
	if l.beta == nil {
		return x
	}
	return MulScalar(Mul(x, Sigmoid(Mul(x, l.beta))), 1/1.1) // the slope of x·σ(βx) is at most 1.0999
}

// gramSquarings is how often the Gram matrix is squared: what is above the norm is a factor of at most n^(1/256) for an
// n × n matrix, 1.017 for n = 64.
const gramSquarings = 7

// spectralNorm is an upper bound of the largest singular value of w [in, out], and close to it:
//
//	‖W‖₂ ≤ (tr Gᵖ)^(1/2p),  G = WᵀW or WWᵀ, whichever is smaller,  p = 2⁷,
//
// with powers by squaring, scaled to trace 1 each time. Its derivative is that of ‖W·v‖ for the leading direction v, which
// Gᵖ holds, as in power iteration.
//
// Reference: Delattre, Barthélemy, Araujo, Allauzen, Efficient bound of Lipschitz constant for convolutional layers by Gram
// iteration, ICML 2023, theorem 1.
func spectralNorm(w *Node) *Node {
	if w.Shape().Dim(0) < w.Shape().Dim(1) {
		w = Transpose(w, 0, 1)
	}
	fixed := StopGradient(w)
	n := w.Shape().Dim(1)
	gram := DotProduct(Transpose(fixed, 0, 1), fixed) // [n, n]
	log := ZerosLike(ReduceAllSum(fixed))             // ln tr Gᵖ, of what was divided out
	for i := range gramSquarings + 1 {
		if i > 0 {
			gram, log = DotProduct(gram, gram), MulScalar(log, 2)
		}
		size := AddScalar(ReduceAllSum(Mul(gram, eye(w, n))), 1e-30) // zero weights have norm 1e-15
		gram, log = Div(gram, size), Add(log, Log(size))
	}
	bound := Exp(MulScalar(log, 0.5/math.Exp2(gramSquarings)))
	generic := make([][]float64, n) // any vector that is not orthogonal to the leading direction
	for i := range generic {
		generic[i] = []float64{math.Cos(float64(i * i))}
	}
	v := DotProduct(gram, ConstAsDType(w.Graph(), w.DType(), generic))
	along := AddScalar(ReduceAllSum(Square(DotProduct(w, v))), 1e-30)
	return Mul(bound, Sqrt(Div(along, StopGradient(along))))
}

// eye is the unit matrix [n, n], with the dtype of a node.
func eye(like *Node, n int) *Node {
	one := make([][]float64, n)
	for i := range one {
		one[i] = make([]float64, n)
		one[i][i] = 1
	}
	return ConstAsDType(like.Graph(), like.DType(), one)
}
