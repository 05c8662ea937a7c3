package bijector_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/internal/engines"
)

// closedForm is the largest error allowed against formulas in float64, with slopes up to 10.
const closedForm = 1e-12

// along maps points of the line one by one, all with the same θ, and returns y, the log-slope and dy/dx.
func along(t *testing.T, b compute.Backend, of func(x, theta *Node) (y, logSlope *Node), x, theta []float64) (y, logSlope, slope []float64) {
	t.Helper()
	out, err := CallOnceN(b, func(x *Node) []*Node {
		rows := Reshape(x, -1, 1)
		each := BroadcastToDims(Reshape(Const(x.Graph(), theta), 1, 1, -1), x.Shape().Dim(0), 1, len(theta))
		y, logSlope := of(rows, each)
		return []*Node{y, logSlope, Gradient(ReduceAllSum(y), x)[0]}
	}, x)
	if err != nil {
		t.Fatal(err)
	}
	flat := func(i int) []float64 { return tensors.MustCopyFlatData[float64](out[i]) }
	return flat(0), flat(1), flat(2)
}

func close(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol*(1+math.Abs(want[i]))) && got[i] != want[i] {
			t.Errorf("%s, entry %d: got %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}

// theta is parameters of a spline with 3 bins, and knots are its knots and slopes by the definition in the text.
var theta = []float64{0.3, -0.5, 1.2, 0.1, -0.4, 0.9, 0.8, -1.1}

func knots(box float64) (x, y, slope []float64) {
	edges := func(first int) []float64 {
		var sum float64
		for i := first; i < 6; i += 2 {
			sum += math.Exp(theta[i])
		}
		at := []float64{-box}
		for i := first; i < 6; i += 2 {
			at = append(at, at[len(at)-1]+2*box*(1e-3+(1-3e-3)*math.Exp(theta[i])/sum))
		}
		return at
	}
	bounded := func(s float64) float64 { return math.Exp(7 * math.Tanh(s/7)) }
	return edges(0), edges(1), []float64{1, bounded(theta[6]), bounded(theta[7]), 1}
}

func TestSplineGoesThroughItsKnots(t *testing.T) {
	x, y, slope := knots(2)
	logs, opposite := make([]float64, len(slope)), make([]float64, len(slope))
	for i, s := range slope {
		logs[i], opposite[i] = math.Log(s), -math.Log(s)
	}
	r := bijector.RationalQuadratic{Bins: 3, Box: 2}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gotY, gotLog, gotSlope := along(t, b, r.Forward, x, theta)
		close(t, "y at knots", gotY, y, closedForm)
		close(t, "log-slope at knots", gotLog, logs, closedForm)
		close(t, "slope at inner knots", gotSlope[1:3], slope[1:3], closedForm)
		gotX, gotLog, _ := along(t, b, r.Inverse, y, theta)
		close(t, "x at knots", gotX, x, closedForm)
		close(t, "log-slope of the inverse", gotLog, opposite, closedForm)
	})
}

// TestSplineIsTheFormula compares with eq. 4 of Durkan et al., computed bin by bin.
func TestSplineIsTheFormula(t *testing.T) {
	xk, yk, slope := knots(2)
	rng := rand.New(rand.NewPCG(1, 2))
	var x, y []float64
	for i := range xk[1:] {
		for range 5 {
			xi, w, h := rng.Float64(), xk[i+1]-xk[i], yk[i+1]-yk[i]
			s := h / w
			x = append(x, xk[i]+xi*w)
			y = append(y, yk[i]+h*(s*xi*xi+slope[i]*xi*(1-xi))/(s+(slope[i+1]+slope[i]-2*s)*xi*(1-xi)))
		}
	}
	r := bijector.RationalQuadratic{Bins: 3, Box: 2}
	gotY, logSlope, derivative := along(t, engines.Go(t), r.Forward, x, theta)
	close(t, "y", gotY, y, closedForm)
	for i := range derivative {
		derivative[i] = math.Log(derivative[i])
	}
	close(t, "log-slope", logSlope, derivative, closedForm)
	gotX, _, _ := along(t, engines.Go(t), r.Inverse, y, theta)
	close(t, "x", gotX, x, closedForm)
}

