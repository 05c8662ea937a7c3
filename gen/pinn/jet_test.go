package pinn

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// jetTol is for float64 and derivatives up to the fourth of a network of two layers, relative to 1.
const jetTol = 1e-9

var derivativesTried = [][]int{{}, {0}, {1}, {0, 0}, {0, 1}, {1, 1}, {0, 0, 1}, {1, 1, 1}, {0, 0, 1, 1}, {1, 1, 1, 1}}

func TestJetEqualsNestedGradients(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, net := range []Net{
			{[]int{7, 5}, act.Tanh},
			{[]int{7, 5}, act.Sine},
			{[]int{7, 5}, act.SiLU},
			{[]int{4}, act.Identity},
			{[]int{5, 3}, act.Tanh},
		} {
			var periods []float64
			if net.Hidden[0] == 5 {
				periods = []float64{0, 3}
			}
			got, want := bothWays(t, b, net, periods...)
			for i := range got {
				if !(mat.EqualApprox(got[i], want[i], jetTol)) {
					t.Errorf("%v, derivative by %v: jet\n%v\nnested\n%v", net, derivativesTried[i/2], mat.Formatted(got[i]), mat.Formatted(want[i]))
				}
				if net.Activation != act.Identity && mat.Norm(got[i], 2) < 1e-3 {
					t.Errorf("%v, derivative by %v: nothing to compare, all is %g", net, derivativesTried[i/2], mat.Norm(got[i], 2))
				}
			}
		}
	})
}

// bothWays computes the derivatives of two fields at 6 points by jets and by gradients.
func bothWays(t *testing.T, b compute.Backend, net Net, periods ...float64) (jets, gradients []*mat.Dense) {
	store := model.NewStore()
	rng := rand.New(rand.NewPCG(1, 2))
	x := tensors.FromFlatDataAndDimensions(uniform(rng, 12), 6, 2)
	exec := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) (out []*Node) {
		w := net.bind(s, in[0].Graph(), inputs([]float64{0, -2}, []float64{1, 3}, periods), 2, dtypes.Float64)
		cols, u := w.at(in[0])
		n := nested{x: cols, u: []*Node{u.derivative(0, nil), u.derivative(1, nil)}}
		for _, by := range derivativesTried {
			out = append(out, u.derivative(0, by), u.derivative(1, by), n.derivative(0, by), n.derivative(1, by))
		}
		return out
	})
	for i, o := range exec.MustCall(x) {
		m := mat.NewDense(6, 1, slices.Concat(o.Value().([][]float64)...))
		if i%4 < 2 {
			jets = append(jets, m)
		} else {
			gradients = append(gradients, m)
		}
	}
	return jets, gradients
}

func uniform(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.Float64()
	}
	return x
}

// TestTerms: the numbers of terms are those of integer partitions where all variables are one, and their counts sum to Bell's numbers.
func TestTerms(t *testing.T) {
	for _, c := range []struct {
		by          []int
		terms, bell int
	}{
		{[]int{0}, 1, 1},
		{[]int{0, 0}, 2, 2},
		{[]int{0, 1}, 2, 2},
		{[]int{0, 0, 0}, 3, 5},
		{[]int{0, 0, 1}, 4, 5},
		{[]int{0, 0, 0, 0}, 5, 15},
		{[]int{0, 1, 2, 3}, 15, 15},
	} {
		sum := 0
		for _, x := range terms(c.by) {
			sum += x.count
		}
		if got := len(terms(c.by)); got != c.terms || sum != c.bell {
			t.Errorf("%v: %d terms that stand for %d partitions, want %d and %d", c.by, got, sum, c.terms, c.bell)
		}
	}
}

// TestTanhSlope compares with the closed forms of the derivatives of tanh at one point.
func TestTanhSlope(t *testing.T) {
	const z = 0.7
	y := math.Tanh(z)
	s := 1 - y*y
	want := []float64{y, s, -2 * y * s, s * (6*y*y - 2), s * y * (16 - 24*y*y)}
	outs := MustNewExec(engines.Go(t), func(z *Node) []*Node {
		var out []*Node
		for k := range want {
			out = append(out, slope(act.Tanh, z, k, func(i int) *Node { return out[i] }))
		}
		return out
	}).MustCall([]float64{z})
	for k, w := range want {
		if got := outs[k].Value().([]float64)[0]; math.Abs(got-w) > 1e-14 {
			t.Errorf("derivative %d of tanh at %g: %g, want %g", k, z, got, w)
		}
	}
}
