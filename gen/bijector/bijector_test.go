package bijector_test

import (
	"fmt"
	"math"
	"strings"
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

var halves = coupling(bijector.Halves(3), bijector.ScaleShift{})

func coupling(mask bijector.Mask, of bijector.Univariate) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		net := nets.MLP{Hidden: []int{8}, Out: mask.Changed() * of.Params()}.Build(s, g, mask.Passing(), dtypes.Float64)
		return bijector.Coupling{Mask: mask, Of: of, Net: func(pass *Node) *Node { return Reshape(net(pass), -1, mask.Changed(), of.Params()) }}
	}
}

func autoregressive(order []int) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		of := bijector.ScaleShift{}
		net := nets.Masked{Hidden: []int{8}, Per: of.Params(), Order: order}.Build(s, g, 3, dtypes.Float64)
		return bijector.Autoregressive{Dim: 3, Of: of, Net: func(y *Node) *Node { return net(y, nil) }}
	}
}

func TestBijectors(t *testing.T) {
	for name, build := range map[string]func(s *model.Scope, g *Graph) bijector.Bijector{
		"affine":      affine,
		"permutation": func(*model.Scope, *Graph) bijector.Bijector { return bijector.Permutation{2, 0, 1} },
		"empty":       func(*model.Scope, *Graph) bijector.Bijector { return bijector.Chain{} },
		"inverted":    func(s *model.Scope, g *Graph) bijector.Bijector { return bijector.Inverted{Of: halves(s, g)} },
		"norm": func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.NewActNorm(s, g, 3, dtypes.Float64, false)
		},
		"coupling":                         coupling(bijector.Halves(3), bijector.ScaleShift{}),
		"coupling, flipped halves":         coupling(bijector.Halves(3).Flip(), bijector.Additive{}),
		"coupling, alternating":            coupling(bijector.Alternating(3), bijector.ScaleShift{Bound: 2}),
		"coupling, flipped":                coupling(bijector.Alternating(3).Flip(), bijector.ScaleShift{}),
		"autoregressive":                   autoregressive(nil),
		"autoregressive, in another order": autoregressive([]int{2, 0, 1}),
		"chain": func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.Chain{affine(s.In("a"), g), halves(s.In("b"), g), bijector.Permutation{1, 2, 0}, coupling(bijector.Halves(3).Flip(), bijector.ScaleShift{})(s.In("c"), g)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), 3, build) // XLA and float32: TestBijectorsHoldTheirClaims
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

// stopper ends a suite at the first fatal error, by a panic.
type stopper struct{ recorder }

func (*stopper) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func TestSuiteSeesNoMap(t *testing.T) {
	defer func() {
		if said := fmt.Sprint(recover()); !strings.Contains(said, "want a map from the function that builds it, got nil") {
			t.Errorf("the suite says %q", said)
		}
	}()
	gentest.Bijector(&stopper{}, engines.Go(t), 3, func(*model.Scope, *Graph) bijector.Bijector { return nil })
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
		"no net":      func(x *Node) { bijector.Coupling{Mask: bijector.Halves(2), Of: bijector.ScaleShift{}}.Forward(x) },
		"no family":   func(x *Node) { bijector.Autoregressive{Dim: 2, Net: func(x *Node) *Node { return x }}.Inverse(x) },
		"rank":        func(x *Node) { bijector.Permutation{0, 1}.Forward(Reshape(x, 4)) },
		"width":       func(x *Node) { bijector.Permutation{0, 1, 2}.Forward(x) },
		"permutation": func(x *Node) { bijector.Permutation{0, 0}.Inverse(x) },
		"range":       func(x *Node) { bijector.Permutation{0, 2}.Forward(x) },
		"mask":        func(x *Node) { bijector.Coupling{Mask: bijector.Halves(1)}.Forward(x) },
		"channels":    func(x *Node) { bijector.Channels(2, 2, 3) },
		"dimension":   func(x *Node) { bijector.Autoregressive{}.Forward(Reshape(x, 4, 1)) },
		"net": func(x *Node) {
			bijector.Coupling{Mask: bijector.Halves(2), Of: bijector.ScaleShift{}, Net: func(x *Node) *Node { return x }}.Forward(x)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CallOnce(engines.Go(t), func(x *Node) *Node { f(x); return x }, [][]float64{{1, 2}, {3, 4}})
			if err == nil || !strings.Contains(err.Error(), "bijector.") {
				t.Errorf("want an error that names what is wrong, got %v", err)
			}
		})
	}
}

// A law made by a map has no density at infinity, and finite gradients there.
func TestTransformedIsZeroAtInfinity(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		inf := math.Inf(1)
		out := MustExecOnceN(b, func(x *Node) []*Node {
			law := bijector.Transformed{
				Base: dist.StandardNormal{Event: shapes.Make(dtypes.Float64, 2)},
				T:    bijector.Permutation{1, 0},
			}
			lp := law.LogProb(x)
			return []*Node{lp, Gradient(ReduceAllSum(lp), x)[0]}
		}, [][]float64{{1, inf}, {-inf, 2}, {math.NaN(), 0}, {0, 0}})
		want := []float64{-inf, -inf, -inf, -math.Log(2 * math.Pi)}
		for i, v := range tensors.MustCopyFlatData[float64](out[0]) {
			if v != want[i] {
				t.Errorf("row %d: want %g, got %g", i, want[i], v)
			}
		}
		for i, v := range tensors.MustCopyFlatData[float64](out[1]) {
			if v != 0 {
				t.Errorf("gradient %d: want 0, got %g", i, v)
			}
		}
	})
}
