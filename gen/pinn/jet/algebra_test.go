package jet

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// tol is for float64 and numbers of the size of 10.
const tol = 1e-12

// Products, sums and stacks of functions whose derivatives are known: f = (3x + 1, sin y) and g = x·y.
func TestAlgebra(t *testing.T) {
	const x, y = 0.3, -1.2
	s, c := math.Sincos(y)
	for _, k := range []struct {
		name string
		make func(in Inputs, cols []*Node) *Jet
		by   []int
		want [2]float64
	}{
		{"inputs", inputs, nil, [2]float64{3*x + 1, s}},
		{"inputs", inputs, []int{0}, [2]float64{3, 0}},
		{"inputs", inputs, []int{1, 1}, [2]float64{0, -s}},
		{"inputs", inputs, []int{0, 1}, [2]float64{0, 0}},
		{"plus", func(in Inputs, cols []*Node) *Jet { return in.Jet().Plus(in.Jet()) }, []int{1}, [2]float64{0, 2 * c}},
		{"minus", func(in Inputs, cols []*Node) *Jet { return in.Jet().Minus(in.Jet().Times(in.Jet())) }, []int{1}, [2]float64{0, c - 2*s*c}},
		{"scaled", func(in Inputs, cols []*Node) *Jet {
			return in.Jet().Scaled(Scalar(cols[0].Graph(), cols[0].DType(), 5))
		}, []int{0}, [2]float64{15, 0}},
		{"times, one component", byProduct, nil, [2]float64{(3*x + 1) * x * y, s * x * y}},
		{"times, one component", byProduct, []int{0, 1}, [2]float64{6*x + 1, s + y*c}},
		{"times, one component", byProduct, []int{0, 0, 1}, [2]float64{6, 0}},
		{"times, one component", byProduct, []int{1, 1}, [2]float64{0, x * (2*c - y*s)}},
		{"square", func(in Inputs, cols []*Node) *Jet { return in.Jet().Times(in.Jet()) }, []int{0, 0}, [2]float64{18, 0}},
		{"nonlinearity", func(in Inputs, cols []*Node) *Jet { return in.Jet().Apply(act.Sine) }, []int{0, 0}, [2]float64{-9 * math.Sin(3*x+1), 0}},
	} {
		engines.Each(t, func(t *testing.T, b compute.Backend) {
			exec := MustNewExec(b, func(points *Node) []*Node {
				cols := diffop.Columns(points)
				in := Inputs{Of: []Input{{Variable: 0, Scale: 3, Shift: 1}, {Variable: 1, Scale: 1, Wave: Sine}}, X: cols}
				j := k.make(in, cols)
				return []*Node{j.Component(0, cols[0], k.by...), j.Component(1, cols[0], k.by...)}
			})
			out := exec.MustCall([][]float64{{x, y}, {1, 1}})
			for i, want := range k.want {
				if got := out[i].Value().([][]float64)[0][0]; math.Abs(got-want) > tol {
					t.Errorf("%s, component %d by %v: %g, want %g", k.name, i, k.by, got, want)
				}
			}
		})
	}
}

func inputs(in Inputs, _ []*Node) *Jet { return in.Jet() }

func byProduct(in Inputs, cols []*Node) *Jet {
	return in.Jet().Times(Func(cols, Mul(cols[0], cols[1])))
}
