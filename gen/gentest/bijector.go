package gentest

import (
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
)

// Bijector tries a map of rows [batch, dim] at normal points: shapes, inverse(forward(x)) = x, opposite
// log-determinants of both directions, and the log-determinant against the automatic Jacobian and against
// differences. build is called once per graph; its trainable variables get random values first, since many layers
// start as the identity, where nothing could go wrong. At most one Trial says what is to be done otherwise.
func Bijector(t TB, b compute.Backend, dim int, build func(s *model.Scope, g *Graph) bijector.Bijector, how ...Trial) {
	t.Helper()
	if b == nil || dim < 1 || build == nil {
		t.Fatalf("gentest.Bijector: want an engine, at least 1 dimension and a function that builds the map, got %v, %d, nil function: %t", b, dim, build == nil)
	}
	only(t, "Bijector", how).bijector(program{t: t, b: b, store: model.NewStore()}, dim, build)
}

func (how Trial) bijector(p program, dim int, build func(s *model.Scope, g *Graph) bijector.Bijector) {
	const n = 16
	p.t.Helper()
	made := build
	build = func(s *model.Scope, g *Graph) bijector.Bijector {
		f := made(s, g)
		if f == nil {
			exceptions.Panicf("want a map from the function that builds it, got nil")
		}
		return f
	}
	both := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		f, x := build(scope, in[0].Graph()), how.input(in[0])
		y, logDet := f.Forward(x)
		back, logDetBack := f.Inverse(y)
		return []*Node{y, logDet, back, logDetBack, diffop.Jacobian(y, x)}
	})
	defer both.Finalize()
	both.scramble(how.points(n, dim, 1))
	x := how.points(n, dim, 2)
	out := both.call(x)
	y, logDet, back, logDetBack, jac := out[0], out[1], out[2], out[3], out[4]
	if len(y) != n*dim || len(logDet) != n || len(back) != n*dim || len(logDetBack) != n {
		p.t.Fatalf("bijector: want y [%d, %d] and logDet [%d], got %d and %d numbers", n, dim, n, len(y), len(logDet))
	}
	tol := how.tol()
	near(p.t, "inverse(forward(x))", how.closest(back, x.RawMatrix().Data), x.RawMatrix().Data, tol)
	near(p.t, "log-determinant of the inverse", negated(logDetBack), logDet, logDetFactor*tol)
	near(p.t, "log-determinant against the automatic Jacobian", logDet, logDets(jac, n, dim), logDetFactor*tol)
	if how.Float32 {
		return
	}
	alone := p.compiled(func(scope *model.Scope, in []*Node) []*Node {
		y, _ := build(scope, in[0].Graph()).Forward(in[0])
		return []*Node{y}
	})
	defer alone.Finalize()
	forward := func(x *mat.Dense) []float64 { return how.closest(alone.call(x)[0], y) }
	near(p.t, "log-determinant against differences", logDet, logDets(differences(forward, x), n, dim), max(differenceTol, logDetFactor*tol))
}

// differences is the Jacobian of each row of f by central differences: [n, m, dim], where f gives n·m numbers.
func differences(f func(*mat.Dense) []float64, x *mat.Dense) []float64 {
	n, dim := x.Dims()
	var jac []float64
	for j := range dim {
		shift := func(by float64) []float64 {
			moved := mat.DenseCopyOf(x)
			for i := range n {
				moved.Set(i, j, moved.At(i, j)+by)
			}
			return f(moved)
		}
		up, down := shift(differenceBy), shift(-differenceBy)
		if jac == nil {
			jac = make([]float64, len(up)*dim)
		}
		for i := range up {
			jac[i*dim+j] = (up[i] - down[i]) / (2 * differenceBy)
		}
	}
	return jac
}

// logDets is ln |det| of n matrices [dim, dim].
func logDets(jac []float64, n, dim int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i], _ = mat.LogDet(mat.NewDense(dim, dim, jac[i*dim*dim:(i+1)*dim*dim]))
	}
	return out
}
