package loop_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/loop"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// A few dozen operations on numbers of order one.
var tolerance = map[dtypes.DType]float64{dtypes.Float64: 1e-12, dtypes.Float32: 1e-5}

// run evaluates f in both precisions on both engines; f returns numbers that must be equal in pairs.
func run(t *testing.T, f func(x, w *Node) (got, want *Node)) {
	t.Helper()
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for dtype, tol := range tolerance {
			exec := MustNewExec(b, func(x, w *Node) (*Node, *Node) {
				got, want := f(ConvertDType(x, dtype), ConvertDType(w, dtype))
				return ConvertDType(got, dtypes.Float64), ConvertDType(want, dtypes.Float64)
			})
			out, err := exec.Call([][]float64{{0.5, -0.2}, {0.1, 0.9}, {-1, 0.3}}, [][]float64{{0.8, -0.3}, {0.4, 0.6}})
			if err != nil {
				t.Fatal(err)
			}
			got, want := tensors.MustCopyFlatData[float64](out[0]), tensors.MustCopyFlatData[float64](out[1])
			for i := range want {
				if !(math.Abs(got[i]-want[i]) <= tol*(1+math.Abs(want[i]))) || len(got) != len(want) {
					t.Errorf("%s: got %v, want %v", dtype, got, want)
					break
				}
			}
		}
	})
}

// layer is x ↦ tanh(x·w) + x/2; its scalars and the transposed weight are made in the body.
func layer(x, w *Node) *Node { return Add(Tanh(DotProduct(x, Transpose(w, 0, 1))), MulScalar(x, 0.5)) }

func unrolled(n int, x *Node, f func(x *Node) *Node) *Node {
	for range n {
		x = f(x)
	}
	return x
}

func repeated(n int, x *Node, f func(x *Node) *Node) *Node {
	return loop.Repeat(n, func(_ *Node, s []*Node) []*Node { return []*Node{f(s[0])} }, x)[0]
}

func TestCapturedWeights(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		f := func(x *Node) *Node { return layer(x, w) }
		return repeated(5, x, f), unrolled(5, x, f)
	})
}

// A large constant (GoMLX forgets its value), an Iota and the number of the pass.
func TestConstants(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		large := make([]float64, 64)
		large[3] = 2
		c := func(x *Node) *Node { return Add(x, ReduceAllSum(ConvertDType(Const(x.Graph(), large), x.DType()))) }
		got = loop.Repeat(3, func(i *Node, s []*Node) []*Node {
			ramp := Iota(x.Graph(), s[0].Shape(), 1)
			return []*Node{c(Add(s[0], Mul(ramp, ConvertDType(i, x.DType()))))}
		}, x)[0]
		return got, AddScalar(Add(x, MulScalar(Iota(x.Graph(), x.Shape(), 1), 3)), 6)
	})
}

func TestGradientInside(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		f := func(x *Node) *Node { return diffop.VJP(layer(x, w), x, x) }
		return repeated(4, x, f), unrolled(4, x, f)
	})
}

func TestNestedVJPInside(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		f := func(x *Node) *Node {
			inner := diffop.VJP(layer(x, w), x, Sin(x))
			return Add(diffop.VJP(inner, x, x), diffop.JVP(layer(x, w), x, x))
		}
		return repeated(3, x, f), unrolled(3, x, f)
	})
}

// Two values, one of which swaps places with the other, and one that stays.
func TestWhileOfSeveralValues(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		limit := MulScalar(OnesLike(ReduceAllSum(w)), 20)
		s := loop.While(func(s []*Node) *Node { return LessThan(ReduceAllSum(s[1]), limit) },
			func(s []*Node) []*Node { return []*Node{s[1], Add(s[0], Add(s[1], s[2])), s[2], s[2]} },
			x, OnesLike(x), OnesLike(x), ZerosLike(x))
		want, b := x, OnesLike(x) // sums of b: 6, 12.6, 24.6
		for range 2 {
			want, b = b, AddScalar(Add(want, b), 1)
		}
		return Concatenate([]*Node{s[0], s[1], s[3]}, 0), Concatenate([]*Node{want, b, OnesLike(x)}, 0)
	})
}

// Reductions of all kinds, over one axis, several and all, of even and odd length.
func TestReductionsInside(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		f := func(x *Node) *Node {
			s := Stack([]*Node{x, Sin(x), Cos(x)}, 1) // [3, 3, 2]
			y := Add(Mul(ReduceSum(s, 1), ReduceMax(s, 1)), Reshape(ReduceMultiply(s, 0, 2), 3, 1))
			y = Add(y, Add(ReduceAllMean(x), ReduceAllMin(x)))
			fine := LogicalAll(IsFinite(y))
			return Where(fine, Tanh(Mul(y, Div(Exp(x), ReduceAllSum(Exp(x))))), ZerosLike(x))
		}
		return repeated(3, x, f), unrolled(3, x, f)
	})
}

