package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

func affine(s *model.Scope, g *Graph) bijector.Bijector {
	shape := shapes.Make(dtypes.Float64, 3)
	return bijector.Affine{
		Shift:    s.VariableWithShape("shift", shape).NodeValue(g),
		LogScale: s.VariableWithShape("log_scale", shape).NodeValue(g),
	}
}

func coupling(flip bool) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		c := bijector.Coupling{Dim: 3, Flip: flip}
		net := nets.MLP{Hidden: []int{8}, Out: 2 * c.Changed()}.Build(s, g, c.Passing(), dtypes.Float64)
		c.Net = func(x *Node) (*Node, *Node) {
			y := net(x)
			return Slice(y, AxisRange(), AxisRange(0, c.Changed())), Slice(y, AxisRange(), AxisRangeToEnd(c.Changed()))
		}
		return c
	}
}

func TestBijectors(t *testing.T) {
	for name, build := range map[string]func(s *model.Scope, g *Graph) bijector.Bijector{
		"affine":      affine,
		"coupling":    coupling(false),
		"flipped":     coupling(true),
		"permutation": func(*model.Scope, *Graph) bijector.Bijector { return bijector.Permutation{2, 0, 1} },
		"empty":       func(*model.Scope, *Graph) bijector.Bijector { return bijector.Chain{} },
		"inverted":    func(s *model.Scope, g *Graph) bijector.Bijector { return bijector.Inverted{Of: coupling(false)(s, g)} },
		"norm": func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.NewActNorm(s, g, 3, dtypes.Float64, false)
		},
		"chain": func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.Chain{affine(s.In("a"), g), coupling(false)(s.In("b"), g), bijector.Permutation{1, 2, 0}, coupling(true)(s.In("c"), g)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) { gentest.Bijector(t, b, 3, build) })
		})
	}
}

// The suite must see a wrong log-determinant and a wrong inverse.
type wrong struct{ bijector.Affine }

func (w wrong) Forward(x *Node) (*Node, *Node) {
	y, ld := w.Affine.Forward(x)
	return y, Neg(ld)
}

type recorder struct{ errors int }

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.errors++ }
func (r *recorder) Fatalf(string, ...any) { r.errors++ }

func TestSuiteSeesAWrongSign(t *testing.T) {
	r := &recorder{}
	gentest.Bijector(r, engines.Go(t), 3, func(s *model.Scope, g *Graph) bijector.Bijector {
		return wrong{affine(s, g).(bijector.Affine)}
	})
	if r.errors == 0 {
		t.Error("a log-determinant of the wrong sign passed the suite")
	}
}

func TestTransformedIsTheLawOfAnAffineMap(t *testing.T) {
	// y = 2x + 1 with x ~ N(0, 1): ln p(1) = -ln 2 - ½ ln 2π.
	out, err := CallOnce(engines.Go(t), func(y *Node) *Node {
		law := bijector.Transformed{
			Base: dist.StandardNormal{Event: shapes.Make(dtypes.Float64, 1)},
			T:    bijector.Affine{Shift: Const(y.Graph(), []float64{1}), LogScale: Const(y.Graph(), []float64{math.Ln2})},
		}
		return law.LogProb(y)
	}, [][]float64{{1}})
	if err != nil {
		t.Fatal(err)
	}
	want := -math.Ln2 - 0.5*math.Log(2*math.Pi)
	if got := tensors.MustCopyFlatData[float64](out)[0]; math.Abs(got-want) > 1e-14 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestActNormSetsItselfFromTheFirstBatch(t *testing.T) {
	store := model.NewStore()
	exec, err := model.NewExec(engines.Go(t), store, func(s *model.Scope, in []*Node) []*Node {
		x, _ := bijector.NewActNorm(s, in[0].Graph(), 1, dtypes.Float64, true).Inverse(in[0])
		return []*Node{x}
	})
	if err != nil {
		t.Fatal(err)
	}
	for call, batch := range [][][]float64{{{1}, {3}}, {{101}, {103}}} {
		out, err := exec.Call(batch)
		if err != nil {
			t.Fatal(err)
		}
		x := tensors.MustCopyFlatData[float64](out[0])
		want := []float64{-1, 1} // the first batch has mean 2 and standard deviation 1
		if call == 1 {
			want = []float64{99, 101} // the second one finds them set
		}
		for i := range x {
			if math.Abs(x[i]-want[i]) > 1e-4 { // 1e-6 is added to the variance
				t.Errorf("call %d: got %v, want %v", call, x, want)
				break
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	for name, f := range map[string]func(x *Node){
		"rank":        func(x *Node) { bijector.Permutation{0, 1}.Forward(Reshape(x, 4)) },
		"width":       func(x *Node) { bijector.Permutation{0, 1, 2}.Forward(x) },
		"permutation": func(x *Node) { bijector.Permutation{0, 0}.Inverse(x) },
		"range":       func(x *Node) { bijector.Permutation{0, 2}.Forward(x) },
		"dimension":   func(x *Node) { bijector.Coupling{Dim: 1}.Forward(x) },
		"net": func(x *Node) {
			bijector.Coupling{Dim: 2, Net: func(x *Node) (*Node, *Node) { return x, Concatenate([]*Node{x, x}, -1) }}.Forward(x)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CallOnce(engines.Go(t), func(x *Node) *Node { f(x); return x }, [][]float64{{1, 2}, {3, 4}})
			if err == nil {
				t.Error("want an error")
			}
		})
	}
}
