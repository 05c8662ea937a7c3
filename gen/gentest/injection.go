package gentest

import (
	"math"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/dist"
)

// volumes is how many estimates of a log-volume StochasticInjection draws for each point.
const volumes = 400

// Injection tries a map of latent rows [batch, latent] into [batch, dim] at normal points: shapes,
// project(forward(z)) = z up to whole turns of angles, forward(project(x)) = x on the surface, and the log-volume
// against ½ ln det JᵀJ of the automatic Jacobian and of differences. build is called once per graph; its trainable
// variables get random values first. At most one Trial says what is to be done otherwise.
func Injection(t TB, b compute.Backend, latent, dim int, build func(s *model.Scope, g *Graph) bijector.Injection, how ...Trial) {
	t.Helper()
	wantInjection(t, "Injection", b, latent, dim, build == nil)
	const n = 16
	p, trial := program{t: t, b: b, store: model.NewStore()}, only(t, "Injection", how)
	both := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		f, z := build(scope, in[0].Graph()), trial.input(in[0])
		x, logVolume := f.Forward(z)
		back := f.Project(x)
		again, _ := f.Forward(back)
		return []*Node{x, logVolume, back, again, diffop.Jacobian(x, z)}
	})
	defer both.Finalize()
	both.scramble(normal(n, latent, 1))
	z := normal(n, latent, 2)
	out := both.call(z)
	x, logVolume, back, again, jac := out[0], out[1], out[2], out[3], out[4]
	if len(x) != n*dim || len(logVolume) != n || len(back) != n*latent {
		t.Fatalf("injection: want x [%d, %d], log-volume [%d] and z [%d, %d], got %d, %d and %d numbers", n, dim, n, n, latent, len(x), len(logVolume), len(back))
	}
	tol := trial.tol()
	near(t, "project(forward(z))", unwound(back, z.RawMatrix().Data), z.RawMatrix().Data, tol)
	near(t, "forward(project(x)) on the surface", again, x, tol)
	near(t, "log-volume against the automatic Jacobian", logVolume, logVolumes(jac, n, dim, latent), logDetFactor*tol)
	if trial.Float32 {
		return
	}
	alone := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		x, _ := build(scope, in[0].Graph()).Forward(in[0])
		return []*Node{x}
	})
	defer alone.Finalize()
	forward := func(z *mat.Dense) []float64 { return alone.call(z)[0] }
	near(t, "log-volume against differences", logVolume, logVolumes(differences(forward, z), n, dim, latent), differenceTol)
}

// StochasticInjection tries an estimated log-volume: its mean, and in float64 that of its gradient by z, over 400 draws at each of
// two normal points must be the exact one within 3 standard errors. At most one Trial says what is to be done otherwise.
func StochasticInjection(t TB, b compute.Backend, latent, dim int, build func(s *model.Scope, g *Graph) bijector.StochasticInjection, how ...Trial) {
	t.Helper()
	wantInjection(t, "StochasticInjection", b, latent, dim, build == nil)
	const n = 2
	p, trial := program{t: t, b: b, store: model.NewStore()}, only(t, "StochasticInjection", how)
	state, err := RNGStateFromSeed(7)
	if err != nil {
		t.Fatalf("gentest: %v", err)
	}
	jacobian := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		z := trial.input(in[1])
		x, _ := build(scope, in[0].Graph()).ForwardEstimate(dist.NewRng(in[0]), z)
		return []*Node{diffop.Jacobian(x, z)}
	})
	defer jacobian.Finalize()
	z := normal(n, latent, 2)
	jacobian.scramble(state, z)
	exact := func(z *mat.Dense) []float64 { return logVolumes(jacobian.call(state, z)[0], n, dim, latent) }
	value := exact(z)
	drawn := p.run(func(scope *model.Scope, in []*Node) []*Node {
		z := trial.input(in[1])
		_, logVolume := build(scope, in[0].Graph()).ForwardEstimate(dist.NewRng(in[0]), z)
		return []*Node{logVolume, Gradient(ReduceAllSum(logVolume), z)[0]}
	}, state, repeated(z, volumes))
	for i := range n {
		unbiased(t, "log-volume", drawn[0][i*volumes:(i+1)*volumes], value[i])
	}
	if trial.Float32 {
		return
	}
	slope := differences(exact, z)
	for i := range n {
		for j := range latent {
			along := make([]float64, volumes)
			for e := range along {
				along[e] = drawn[1][(i*volumes+e)*latent+j]
			}
			unbiased(t, "gradient of the log-volume", along, slope[i*latent+j])
		}
	}
}

// wantInjection stops a suite that was called with something that no injection can have.
func wantInjection(t TB, suite string, b compute.Backend, latent, dim int, noBuild bool) {
	t.Helper()
	if b == nil || latent < 1 || dim < latent || noBuild {
		t.Fatalf("gentest.%s: want an engine, 1 ≤ latent ≤ dim and a function that builds the map, got %v, %d, %d, nil function: %t", suite, b, latent, dim, noBuild)
	}
}

// unbiased reports draws whose mean is not the exact value.
func unbiased(t TB, what string, draws []float64, exact float64) {
	t.Helper()
	mean, se := meanErr(draws)
	if off := math.Abs(mean - exact); !(off <= estimateErrors*se+differenceTol*(1+math.Abs(exact))) {
		t.Errorf("%s: the mean of %d estimates is %.6g ± %.2g, want %.6g", what, len(draws), mean, se, exact)
	}
}

// logVolumes is ½ ln det JᵀJ of n matrices [dim, latent].
func logVolumes(jac []float64, n, dim, latent int) []float64 {
	out := make([]float64, n)
	for i := range out {
		j := mat.NewDense(dim, latent, jac[i*dim*latent:(i+1)*dim*latent])
		var gram mat.Dense
		gram.Mul(j.T(), j)
		l, _ := mat.LogDet(&gram)
		out[i] = l / 2
	}
	return out
}

// unwound adds to each entry the whole turns that bring it next to its neighbour.
func unwound(angles, neighbours []float64) []float64 {
	out := make([]float64, len(angles))
	for i := range out {
		out[i] = angles[i] + 2*math.Pi*math.Round((neighbours[i]-angles[i])/(2*math.Pi))
	}
	return out
}

// repeated is every row times times, one after the other.
func repeated(x *mat.Dense, times int) *mat.Dense {
	n, d := x.Dims()
	out := mat.NewDense(n*times, d, nil)
	for i := range n * times {
		out.SetRow(i, x.RawRowView(i/times))
	}
	return out
}
