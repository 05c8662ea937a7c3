package gentest

import (
	"math"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// How often EstimatedLogDet draws at each of how many points, and what it allows: three standard errors each, over all of which
// a right estimate goes in one of 400 cases; the draws are seeded, so one that passes always does.
const (
	estimates      = 2000
	estimatePoints = 3
	estimateErrors = 3
)

// EstimatedLogDet tries a map whose Forward has a random estimate of its log-determinant: at normal points, the same y as
// the exact map, a mean within three standard errors of the exact log-determinant (and bias, in nats, for what the estimate
// leaves out by design), and the same for the derivatives by x. build gives both maps, with the same variables. At most one
// Trial says what is to be done otherwise.
func EstimatedLogDet(t TB, b compute.Backend, dim int, bias float64, build func(s *model.Scope, g *Graph, r *dist.Rng) (estimate, exact bijector.Bijector), how ...Trial) {
	t.Helper()
	p, trial := program{t: t, b: b, store: model.NewStore()}, only(t, "EstimatedLogDet", how)
	state, err := RNGStateFromSeed(7)
	if err != nil {
		t.Fatalf("gentest: %v", err)
	}
	forward := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		estimate, exact := build(scope, in[0].Graph(), dist.NewRng(in[1]))
		x := trial.input(in[0])
		y, logDet := estimate.Forward(x)
		want, wantLogDet := exact.Forward(x)
		slope := Gradient(ReduceAllSum(logDet), x)[0]
		wantSlope := Gradient(ReduceAllSum(wantLogDet), x)[0]
		return []*Node{y, logDet, slope, want, wantLogDet, wantSlope}
	})
	defer forward.Finalize()
	points := normal(estimatePoints, dim, 3)
	x := mat.NewDense(estimatePoints*estimates, dim, nil)
	for i := range estimatePoints * estimates {
		x.SetRow(i, points.RawRowView(i/estimates))
	}
	forward.scramble(x, state)
	out := forward.call(x, state)
	near(t, "value of the estimating map", out[0], out[3], trial.tol())
	for i := range estimatePoints {
		around(t, "estimated log-determinant", out[1], out[4], i, 1, 0, bias)
		for j := range dim {
			around(t, "derivative of the estimated log-determinant", out[2], out[5], i, dim, j, bias)
		}
	}
}

// around compares the mean of column j of point i, tables [points·estimates, width], with the exact value.
func around(t TB, what string, got, want []float64, i, width, j int, bias float64) {
	t.Helper()
	draws := make([]float64, estimates)
	spread := false
	for k := range draws {
		draws[k] = got[(i*estimates+k)*width+j]
		spread = spread || draws[k] != draws[0]
	}
	mean, se := meanErr(draws)
	exact := want[i*estimates*width+j]
	if off := math.Abs(mean - exact); !(off <= estimateErrors*se+bias) {
		t.Errorf("%s at point %d: mean %.6g ± %.2g of %d draws, want %.6g", what, i, mean, se, estimates, exact)
	}
	if !spread {
		t.Errorf("%s at point %d: all draws are the same", what, i)
	}
}
