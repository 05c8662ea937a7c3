package gentest

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
)

// How many parameters a family may have, and how far, relative to 1 + its size, rounding in float32 may let a value fall: some slopes are
// a thousand.
const (
	mostParams = 1000
	fallTol    = 1e-4
)

// sizes are those of the parameters that Univariate tries: none, ordinary ones, those of a network that has run away.
var sizes = []float64{0, 1, 30}

// Univariate tries what Bijector, with its normal points and small parameters, cannot see of a family of increasing maps: along a fine grid
// from −12 to 12 and at ±50 and (Forward alone) ±1e4 and ±1e10 no direction falls or is NaN, whatever the parameters, and log-slopes and
// derivatives by x are finite. Maps of the circle are none of these. build is called once per graph. At most one Trial says
// what is to be done otherwise; only Float32 of it counts.
func Univariate(t TB, b compute.Backend, build func(s *model.Scope, g *Graph) bijector.Univariate, how ...Trial) {
	t.Helper()
	if b == nil || build == nil {
		t.Fatalf("gentest.Univariate: want an engine and a function that builds the family, got %v, nil function: %t", b, build == nil)
	}
	p, trial := program{t: t, b: b, store: model.NewStore()}, only(t, "Univariate", how)
	c := p.compiled(trial.directions(build))
	defer c.Finalize()
	x := line()
	rows := mat.NewDense(len(x), 1, x)
	c.scramble(rows, make([]float64, mostParams))
	rng := rand.New(rand.NewPCG(9, 0))
	for _, size := range sizes {
		theta := make([]float64, mostParams)
		for i := range theta {
			theta[i] = size * rng.NormFloat64()
		}
		out := c.call(rows, theta)
		wantIncreasing(t, "forward", size, x, out[0], out[1], out[2])
		inner := len(x) - 2 // data may be anywhere, noise is not
		wantIncreasing(t, "inverse", size, x[2:inner], out[3][2:inner], out[4][2:inner], out[5][2:inner])
	}
}

// directions is the graph of (x [n, 1], many numbers): value, log-slope and derivative of Forward, then of Inverse, all with the same parameters.
func (how Trial) directions(build func(s *model.Scope, g *Graph) bijector.Univariate) graphFn {
	return func(scope *model.Scope, in []*Node) []*Node {
		of := build(scope, in[0].Graph())
		x := how.input(in[0])
		theta := Slice(how.input(in[1]), AxisRange(0, of.Params())) // the first of them
		theta = BroadcastToDims(Reshape(theta, 1, 1, -1), x.Shape().Dim(0), 1, of.Params())
		var out []*Node
		for _, direction := range []func(x, theta *Node) (y, logSlope *Node){of.Forward, of.Inverse} {
			y, logSlope := direction(x, theta)
			out = append(out, y, logSlope, Gradient(ReduceAllSum(y), x)[0])
		}
		return out
	}
}

// line is a grid of [−12, 12] with the far points, in order.
func line() []float64 {
	var x []float64
	for i := range 481 {
		x = append(x, float64(i-240)/20)
	}
	for _, far := range []float64{50, 1e4, 1e10} {
		x = append(x, far, -far)
	}
	slices.Sort(x)
	return x
}

// wantIncreasing reports the first point at which a direction of a family is not what it should be.
func wantIncreasing(t TB, direction string, size float64, x, y, logSlope, slope []float64) {
	t.Helper()
	for i := range x {
		switch {
		case math.IsNaN(y[i]), math.IsNaN(logSlope[i]), math.IsInf(logSlope[i], 0):
			t.Errorf("univariate, %s with parameters of size %g: value %g and log-slope %g at %g", direction, size, y[i], logSlope[i], x[i])
		case math.IsNaN(slope[i]), math.IsInf(slope[i], 0), slope[i] < -fallTol:
			t.Errorf("univariate, %s with parameters of size %g: derivative %g at %g", direction, size, slope[i], x[i])
		case i > 0 && y[i] < y[i-1]-fallTol*(1+math.Abs(y[i-1])):
			t.Errorf("univariate, %s with parameters of size %g: falls from %g to %g between %g and %g", direction, size, y[i-1], y[i], x[i-1], x[i])
		default:
			continue
		}
		return
	}
}
