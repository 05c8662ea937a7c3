package gentest

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
)

// Tolerances of Bijector. A single layer in float64 loses little more than rounding; a chain of dozens multiplies
// its condition numbers. A central difference with step 1e-5 is good to about 1e-10/1e-5 of the values. A single layer
// in float32 loses some hundred times its rounding of 6e-8; log-determinants lose more, since they are sums and quotients.
const (
	roundTripTol   = 1e-9
	roundTripTol32 = 1e-5
	logDetFactor   = 10 // log-determinants against round trips
	differenceTol  = 1e-5
	differenceBy   = 1e-5
)

// Trial says how Bijector tries a map; its zero value is the rule, float64 at normal points.
type Trial struct {
	Float32 bool    // x is float32, and build must bind its variables so; no differences, which float32 is too coarse for
	Angles  bool    // points are uniform in [-π, π), and compared modulo 2π
	Tol     float64 // error allowed where it comes back, relative to 1 + its size; 0 means 1e-9, or 1e-5 in float32. Chains need more
}

// Bijector tries a map of rows [batch, dim] at normal points: shapes, inverse(forward(x)) = x, opposite
// log-determinants of both directions, and the log-determinant against the automatic Jacobian and against
// differences. build is called once per graph; its trainable variables get random values first, since many layers
// start as the identity, where nothing could go wrong. At most one Trial says what is to be done otherwise.
func Bijector(t TB, b compute.Backend, dim int, build func(s *model.Scope, g *Graph) bijector.Bijector, how ...Trial) {
	t.Helper()
	if b == nil || dim < 1 || build == nil || len(how) > 1 {
		t.Fatalf("gentest.Bijector: want an engine, at least 1 dimension, a function that builds the map and at most one Trial, got %v, %d, nil function: %t, %d", b, dim, build == nil, len(how))
	}
	var trial Trial
	if len(how) == 1 {
		trial = how[0]
	}
	trial.bijector(program{t: t, b: b, store: model.NewStore()}, dim, build)
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
	forwardOf := func(scope *model.Scope, in []*Node) []*Node {
		y, _ := build(scope, in[0].Graph()).Forward(how.input(in[0]))
		return []*Node{y}
	}
	p.scramble(forwardOf, how.points(n, dim, 1))

	x := how.points(n, dim, 2)
	out := p.run(func(scope *model.Scope, in []*Node) []*Node {
		f, x := build(scope, in[0].Graph()), how.input(in[0])
		y, logDet := f.Forward(x)
		back, logDetBack := f.Inverse(y)
		return []*Node{y, logDet, back, logDetBack, diffop.Jacobian(y, x)}
	}, x)
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
	forward := func(x *mat.Dense) []float64 { return how.closest(p.run(forwardOf, x)[0], y) }
	near(p.t, "log-determinant against differences", logDet, logDets(differences(forward, x), n, dim), differenceTol)
}

// input is x in the precision of the trial.
func (how Trial) input(x *Node) *Node {
	if how.Float32 {
		return ConvertDType(x, dtypes.Float32)
	}
	return x
}

// points are those at which a map is tried.
func (how Trial) points(n, dim int, seed uint64) *mat.Dense {
	x := normal(n, dim, seed)
	if how.Angles {
		x.Apply(func(_, _ int, v float64) float64 { return math.Pi * math.Erf(v/math.Sqrt2) }, x)
	}
	return x
}

// closest adds whole turns to angles, so that they are next to those wanted.
func (how Trial) closest(got, want []float64) []float64 {
	if how.Angles && len(got) == len(want) {
		for i := range got {
			got[i] -= 2 * math.Pi * math.Round((got[i]-want[i])/(2*math.Pi))
		}
	}
	return got
}

func (how Trial) tol() float64 {
	switch {
	case how.Tol != 0:
		return how.Tol
	case how.Float32:
		return roundTripTol32
	}
	return roundTripTol
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

// program runs graphs on one store.
type program struct {
	t     TB
	b     compute.Backend
	store *model.Store
}

type graphFn func(scope *model.Scope, in []*Node) []*Node

// run returns the outputs as float64.
func (p program) run(f graphFn, in ...any) [][]float64 {
	p.t.Helper()
	for i, x := range in {
		if m, ok := x.(*mat.Dense); ok {
			r, c := m.Dims()
			in[i] = tensors.FromFlatDataAndDimensions(append([]float64(nil), m.RawMatrix().Data...), r, c)
		}
	}
	exec, err := model.NewExec(p.b, p.store, func(scope *model.Scope, in []*Node) []*Node {
		out := f(scope, in)
		for i := range out {
			out[i] = ConvertDType(out[i], dtypes.Float64)
		}
		return out
	})
	if err != nil {
		p.t.Fatalf("gentest: %v", err)
	}
	defer exec.Finalize()
	res, err := exec.Call(in...)
	if err != nil {
		p.t.Fatalf("gentest: %v", err)
	}
	out := make([][]float64, len(res))
	for i, r := range res {
		out[i] = tensors.MustCopyFlatData[float64](r)
	}
	return out
}

// scramble makes the variables of f and gives the trainable ones random values of size 0.3.
func (p program) scramble(f graphFn, in ...any) {
	p.t.Helper()
	p.run(f, in...)
	rng := rand.New(rand.NewPCG(3, 4))
	for v := range p.store.IterVariables() {
		if !v.Trainable || !v.DType().IsFloat() {
			continue
		}
		v.MustValue().MustMutableFlatData(func(flat any) {
			switch x := flat.(type) {
			case []float32:
				for i := range x {
					x[i] = float32(0.3 * rng.NormFloat64())
				}
			case []float64:
				for i := range x {
					x[i] = 0.3 * rng.NormFloat64()
				}
			}
		})
	}
}

// normal is a table of standard normal numbers.
func normal(n, dim int, seed uint64) *mat.Dense {
	rng := rand.New(rand.NewPCG(seed, 0))
	x := mat.NewDense(n, dim, nil)
	for i := range x.RawMatrix().Data {
		x.RawMatrix().Data[i] = rng.NormFloat64()
	}
	return x
}

func negated(x []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = -x[i]
	}
	return out
}

// near reports the entry that is farthest off, relative to 1 + its size.
func near(t TB, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: want %d numbers, got %d", what, len(want), len(got))
	}
	worst, at := 0.0, -1
	for i := range got {
		off := math.Abs(got[i]-want[i]) / (1 + math.Abs(want[i]))
		if off > worst || math.IsNaN(off) {
			worst, at = off, i
		}
	}
	if at >= 0 && !(worst <= tol) {
		t.Errorf("%s: entry %d is %.12g, want %.12g (off by %.2g, allowed %.2g)", what, at, got[at], want[at], worst, tol)
	}
}
