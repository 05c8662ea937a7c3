package ode_test

import (
	"math"
	"testing"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"
)

// slopeSlack is the scope's: the slope of log error over log step, at least the order − .3.
const slopeSlack = 0.3

var explicit = []ode.Tableau{
	ode.Euler, ode.Midpoint, ode.Heun, ode.Ralston, ode.RK4, ode.ThreeEighths, ode.BogackiShampine,
	ode.Fehlberg, ode.CashKarp, ode.Dopri5, ode.Dopri8, ode.Tsit5,
}

var implicit = []ode.Tableau{ode.ImplicitMidpoint, ode.Trapezoid, ode.SDIRK3, ode.Kvaerno3, ode.Kvaerno5}

type method interface {
	ode.Stepper
	String() string
}

// unsplit are all methods for any field, methods those for separable ones too.
func unsplit() []method {
	m := []method{ode.AdamsBashforthMoulton}
	for _, t := range append(append([]ode.Tableau(nil), explicit...), implicit...) {
		m = append(m, t)
	}
	return m
}

func methods() []method { return append(unsplit(), ode.Leapfrog, ode.Yoshida4) }

// The public suite, for every method, on pure Go; XLA compiles for seconds: see TestOnXLA.
func TestSuite(t *testing.T) {
	for _, m := range methods() {
		t.Run(m.String(), func(t *testing.T) { gentest.Stepper(t, engines.Go(t), m, m.Order()) })
	}
}

// Problems A1 to A4 of DETEST (Hull, Enright, Fellen and Sedgwick, SIAM Journal on Numerical Analysis 9 (1972), 603), as
// one batch [4, 1], from y = 1 at t = 0: y' = −y, −y³/2, y·cos t, y/4·(1 − y/20).
func detest(t, y *Node) *Node {
	g := y.Graph()
	pick := func(row int) *Node {
		one := make([][]float64, 4)
		for i := range one {
			one[i] = make([]float64, 1)
		}
		one[row][0] = 1
		return ConvertDType(Const(g, one), y.DType())
	}
	f := Mul(pick(0), Neg(y))
	f = Add(f, Mul(pick(1), MulScalar(Mul(y, Square(y)), -0.5)))
	f = Add(f, Mul(pick(2), Mul(y, Cos(t))))
	return Add(f, Mul(pick(3), MulScalar(Mul(y, OneMinus(DivScalar(y, 20))), 0.25)))
}

func detestExact(t float64) []float64 {
	return []float64{math.Exp(-t), 1 / math.Sqrt(1+t), math.Exp(math.Sin(t)), 20 / (1 + 19*math.Exp(-t/4))}
}

var ones4 = [][]float64{{1}, {1}, {1}, {1}}

// scales are the speeds at which each problem is run: where the error at one end happens to change its sign, it does not at the others.
var scales = []float64{1, 0.8, 0.55}

// scaled is DETEST for y [12, 1], in three blocks with y(t) = solution(scale·t).
func scaled(t, y *Node) *Node {
	blocks := make([]*Node, len(scales))
	for i, s := range scales {
		block := Slice(y, AxisRange(4*i, 4*i+4), AxisRange())
		blocks[i] = MulScalar(detest(MulScalar(t, s), block), s)
	}
	return Concatenate(blocks, 0)
}

// slopeOn is the slope between the finest of the grids and the one two before it, of those whose errors are above rounding.
func slopeOn(grids []int, errorOf func(n int) float64) (slope float64, errs []float64) {
	var kept []int
	for _, n := range grids {
		e := errorOf(n)
		errs = append(errs, e)
		if e < 3e-14 {
			break
		}
		kept = append(kept, n)
	}
	if len(kept) < 3 {
		return math.NaN(), errs
	}
	a, b := len(kept)-3, len(kept)-1
	return math.Log(errs[a]/errs[b]) / math.Log(float64(kept[b])/float64(kept[a])), errs
}

// DETEST runs to t = 20; the slopes are taken on a shorter interval, where coarse grids are good already.
func TestOrderOnDetest(t *testing.T) {
	b := engines.Go(t)
	x0 := append(append(append([][]float64(nil), ones4...), ones4...), ones4...)
	for _, m := range unsplit() {
		end, grids := 4.0, []int{96, 192, 384}
		switch {
		case m.Order() < 4:
			grids = []int{32, 64, 128}
		case m.Order() == 5:
			grids = []int{8, 12, 16, 24, 32, 48, 64, 96, 128, 192}
		case m.Order() > 5:
			end, grids = 8, []int{4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48}
		}
		runs := map[int][]float64{}
		for row := range 4 {
			slope, errs := slopeOn(grids, func(n int) float64 {
				if runs[n] == nil {
					out := MustExecOnce(b, func(x *Node) *Node { return ode.Integrate(scaled, m, x, 0, end, n) }, x0)
					runs[n] = tensors.MustCopyFlatData[float64](out)
				}
				worst := 0.0
				for i, s := range scales {
					worst = math.Max(worst, math.Abs(runs[n][4*i+row]-detestExact(s * end)[row]))
				}
				return worst
			})
			if !(slope >= float64(m.Order())-slopeSlack) {
				t.Errorf("%s on A%d: slope %.2f, errors %.2g", m, row+1, slope, errs)
			}
		}
	}
}

// The scope's example: rk4 on A3 to t = 20 with 400, 800 and 1600 steps.
func TestRK4OnA3(t *testing.T) {
	b := engines.Go(t)
	var e [3]float64
	for i, n := range []int{400, 800, 1600} {
		out := MustExecOnce(b, func(x *Node) *Node { return ode.Integrate(detest, ode.RK4, x, 0, 20, n) }, ones4)
		e[i] = math.Abs(tensors.MustCopyFlatData[float64](out)[2] - detestExact(20)[2])
	}
	if slope := math.Log2(e[0]/e[2]) / 2; !(slope >= 4-slopeSlack) {
		t.Errorf("slope %.2f, errors %.3g", slope, e)
	}
}

// x' = x·Mᵀ with a rotation, a decay and a shear; the solution is the matrix exponential.
func TestOrderOnMatrixExponential(t *testing.T) {
	const end = 3
	b := engines.Go(t)
	m3 := mat.NewDense(3, 3, []float64{-0.2, -1.5, 0.3, 1.4, 0.1, 0, 0.5, -0.3, -0.9})
	x0 := [][]float64{{1, 0, 0.5}, {-0.3, 0.8, 0.2}}
	var e, scaled mat.Dense
	scaled.Scale(end, m3)
	e.Exp(&scaled)
	rows := [][]float64{m3.RawRowView(0), m3.RawRowView(1), m3.RawRowView(2)}
	for _, m := range unsplit() {
		slope, errs := gentest.Slope(m.Order(), func(n int) float64 {
			out := MustExecOnce(b, func(x *Node) *Node {
				f := func(_, x *Node) *Node { return DotProduct(x, Transpose(Const(x.Graph(), rows), 0, 1)) }
				return ode.Integrate(f, m, x, 0, end, n)
			}, x0)
			got, worst := tensors.MustCopyFlatData[float64](out), 0.0
			for i, x := range x0 {
				var want mat.VecDense
				want.MulVec(&e, mat.NewVecDense(3, x))
				for j := range 3 {
					worst = math.Max(worst, math.Abs(got[3*i+j]-want.AtVec(j)))
				}
			}
			return worst
		})
		if !(slope >= float64(m.Order())-slopeSlack) {
			t.Errorf("%s: slope %.2f, errors %.2g", m, slope, errs)
		}
	}
}
