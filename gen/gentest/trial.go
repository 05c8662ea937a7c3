package gentest

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"
)

// Tolerances of the suites. A single layer in float64 loses little more than rounding; a chain of dozens multiplies
// its condition numbers. A central difference with step 1e-5 is good to about 1e-10/1e-5 of the values. A single layer
// in float32 loses some hundred times its rounding of 6e-8; log-determinants lose more, since they are sums and quotients.
const (
	roundTripTol   = 1e-9
	roundTripTol32 = 1e-5
	logDetFactor   = 10 // log-determinants against round trips
	differenceTol  = 1e-5
	differenceBy   = 1e-5
)

// Trial says how a suite goes about it; its zero value is the rule, float64 at normal points.
type Trial struct {
	Float32 bool    // x is float32, and build must bind its variables so; no differences, which float32 is too coarse for
	Angles  bool    // points are uniform in [-π, π), and compared modulo 2π; of Bijector alone, as Injection always allows whole turns
	Tol     float64 // error allowed where it comes back, relative to 1 + its size; 0 means 1e-9, or 1e-5 in float32. Chains need more
}

// input is x in the precision of the trial.
func (how Trial) input(x *Node) *Node { return ConvertDType(x, how.dtype()) }

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

// dtype is that of x and of the variables.
func (how Trial) dtype() dtypes.DType {
	if how.Float32 {
		return dtypes.Float32
	}
	return dtypes.Float64
}

// only is the trial among at most one of them.
func only(t TB, suite string, how []Trial) Trial {
	t.Helper()
	if len(how) > 1 {
		t.Fatalf("gentest.%s: want at most one Trial, got %d", suite, len(how))
	}
	if len(how) == 0 {
		return Trial{}
	}
	return how[0]
}
