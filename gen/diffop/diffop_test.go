package diffop_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// points are three examples of (x, y).
var points = [][]float64{{0.3, -0.7}, {1.2, 0.4}, {-0.5, 0.9}}

// eps is the tolerance by precision: a few dozen roundings of numbers of order 1 to 10.
var eps = map[dtypes.DType]float64{dtypes.Float64: 1e-13, dtypes.Float32: 2e-5}

// check runs build at points in both precisions on every engine, and compares row by row with want.
func check(t *testing.T, build func(x *Node) *Node, want func(x, y float64) []float64) {
	t.Helper()
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for dtype, tol := range eps {
			out, err := CallOnce(b, func(x *Node) *Node {
				return ConvertDType(build(ConvertDType(x, dtype)), dtypes.Float64)
			}, points)
			if err != nil {
				t.Fatalf("%s: %v", dtype, err)
			}
			got := tensors.MustCopyFlatData[float64](out)
			var expected []float64
			for _, p := range points {
				expected = append(expected, want(p[0], p[1])...)
			}
			if len(got) != len(expected) {
				t.Fatalf("%s: got %d numbers (shape %s), want %d", dtype, len(got), out.Shape(), len(expected))
			}
			for i, w := range expected {
				if !(math.Abs(got[i]-w) <= tol*(1+math.Abs(w))) {
					t.Errorf("%s: entry %d: got %.15g, want %.15g", dtype, i, got[i], w)
				}
			}
		}
	})
}

// u = eˣ sin 2y, with Δu = −3u.
func wave(x, y *Node) *Node { return Mul(Exp(x), Sin(MulScalar(y, 2))) }

// field is f = (x²y, x + y³) with the Jacobian ((2xy, x²), (1, 3y²)).
func field(x *Node) *Node {
	c := diffop.Columns(x)
	return Concatenate([]*Node{Mul(Square(c[0]), c[1]), Add(c[0], Mul(c[1], Square(c[1])))}, 1)
}

func TestPartial(t *testing.T) {
	build := func(order func(x, y *Node) []*Node) func(*Node) *Node {
		return func(p *Node) *Node {
			c := diffop.Columns(p)
			return diffop.Partial(wave(c[0], c[1]), order(c[0], c[1])...)
		}
	}
	t.Run("x", func(t *testing.T) {
		check(t, build(func(x, _ *Node) []*Node { return []*Node{x} }),
			func(x, y float64) []float64 { return []float64{math.Exp(x) * math.Sin(2*y)} })
	})
	t.Run("yyx", func(t *testing.T) {
		check(t, build(func(x, y *Node) []*Node { return []*Node{y, y, x} }),
			func(x, y float64) []float64 { return []float64{-4 * math.Exp(x) * math.Sin(2*y)} })
	})
	t.Run("yyyy", func(t *testing.T) {
		check(t, build(func(_, y *Node) []*Node { return []*Node{y, y, y, y} }),
			func(x, y float64) []float64 { return []float64{16 * math.Exp(x) * math.Sin(2*y)} })
	})
}

// A field [batch] by coordinates [batch, 1] keeps the shape [batch].
func TestPartialKeepsShape(t *testing.T) {
	check(t, func(p *Node) *Node {
		c := diffop.Columns(p)
		d := diffop.Partial(Squeeze(wave(c[0], c[1]), 1), c[1])
		d.AssertDims(len(points))
		return d
	}, func(x, y float64) []float64 { return []float64{2 * math.Exp(x) * math.Cos(2*y)} })
}

func TestPartialAt(t *testing.T) {
	check(t, func(p *Node) *Node {
		c := diffop.Columns(p)
		return diffop.PartialAt(wave(c[0], c[1]), p, 1, 0, 1, 1)
	}, func(x, y float64) []float64 { return []float64{-8 * math.Exp(x) * math.Cos(2*y)} })
}

func TestGrad(t *testing.T) {
	check(t, func(p *Node) *Node {
		c := diffop.Columns(p)
		return diffop.Grad(wave(c[0], c[1]), p)
	}, func(x, y float64) []float64 {
		return []float64{math.Exp(x) * math.Sin(2*y), 2 * math.Exp(x) * math.Cos(2*y)}
	})
}

func TestLaplacian(t *testing.T) {
	check(t, func(p *Node) *Node {
		c := diffop.Columns(p)
		return diffop.Laplacian(wave(c[0], c[1]), p)
	}, func(x, y float64) []float64 { return []float64{-3 * math.Exp(x) * math.Sin(2*y)} })
}

func TestJacobian(t *testing.T) {
	check(t, func(p *Node) *Node { return diffop.Jacobian(field(p), p) },
		func(x, y float64) []float64 { return []float64{2 * x * y, x * x, 1, 3 * y * y} })
}

// More outputs than inputs, so that a transposed result shows in the shape.
func TestJacobianOfThreeByTwo(t *testing.T) {
	check(t, func(p *Node) *Node {
		c := diffop.Columns(p)
		j := diffop.Jacobian(Concatenate([]*Node{Sin(c[0]), Mul(c[0], c[1]), c[1]}, 1), p)
		j.AssertDims(len(points), 3, 2)
		return j
	}, func(x, y float64) []float64 { return []float64{math.Cos(x), 0, y, x, 0, 1} })
}

