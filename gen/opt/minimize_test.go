package opt_test

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/optimize"

	"github.com/gensci/gensci/gen/opt"
	"github.com/gensci/gensci/internal/engines"
)

// The gradient that scipy was stopped at, which testdata/evaluations.py names too, and its memory.
const (
	gradient = 1e-6
	memory   = 10
)

// onXLA says which subtest of engines.Each this is.
func onXLA(t *testing.T) bool { return strings.HasSuffix(t.Name(), "/xla") }

// minimize fails the test on an error.
func minimize(t *testing.T, b compute.Backend, l opt.LBFGS, f func(x *Node) *Node, start []float64) *opt.Result {
	t.Helper()
	r, err := l.Minimize(b, func(x *Node, _ []*Node) *Node { return f(x) }, start)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Trace) != r.Iterations+1 || r.Trace[r.Iterations].Loss != r.Loss && !math.IsNaN(r.Loss) {
		t.Errorf("%d rows of the trace for %d iterations, loss %g", len(r.Trace), r.Iterations, r.Loss)
	}
	return r
}

// scipyEvaluations are those of testdata/scipy.csv, and the values reached.
func scipyEvaluations(t *testing.T) (n map[string]int, value map[string]float64) {
	t.Helper()
	file, err := os.Open("testdata/scipy.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n, value = map[string]int{}, map[string]float64{}
	for _, row := range rows[1:] {
		if row[1] == strconv.Itoa(memory) {
			n[row[0]], _ = strconv.Atoi(row[2])
			value[row[0]], _ = strconv.ParseFloat(row[3], 64)
		}
	}
	return n, value
}

// On the usual functions L-BFGS reaches the minimum with about as many evaluations as scipy's L-BFGS-B: at most 1.5 times as many in
// all, and 2 times on each. XLA, which compiles each anew, does two.
func TestMinimaAndEvaluations(t *testing.T) {
	scipy, lowest := scipyEvaluations(t)
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		ours, theirs := 0, 0
		for _, f := range functions() {
			if onXLA(t) && f.name != "rosenbrock10" && f.name != "brown" {
				continue
			}
			r := minimize(t, b, opt.LBFGS{Iterations: 10_000, Memory: memory, Gradient: gradient}, f.f, f.start)
			if r.Reason != opt.SmallGradient || r.GradientNorm > gradient {
				t.Errorf("%s: %s", f.name, r)
			}
			want := f.least
			if math.IsNaN(want) {
				want = lowest[f.name]
			}
			// A gradient of 1e-6 leaves 1e-12/λ, λ the smallest curvature, 1e-2 at least; that of Powell's function vanishes.
			if off := math.Abs(r.Loss - want); !(off < 1e-10) {
				t.Errorf("%s: minimum %g, want %g", f.name, r.Loss, want)
			}
			if r.Evaluations > 2*scipy[f.name] {
				t.Errorf("%s: %d evaluations, scipy needs %d", f.name, r.Evaluations, scipy[f.name])
			}
			ours, theirs = ours+r.Evaluations, theirs+scipy[f.name]
		}
		if float64(ours) > 1.5*float64(theirs) {
			t.Errorf("%d evaluations, scipy needs %d", ours, theirs)
		}
		t.Logf("%d evaluations, scipy %d", ours, theirs)
	})
}

// gonum's L-BFGS finds the same minimizer.
func TestGonum(t *testing.T) {
	b := engines.Go(t)
	for _, f := range functions() {
		if f.name != "beale" && f.name != "logistic" && f.name != "wood" {
			continue // its gradient is by differences here, which the others are too steep for
		}
		value := MustNewExec(b, f.f)
		call := func(x []float64) float64 { return value.MustCall(x)[0].Value().(float64) }
		p := optimize.Problem{Func: call, Grad: func(grad, x []float64) { fd.Gradient(grad, call, x, &fd.Settings{Formula: fd.Central}) }}
		theirs, err := optimize.Minimize(p, f.start, &optimize.Settings{GradientThreshold: 1e-7}, &optimize.LBFGS{})
		if err != nil {
			t.Fatal(f.name, err)
		}
		ours := minimize(t, b, opt.LBFGS{Gradient: 1e-7}, f.f, f.start)
		for i := range ours.X {
			// 1e-7 and the error of the differences, over the smallest curvature, about 1e-2.
			if math.Abs(ours.X[i]-theirs.X[i]) > 1e-4 {
				t.Errorf("%s: %v, gonum %v", f.name, ours.X, theirs.X)
			}
		}
	}
}

// In float32 the search ends for a reason, at a loss that rounding allows: that of x stored in float32, ½f”·(εx)².
func TestFloat32(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, f := range functions() {
			if f.name == "brown" || f.name == "quadratic" || onXLA(t) && f.name != "rosenbrock10" {
				continue // curvatures of 1e12 and 1e6
			}
			r := minimize(t, b, opt.LBFGS{DType: dtypes.Float32, Memory: memory}, f.f, f.start)
			want := f.least
			if math.IsNaN(want) {
				want = 0.6809866
			}
			if !r.Reason.Converged() || math.Abs(r.Loss-want) > 1e-6 {
				t.Errorf("%s: %s", f.name, r)
			}
		}
	})
}

// Where a trial is infinite or NaN the step shrinks: −100x − log(1−x) has its minimum at .99 and begins with a step onto the wall at 1.
func TestWall(t *testing.T) {
	r := minimize(t, engines.Go(t), opt.LBFGS{}, func(x *Node) *Node {
		return ReduceAllSum(Sub(MulScalar(x, -100), Log(OneMinus(x))))
	}, []float64{0})
	if r.Reason != opt.SmallGradient && r.Reason != opt.NoLowerLoss || math.Abs(r.X[0]-0.99) > 1e-10 {
		t.Errorf("%s at %v, want .99", r, r.X)
	}
}

// How evaluations are divided into calls changes no bit.
func TestCallsChangeNothing(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		var results [][]float64
		for _, l := range []opt.LBFGS{{}, {PerCall: 7}} {
			l.Iterations = 50
			results = append(results, minimize(t, b, l, rosenbrock, repeated(5, -1.2, 1)).X)
		}
		if !slices.Equal(results[0], results[1]) {
			t.Errorf("calls of 100 and of 7 evaluations: %v, %v", results[0], results[1])
		}
	})
}

// Renaming the coordinates renames the minimizer, and a quadratic of n dimensions takes little more than n iterations.
func TestQuadratic(t *testing.T) {
	b := engines.Go(t)
	lambda := []float64{1, 10, 3, 30, 7}
	f := func(order ...int) func(x *Node) *Node {
		return func(x *Node) *Node {
			l, c := make([]float64, 5), make([]float64, 5)
			for i, o := range order {
				l[i], c[i] = lambda[o], float64(o)
			}
			return ReduceAllSum(Mul(ConstAs(x, l), Square(Sub(x, ConstAs(x, c)))))
		}
	}
	a := minimize(t, b, opt.LBFGS{}, f(0, 1, 2, 3, 4), repeated(5, 0))
	z := minimize(t, b, opt.LBFGS{}, f(4, 3, 2, 1, 0), repeated(5, 0))
	for i := range 5 {
		if math.Abs(a.X[i]-float64(i)) > 1e-8 || math.Abs(z.X[4-i]-float64(i)) > 1e-8 { // gradient over curvature
			t.Errorf("%v and %v", a.X, z.X)
		}
	}
	if a.Iterations > 20 {
		t.Errorf("%d iterations for a quadratic of 5 dimensions", a.Iterations)
	}
}