// Broadcasts of the same rank before an operation, which pure Go leaves out.
func TestBroadcasts(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		f := func(x *Node) *Node {
			row := BroadcastToShape(SliceAxis(x, 0, AxisElem(1)), x.Shape())
			return Mul(Mul(BroadcastToShape(Sin(x), x.Shape()), row), Cos(row))
		}
		return repeated(2, x, f), unrolled(2, x, f)
	})
}

// Only the first value is used: pure Go ends the process if a loop's last values are made after all that a graph returns.
func TestOneOfManyValues(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		return loop.Repeat(2, func(_ *Node, s []*Node) []*Node { return []*Node{Add(s[0], w2(w, x)), s[0]} }, x, Sin(x))[0], Add(x, MulScalar(w2(w, x), 2))
	})
}

func w2(w, x *Node) *Node { return Mul(OnesLike(x), ReduceAllSum(w)) }

func TestNoPass(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) { return repeated(0, x, Sin), x })
}

// The derivative of the unrolled loop, taken backwards in another loop.
func TestWithGradient(t *testing.T) {
	const n = 4
	run(t, func(x, w *Node) (got, want *Node) {
		pass := loop.Lift(func(a []*Node) []*Node { return []*Node{MulScalar(layer(a[0], w), 0.5)} }, x)
		f := func(x *Node) *Node { return pass.Call([]*Node{x}, pass.Captured)[0] }
		in := append([]*Node{x}, pass.Captured...)
		y := loop.WithGradient(repeated(n, x, f), in, func(in []*Node, v *Node) []*Node {
			again := unrolled(n, in[0], func(x *Node) *Node { return pass.Call([]*Node{x}, in[1:])[0] })
			return Gradient(ReduceAllSum(Mul(again, StopGradient(v))), in...)
		})
		all := func(y *Node) *Node {
			g := Gradient(ReduceAllSum(Square(y)), x, w)
			return Concatenate([]*Node{y, g[0], g[1]}, 0)
		}
		return all(y), all(unrolled(n, x, f))
	})
}

func TestErrors(t *testing.T) {
	b := engines.Go(t)
	same := func(s []*Node) []*Node { return s }
	yes := func(s []*Node) *Node { return LessThan(ReduceAllSum(s[0]), Const(s[0].Graph(), 9.0)) }
	for _, c := range []struct {
		want string
		f    func(x *Node) *Node
	}{
		{"at least one value", func(x *Node) *Node { return loop.While(yes, same)[0] }},
		{"at least 0 passes", func(x *Node) *Node { return repeated(-1, x, Sin) }},
		{"scalar bool", func(x *Node) *Node { return loop.While(func(s []*Node) *Node { return s[0] }, same, x)[0] }},
		{"as many values", func(x *Node) *Node {
			return loop.While(yes, func(s []*Node) []*Node { return append(s, s[0]) }, x)[0]
		}},
		{"of the shape it has", func(x *Node) *Node { return repeated(2, x, func(x *Node) *Node { return ReduceAllSum(x) }) }},
		{"holds closures", func(x *Node) *Node { return repeated(2, x, func(x *Node) *Node { return repeated(2, x, Sin) }) }},
		{"is a scatter, a window or an ArgMax", func(x *Node) *Node {
			return repeated(2, x, func(x *Node) *Node { return Add(x, ConvertDType(ArgMax(x, 0), x.DType())) })
		}},
		{"no gradient is defined", func(x *Node) *Node { return Gradient(ReduceAllSum(repeated(2, x, Sin)), x)[0] }},
		{"must be a closure of the current function", func(x *Node) *Node {
			body := NewClosure(x.Graph(), func(g *Graph) []*Node {
				return []*Node{repeated(2, Parameter(g, "x", x.Shape()), Sin)}
			})
			return While(body, body, x)[0]
		}},
	} {
		if _, err := CallOnce(b, c.f, []float64{1, 2}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// Powers of two, written in one loop and added up from behind in another; rows outside of the table are those at its ends.
func TestRows(t *testing.T) {
	run(t, func(x, w *Node) (got, want *Node) {
		table := loop.Repeat(4, func(i *Node, s []*Node) []*Node {
			return []*Node{MulScalar(s[0], 2), loop.SetRow(s[1], i, s[0])}
		}, x, BroadcastToDims(ZerosLike(ReduceAllSum(x)), 4, 3, 2))[1]
		sum := loop.Repeat(5, func(i *Node, s []*Node) []*Node {
			return []*Node{Add(MulScalar(s[0], 10), loop.Row(table, Sub(Const(x.Graph(), int32(3)), i)))}
		}, ZerosLike(x))[0]
		return sum, MulScalar(x, 84211)
	})
}