func TestVJP(t *testing.T) {
	// v = x itself: its own dependence on x must not enter.
	check(t, func(p *Node) *Node { return diffop.VJP(field(p), p, p) },
		func(x, y float64) []float64 { return []float64{x*2*x*y + y, x*x*x + y*3*y*y} })
}

func TestJVP(t *testing.T) {
	check(t, func(p *Node) *Node { return diffop.JVP(field(p), p, p) },
		func(x, y float64) []float64 { return []float64{2*x*y*x + x*x*y, x + 3*y*y*y} })
}

// The product with a vector that depends on x is differentiated through that vector:
// d(vᵀJ)₀/dx of v = x is d(2x²y + y)/dx.
func TestVJPIsDifferentiable(t *testing.T) {
	check(t, func(p *Node) *Node {
		return diffop.PartialAt(diffop.Columns(diffop.VJP(field(p), p, p))[0], p, 0)
	}, func(x, y float64) []float64 { return []float64{4 * x * y} })
	check(t, func(p *Node) *Node {
		return diffop.PartialAt(diffop.Columns(diffop.JVP(field(p), p, p))[0], p, 0)
	}, func(x, y float64) []float64 { return []float64{6 * x * y} })
}

func TestDivergence(t *testing.T) {
	check(t, func(p *Node) *Node { return diffop.Divergence(field(p), p) },
		func(x, y float64) []float64 { return []float64{2*x*y + 3*y*y} })
}

// The estimate is εᵀJε for every ε, not only on average.
func TestHutchinsonDivergence(t *testing.T) {
	probe := [][]float64{{1, -1}, {1, -1}, {1, -1}}
	check(t, func(p *Node) *Node {
		return diffop.HutchinsonDivergence(field(p), p, ConstAsDType(p.Graph(), p.DType(), probe))
	}, func(x, y float64) []float64 { return []float64{2*x*y + 3*y*y - x*x - 1} })
}

// Over all sign vectors the cross terms cancel and the mean is the exact trace.
func TestHutchinsonIsUnbiased(t *testing.T) {
	check(t, func(p *Node) *Node {
		mean := ZerosLike(diffop.Divergence(field(p), p))
		for _, sign := range []float64{1, -1} {
			row := []float64{1, sign}
			probe := ConstAsDType(p.Graph(), p.DType(), [][]float64{row, row, row})
			mean = Add(mean, MulScalar(diffop.HutchinsonDivergence(field(p), p, probe), 0.5))
		}
		return mean
	}, func(x, y float64) []float64 { return []float64{2*x*y + 3*y*y} })
}

func TestLogSumExp(t *testing.T) {
	check(t, func(p *Node) *Node { return diffop.LogSumExp(p, 1) },
		func(x, y float64) []float64 { return []float64{math.Log(math.Exp(x) + math.Exp(y))} })
	check(t, func(p *Node) *Node { return diffop.Grad(diffop.LogSumExp(p, -1), p) },
		func(x, y float64) []float64 {
			s := math.Exp(x) + math.Exp(y)
			return []float64{math.Exp(x) / s, math.Exp(y) / s}
		})
	check(t, func(p *Node) *Node { return diffop.Laplacian(diffop.LogSumExp(p, 1), p) },
		func(x, y float64) []float64 {
			s := 1 / (1 + math.Exp(x-y))
			return []float64{2 * s * (1 - s)}
		})
	// log(e^1000 + e^999 + 0) without overflow; nothing at all; and the derivative beside a −∞.
	inf := math.Inf(-1)
	check(t, func(p *Node) *Node {
		g := p.Graph()
		large := diffop.LogSumExp(ConstAsDType(g, p.DType(), []float64{1000, 999, inf}))
		none := Exp(diffop.LogSumExp(ConstAsDType(g, p.DType(), []float64{inf, inf})))
		c := diffop.Columns(p)
		beside := Concatenate([]*Node{c[0], AddScalar(c[1], inf)}, 1)
		d := diffop.Partial(diffop.LogSumExp(beside, 1), c[0])
		return Add(d, Add(SubScalar(large, 1000), none))
	}, func(_, _ float64) []float64 { return []float64{1 + math.Log1p(math.Exp(-1))} })
}

func TestWrongShapes(t *testing.T) {
	b := engines.Go(t)
	for want, build := range map[string]func(x *Node) *Node{
		"Partial: want u [batch] or [batch, 1], got (Float64)[3 2]":           func(x *Node) *Node { return diffop.Partial(x, x) },
		"PartialAt: want column numbers from 0 to 1":                          func(x *Node) *Node { return diffop.PartialAt(ReduceSum(x, 1), x, 2) },
		"Grad: want one batch size in axis 0":                                 func(x *Node) *Node { return diffop.Grad(ReduceSum(x, 0), x) },
		"Jacobian: want f [batch, dim], got (Float64)[3]":                     func(x *Node) *Node { return diffop.Jacobian(ReduceSum(x, 1), x) },
		"VJP: want v of the shape of f (Float64)[3], got (Float64)[3 2]":      func(x *Node) *Node { return diffop.VJP(ReduceSum(x, 1), x, x) },
		"Divergence: want f of the shape of x (Float64)[3 2], got (Float64)[": func(x *Node) *Node { return diffop.Divergence(diffop.Columns(x)[0], x) },
	} {
		_, err := CallOnce(b, build, points)
		if err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(want, "[3 2]", "[3, 2]")) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}
