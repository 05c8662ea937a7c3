package gentest

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/gen/ode"
)

// Bounds of Stepper. The slope of an error curve in its last decades is off by less than .3 from the order; below
// errorFloor rounding of a few hundred steps shows; in float32 it is 1e-7 a step. A loop and unrolled steps differ in rounding alone.
const (
	slopeSlack  = 0.3
	errorFloor  = 3e-14
	earlyFloor  = 1e-9 // low orders need no more, and take long to get there
	errorRoof   = 0.3
	singleTol   = 1e-4
	loopTol     = 1e-12
	mostSteps   = 128 // of orders up to 3; higher ones get twice as many, and stop at the floor
	leastPoints = 3
)

// Stepper tries a method of package ode that claims an order: the slope of its error over the step in a regression, forward and
// backward in time, its shape, float32 against float64, and a loop against the unrolled steps. The problem is
//
//	q' = p, p' = sin(Q) − sin(q) + Q″, Q(t) = a·sin(t) + 1/2,
//
// for three a, with the solution q = Q: not linear, dependent on time, and separable, so symplectic methods can take part.
func Stepper(t TB, b compute.Backend, m ode.Stepper, order int) {
	t.Helper()
	if b == nil || m == nil || order < 1 {
		t.Fatalf("gentest.Stepper: want an engine, a method and an order of at least 1, got %v, %v, %d", b, m, order)
	}
	if m.Order() != order {
		t.Errorf("order: claimed %d, Order() says %d", order, m.Order())
	}
	for _, span := range [][2]float64{{0.1, 4.1}, {2.3, -1.7}} {
		slope, errs := Slope(order, func(n int) float64 {
			return pendulumError(t, b, m, dtypes.Float64, span, n, ode.Integrate)
		})
		if !(slope >= float64(order)-slopeSlack) {
			t.Errorf("from t = %g to %g the error falls with the power %.2f of the step, want %d (errors %.2g for 4, 6, 8, 12, 16 … steps)", span[0], span[1], slope, order, errs)
		}
	}
	span := [2]float64{0, 1}
	double := pendulumError(t, b, m, dtypes.Float64, span, 10, ode.Solve)
	near(t, "float32 against float64", []float64{pendulumError(t, b, m, dtypes.Float32, span, 10, ode.Solve)}, []float64{double}, singleTol)
	near(t, "loop against unrolled steps", []float64{pendulumError(t, b, m, dtypes.Float64, span, 10, ode.Integrate)}, []float64{double}, loopTol)
}

// Slope is the observed order of a method that claims order: the regression of log error on log step over the finest three grids (of 4, 6, 8, 12, 16, … steps) whose
// errors are small and above rounding. NaN where there are fewer than three such grids. It returns the errors too.
func Slope(order int, errorOf func(n int) float64) (slope float64, errs []float64) {
	var x, y []float64
	most, floor := mostSteps, earlyFloor
	if order > 5 {
		floor = errorFloor
	}
	if order > 3 {
		most *= 2
	}
	for i := 4; ; i++ {
		n := 1<<(i/2) + i%2<<(i/2-1) // 4, 6, 8, 12, 16, 24 …
		if n > most {
			break
		}
		e := errorOf(n)
		errs = append(errs, e)
		if e < floor {
			break
		}
		if e < errorRoof {
			x, y = append(x, -math.Log(float64(n))), append(y, math.Log(e))
		}
	}
	if len(x) < leastPoints {
		return math.NaN(), errs
	}
	x, y = x[len(x)-leastPoints:], y[len(y)-leastPoints:]
	var mx, my, sxy, sxx float64
	for i := range x {
		mx, my = mx+x[i]/leastPoints, my+y[i]/leastPoints
	}
	for i := range x {
		sxy, sxx = sxy+(x[i]-mx)*(y[i]-my), sxx+(x[i]-mx)*(x[i]-mx)
	}
	return sxy / sxx, errs
}

type solver func(f ode.Field, m ode.Stepper, x *Node, t0, t1 float64, n int) *Node

// pendulumError is the largest error at the end.
func pendulumError(t TB, b compute.Backend, m ode.Stepper, dtype dtypes.DType, span [2]float64, n int, solve solver) float64 {
	t.Helper()
	sizes := []float64{0.5, 1, 1.5}
	at := func(time float64) [][]float64 {
		var x [][]float64
		for _, a := range sizes {
			x = append(x, []float64{a*math.Sin(time) + 0.5, a * math.Cos(time)})
		}
		return x
	}
	got, err := CallOnce(b, func(x, a *Node) *Node {
		x, a = ConvertDType(x, dtype), ConvertDType(a, dtype)
		f := func(time, x *Node) *Node {
			q, p := Slice(x, AxisRange(), AxisElem(0)), Slice(x, AxisRange(), AxisElem(1))
			s := Mul(a, Sin(time))
			return Concatenate([]*Node{p, Sub(Sub(Sin(Add(s, MulScalar(OnesLike(s), 0.5))), Sin(q)), s)}, 1)
		}
		return ConvertDType(solve(f, m, x, span[0], span[1], n), dtypes.Float64)
	}, at(span[0]), [][]float64{{0.5}, {1}, {1.5}})
	if err != nil {
		t.Fatalf("gentest.Stepper: %v", err)
	}
	flat := tensors.MustCopyFlatData[float64](got)
	want := at(span[1])
	if len(flat) != 2*len(want) {
		t.Fatalf("gentest.Stepper: want x [3, 2], got %s", fmt.Sprint(got.Shape()))
	}
	worst := 0.0
	for i, w := range want {
		worst = math.Max(worst, math.Max(math.Abs(flat[2*i]-w[0]), math.Abs(flat[2*i+1]-w[1])))
		if math.IsNaN(flat[2*i]) || math.IsNaN(flat[2*i+1]) {
			return math.NaN()
		}
	}
	return worst
}
