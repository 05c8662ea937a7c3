package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// increasingFamilies are those without a closed inverse.
var increasingFamilies = map[string]bijector.Univariate{
	"bernstein":          bijector.Bernstein{Degree: 5, Box: 2}, // a box that some normal points leave
	"sum of squares":     bijector.SumOfSquares{Degree: 2},
	"reversed bernstein": bijector.Reversed{Of: bijector.Bernstein{Degree: 4}},
}

func TestIncreasingFamilies(t *testing.T) {
	for name, of := range increasingFamilies {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), 2, increasingCoupling(of))
		})
	}
}

func increasingCoupling(of bijector.Univariate) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		net := nets.MLP{Hidden: []int{4}, Out: of.Params()}.Build(s, g, 1, dtypes.Float64)
		return bijector.Coupling{Mask: bijector.Halves(2), Of: of, Net: func(pass *Node) *Node { return Reshape(net(pass), -1, 1, of.Params()) }}
	}
}

// evaluate runs a family in one direction on x [n, 1] with parameters θ [params] for all of them.
func evaluate(t *testing.T, b compute.Backend, x []float64, theta []float64, f func(x, theta *Node) (*Node, *Node)) (y, logSlope []float64) {
	t.Helper()
	rows := make([][]float64, len(x))
	for i := range x {
		rows[i] = []float64{x[i]}
	}
	out, err := CallOnceN(b, func(in *Node) []*Node {
		each := BroadcastToDims(Const(in.Graph(), [][][]float64{{theta}}), len(x), 1, len(theta))
		y, ld := f(in, each)
		return []*Node{y, ld}
	}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])
}

// θ = 0 is the identity, or as close to it as the family says.
func TestIncreasingFamiliesStartAsTheIdentity(t *testing.T) {
	x := []float64{-30, -4, -1, 0, .3, 4, 7}
	for name, tol := range map[string]float64{"bernstein": 1e-12, "reversed bernstein": 1e-12} {
		of := increasingFamilies[name]
		y, logSlope := evaluate(t, engines.Go(t), x, make([]float64, of.Params()), of.Forward)
		for i := range x {
			if math.Abs(y[i]-x[i]) > tol*math.Abs(x[i])+tol || math.Abs(logSlope[i]) > tol {
				t.Errorf("%s: %g goes to %.15g with log-slope %g, want the identity", name, x[i], y[i], logSlope[i])
			}
		}
	}
}

// A Bernstein polynomial of degree 2 by hand, and the straight line outside.
func TestBernsteinByHand(t *testing.T) {
	of := bijector.Bernstein{Degree: 2, Box: 1}
	soft := func(x float64) float64 { return 1e-3 + (1-1e-3)*math.Log1p((math.E-1)*math.Exp(x)) }
	b0 := .5 - 1
	b1 := b0 + soft(-1)
	b2 := b1 + soft(2)
	at := func(t float64) float64 { return b0*(1-t)*(1-t) + 2*b1*t*(1-t) + b2*t*t }
	slope := func(t float64) float64 { return (b1-b0)*(1-t) + (b2-b1)*t } // by x: half of that by t
	want := []float64{at(.25), at(.9), at(1) + 2*slope(1), at(0) - 3*slope(0)}
	y, logSlope := evaluate(t, engines.Go(t), []float64{-.5, .8, 3, -4}, []float64{.5, -1, 2}, of.Forward)
	for i, s := range []float64{slope(.25), slope(.9), slope(1), slope(0)} {
		if math.Abs(y[i]-want[i]) > 1e-13 || math.Abs(logSlope[i]-math.Log(s)) > 1e-13 {
			t.Errorf("point %d: got %.15g and log-slope %.15g, want %.15g and %.15g", i, y[i], logSlope[i], want[i], math.Log(s))
		}
	}
}