// Bins as high as wide with slopes 1 are the identity, however wide they are, and so is all that lies outside.
func TestSplineWithEqualBinsIsTheIdentity(t *testing.T) {
	x := []float64{-1e300, -5.1, -5, -4.9, -1, 0, 0.3, 5, 5.1, math.Inf(1)}
	ones, zeros := make([]float64, len(x)), make([]float64, len(x))
	for i := range ones {
		ones[i] = 1
	}
	r := bijector.RationalQuadratic{Bins: 4}
	for _, theta := range [][]float64{make([]float64, 11), {1, 1, -2, -2, 0.5, 0.5, 0, 0, 0, 0, 0}} {
		for _, direction := range []func(x, theta *Node) (y, logSlope *Node){r.Forward, r.Inverse} {
			y, logSlope, slope := along(t, engines.Go(t), direction, x, theta)
			close(t, "y", y, x, closedForm)
			close(t, "log-slope", logSlope, zeros, closedForm)
			close(t, "slope", slope, ones, closedForm)
		}
	}
}

// far are values that splines have choked on: edges of the box and beyond, up to the largest of float32 and infinity.
var far = []float32{
	5, -5, math.Nextafter32(5, 6), math.Nextafter32(5, 4), -math.Nextafter32(5, 6), 0, 1e-38, 100, 1e30, -1e38, math.MaxFloat32,
	float32(math.Inf(1)), float32(math.Inf(-1)),
}

// TestSplinesNeverGiveNaN drives them at far values, at knots (of equal bins), with parameters up to 1e30.
func TestSplinesNeverGiveNaN(t *testing.T) {
	for name, of := range map[string]bijector.Univariate{
		"rational-quadratic": bijector.RationalQuadratic{Bins: 5}, "circular": bijector.Circular{Bins: 5},
	} {
		for _, size := range []float64{0, 1, 30, 1e4, 1e30} {
			rng := rand.New(rand.NewPCG(7, uint64(size)))
			at := append([]float32{-3, -1, 1, 3, -math.Pi, math.Pi, 0.6 * math.Pi, 40}, far...)
			theta := make([]float32, len(at)*of.Params())
			for i := range theta {
				theta[i] = float32(size * rng.NormFloat64())
			}
			for direction, f := range map[string]func(x, theta *Node) (y, logSlope *Node){"forward": of.Forward, "inverse": of.Inverse} {
				wantNoNaN(t, engines.Go(t), name+" "+direction, f, at, theta)
				if size == 30 && name == "rational-quadratic" && !testing.Short() {
					wantNoNaN(t, engines.XLA(t), name+" "+direction, f, at, theta)
				}
			}
		}
	}
}

func wantNoNaN(t *testing.T, b compute.Backend, what string, f func(x, theta *Node) (y, logSlope *Node), x, theta []float32) {
	t.Helper()
	out, err := CallOnceN(b, func(x, theta *Node) []*Node {
		y, logSlope := f(Reshape(x, -1, 1), Reshape(theta, x.Shape().Dim(0), 1, -1))
		grad := Gradient(Add(ReduceAllSum(y), ReduceAllSum(logSlope)), x, theta)
		return []*Node{LogicalNot(IsNaN(y)), IsFinite(logSlope), IsFinite(grad[0]), IsFinite(grad[1])}
	}, x, theta)
	if err != nil {
		t.Fatal(err)
	}
	for i, of := range []string{"y", "log-slope", "gradient by x", "gradient by θ"} {
		flags := tensors.MustCopyFlatData[bool](out[i])
		for j, ok := range flags {
			if !ok {
				t.Errorf("%s, θ[0] = %g: %s is not finite at x = %g", what, theta[0], of, x[j*len(x)/len(flags)])
			}
		}
	}
}

func TestSplinesRefuseSettings(t *testing.T) {
	for want, f := range map[string]func(){
		"want 2 … 256 Bins (0 means 8), got 1":   func() { bijector.RationalQuadratic{Bins: 1}.Params() },
		"want 2 … 256 Bins (0 means 8), got 257": func() { bijector.Circular{Bins: 257}.Params() },
		"finite Box (0 means 5), got -1":         func() { refused(t, -1) },
		"finite Box (0 means 5), got NaN":        func() { refused(t, math.NaN()) },
		"finite Box (0 means 5), got +Inf":       func() { refused(t, math.Inf(1)) },
	} {
		if err := exceptions.TryCatch[error](f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func refused(t *testing.T, box float64) {
	r := bijector.RationalQuadratic{Box: box}
	g := NewGraph(engines.Go(t), "refused")
	r.Forward(Zeros(g, shapes.Make(dtypes.Float32, 1, 1)), Zeros(g, shapes.Make(dtypes.Float32, 1, 1, r.Params())))
}
