package pinn

import (
	"fmt"
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

var (
	upToFourth = [][]int{{}, {0}, {1}, {0, 0}, {0, 1}, {1, 1}, {0, 0, 1}, {1, 1, 1}, {0, 0, 1, 1}, {1, 1, 1, 1}}
	upToThird  = upToFourth[:8]
	upToSecond = upToFourth[:6]
)

func TestNetworkEqualsNestedGradients(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, c := range []struct {
			net     Net
			periods []float64
			by      [][]int
		}{
			{Net{Hidden: []int{7, 5}, Activation: act.Tanh}, nil, upToFourth},
			{Net{Hidden: []int{4, 3}, Activation: act.Sine}, nil, upToThird},
			{Net{Hidden: []int{4, 3}}, nil, upToThird},
			{Net{Hidden: []int{4}, Activation: act.Identity}, nil, upToThird},
			{Net{Hidden: []int{5, 3}, Activation: act.Tanh}, []float64{0, 3}, upToThird},
			{Net{Hidden: []int{4, 3}, Activation: act.Tanh, Adaptive: true, Factorized: true}, nil, upToSecond},
			{Net{Hidden: []int{4}, Activation: act.Tanh, Fourier: 1, Features: 6}, []float64{2, 0}, upToSecond},
			{Net{Hidden: []int{4, 4}, Activation: act.Tanh, Kind: Modified}, nil, upToSecond},
			{Net{Hidden: []int{4, 4}, Activation: act.Tanh, Kind: PirateNet, Factorized: true, Adaptive: true}, nil, upToSecond},
			{Net{Hidden: []int{5, 3}, Activation: act.Tanh, Windows: map[string]int{"t": 3}}, nil, upToSecond},
			{Net{Hidden: []int{4}, Activation: act.Tanh, Windows: map[string]int{"t": 2, "x": 3}, Overlap: 1.5}, nil, upToSecond},
		} {
			net := c.net.settled()
			if err := net.check(); err != nil {
				t.Fatal(err)
			}
			got, want := bothWays(t, b, net, c.periods, c.by)
			for i := range got {
				if !(mat.EqualApprox(got[i], want[i], jetTol)) {
					t.Errorf("%+v, derivative by %v: jet\n%v\nnested\n%v", net, c.by[i/2], mat.Formatted(got[i]), mat.Formatted(want[i]))
				}
				if net.Activation != act.Identity && mat.Norm(got[i], 2) < 1e-3 {
					t.Errorf("%+v, derivative by %v: nothing to compare, all is %g", net, c.by[i/2], mat.Norm(got[i], 2))
				}
			}
		}
	})
}

// bothWays computes the derivatives of two fields at 6 points by jets and by gradients.
func bothWays(t *testing.T, b compute.Backend, net Net, periods []float64, tried [][]int) (jets, gradients []*mat.Dense) {
	store := model.NewStore()
	rng := rand.New(rand.NewPCG(1, 2))
	x := tensors.FromFlatDataAndDimensions(uniform(rng, 12), 6, 2)
	exec := model.MustNewExec(b, store, func(s *model.Scope, in []*Node) (out []*Node) {
		for i := range net.Hidden { // at its start a block passes its input on
			s.VariableWithValue(fmt.Sprintf("alpha_%d", i), 0.3)
		}
		a := about{Vars: []string{"t", "x"}, Fields: []string{"u", "v"}, Lo: []float64{0, -2}, Hi: []float64{1, 3}, Periods: periods, Net: net}
		w := a.bind(s, in[0].Graph(), dtypes.Float64)
		cols, u := w.at(in[0])
		n := nested{x: cols, u: []*Node{u.derivative(0, nil), u.derivative(1, nil)}}
		for _, by := range tried {
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