// With one square of degree 1 the integral is a cubic: y = θ₀ + εx + a²x + abx² + b²x³/3.
func TestSumOfSquaresByHand(t *testing.T) {
	of := bijector.SumOfSquares{Degree: 1, Squares: 1}
	a, b := math.Sqrt(1-1e-3)+.2, -.7
	for _, x := range []float64{-2, 0, .5, 3} {
		y, logSlope := evaluate(t, engines.Go(t), []float64{x}, []float64{.3, .2, b}, of.Forward)
		want := .3 + 1e-3*x + a*a*x + a*b*x*x + b*b*x*x*x/3
		slope := 1e-3 + (a+b*x)*(a+b*x)
		if math.Abs(y[0]-want) > 1e-12 || math.Abs(logSlope[0]-math.Log(slope)) > 1e-12 {
			t.Errorf("at %g: got %.15g, %.15g, want %.15g, %.15g", x, y[0], logSlope[0], want, math.Log(slope))
		}
	}
}

// Outside of the box the polynomial goes on as the straight line with its value and slope at the edge.
func TestSumOfSquaresIsStraightOutside(t *testing.T) {
	of := bijector.SumOfSquares{Degree: 1, Squares: 1, Box: 2}
	theta := []float64{.3, .2, -.7}
	edge, logEdge := evaluate(t, engines.Go(t), []float64{2}, theta, of.Forward)
	y, logSlope := evaluate(t, engines.Go(t), []float64{1e6}, theta, of.Forward)
	want := edge[0] + math.Exp(logEdge[0])*(1e6-2)
	if math.Abs(y[0]-want) > 1e-9*want || logSlope[0] != logEdge[0] {
		t.Errorf("at 1e6: got %g with log-slope %g, want %g and %g", y[0], logSlope[0], want, logEdge[0])
	}
}

// The search finds roots far out, and its derivatives are those of the implicit function up to the third.
func TestSearchHasTheDerivativesOfTheInverse(t *testing.T) {
	of := bijector.SumOfSquares{Degree: 1, Squares: 1, Box: 20} // steep: y = x + x³/3 nearly, with a = 1 and b = 1
	theta := []float64{0, 1 - math.Sqrt(1-1e-3), 1}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		out := MustExecOnceN(b, func(y *Node) []*Node {
			each := BroadcastToDims(Const(y.Graph(), [][][]float64{{theta}}), 3, 1, 3)
			x, _ := of.Inverse(y, each)
			first := Gradient(ReduceAllSum(x), y)[0]
			second := Gradient(ReduceAllSum(first), y)[0]
			return []*Node{x, first, second}
		}, [][]float64{{-500}, {.1}, {40}})
		x, first, second := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1]), tensors.MustCopyFlatData[float64](out[2])
		for i, y := range []float64{-500, .1, 40} {
			back := 1e-3*x[i] + x[i] + x[i]*x[i] + x[i]*x[i]*x[i]/3
			slope, bend := 1e-3+(1+x[i])*(1+x[i]), 2*(1+x[i])
			if math.Abs(back-y) > 1e-10*math.Abs(y) {
				t.Errorf("the root of %g is %g, which goes to %g", y, x[i], back)
			}
			if math.Abs(first[i]*slope-1) > 1e-9 || math.Abs(second[i]*slope*slope*slope/bend+1) > 1e-7 {
				t.Errorf("at %g: derivatives %g, %g, want %g, %g", y, first[i], second[i], 1/slope, -bend/(slope*slope*slope))
			}
		}
	})
}

func TestIncreasingFamiliesRefuseSettings(t *testing.T) {
	for name, of := range map[string]bijector.Univariate{
		"degree":        bijector.Bernstein{Degree: -1},
		"large degree":  bijector.Bernstein{Degree: 61},
		"box":           bijector.Bernstein{Box: math.NaN()},
		"squares":       bijector.SumOfSquares{Squares: -1},
		"square degree": bijector.SumOfSquares{Degree: 7},
		"square box":    bijector.SumOfSquares{Box: -1},
	} {
		_, err := CallOnce(engines.Go(t), func(x *Node) *Node { y, _ := of.Forward(x, Reshape(x, 1, 1, 1)); return y }, [][]float64{{1}})
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}
