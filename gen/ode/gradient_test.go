package ode_test

import (
	"math"
	"testing"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// The scope's bar for the adjoint; a recomputed step differs from the unrolled one in rounding alone.
const (
	adjointTol    = 1e-4
	checkpointTol = 1e-11
)

// gradients returns loss, ∂loss/∂x, ∂loss/∂w and ∂loss/∂b for a small network that captures w and b.
func gradients(solve func(f ode.Field, x *Node) *Node) func(x, w, b *Node) []*Node {
	return func(x, w, b *Node) []*Node {
		f := func(t, x *Node) *Node { return Sub(Tanh(Add(DotProduct(x, w), Mul(b, Cos(t)))), MulScalar(x, 0.3)) }
		loss := ReduceAllSum(Square(solve(f, x)))
		return append([]*Node{loss}, Gradient(loss, x, w, b)...)
	}
}

func compareGradients(t *testing.T, b compute.Backend, tol float64, got, want func(f ode.Field, x *Node) *Node) {
	t.Helper()
	run := func(b compute.Backend, solve func(f ode.Field, x *Node) *Node) []*tensors.Tensor {
		out, err := CallOnceN(b, func(x, w, b *Node) []*Node { return gradients(solve)(x, w, b) },
			[][]float64{{0.5, -0.2}, {0.1, 0.9}, {-1, 0.3}}, [][]float64{{0.8, -0.3}, {0.4, 0.6}}, [][]float64{{0.2, -0.7}})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	g, w := run(b, got), run(engines.Go(t), want) // XLA compiles unrolled steps for seconds
	for i := range w {
		gi, wi := tensors.MustCopyFlatData[float64](g[i]), tensors.MustCopyFlatData[float64](w[i])
		for j := range wi {
			if !(math.Abs(gi[j]-wi[j]) <= tol*(math.Abs(wi[j])+1e-3)) {
				t.Errorf("gradient %d: got %.10g, want %.10g", i, gi, wi)
				break
			}
		}
	}
}

func TestGradients(t *testing.T) {
	const n = 20
	type solver = func(f ode.Field, m ode.Stepper, x *Node, t0, t1 float64, n int) *Node
	of := func(s solver, m ode.Stepper, t0, t1 float64) func(f ode.Field, x *Node) *Node {
		return func(f ode.Field, x *Node) *Node { return s(f, m, x, t0, t1, n) }
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		compareGradients(t, b, adjointTol, of(ode.Adjoint, ode.RK4, 0, 1), of(ode.Solve, ode.RK4, 0, 1))
		compareGradients(t, b, adjointTol, of(ode.AdjointInterpolated, ode.RK4, 0, 1), of(ode.Solve, ode.RK4, 0, 1))
		compareGradients(t, b, checkpointTol, of(ode.Checkpoint, ode.RK4, 0, 1), of(ode.Solve, ode.RK4, 0, 1))
	})
	b := engines.Go(t)
	for _, m := range []ode.Stepper{ode.Euler, ode.Tsit5, ode.AdamsBashforthMoulton, ode.ImplicitMidpoint} {
		compareGradients(t, b, checkpointTol, of(ode.Checkpoint, m, 1, 0), of(ode.Solve, m, 1, 0))
	}
	compareGradients(t, b, adjointTol, of(ode.Adjoint, ode.Tsit5, 1, 0), of(ode.Solve, ode.Tsit5, 1, 0))
	compareGradients(t, b, adjointTol, of(ode.AdjointInterpolated, ode.Dopri5, 1, 0), of(ode.Solve, ode.Dopri5, 1, 0))
}

// A gradient in float32, and a field that captures what was computed before, whose own inputs get their gradient too.
func TestGradientsArriveBehindWhatIsCaptured(t *testing.T) {
	for name, solve := range map[string]func(f ode.Field, m ode.Stepper, x *Node, t0, t1 float64, n int) *Node{
		"checkpoint": ode.Checkpoint, "adjoint": ode.Adjoint, "interpolated": ode.AdjointInterpolated,
	} {
		out := MustExecOnce(engines.Go(t), func(x, w *Node) *Node {
			x, w = ConvertDType(x, dtypes.Float32), ConvertDType(w, dtypes.Float32)
			rate := Square(w) // captured; x(1) = x·exp(−w²), ∂/∂w = −2w·x(1)
			y := solve(func(_, x *Node) *Node { return Neg(Mul(x, rate)) }, ode.RK4, x, 0, 1, 16)
			return ConvertDType(Gradient(ReduceAllSum(y), w)[0], dtypes.Float64)
		}, [][]float64{{1.5}}, 0.7)
		if got, want := tensors.ToScalar[float64](out), -2*0.7*1.5*math.Exp(-0.49); math.Abs(got-want) > 1e-4 {
			t.Errorf("%s: ∂x(1)/∂w = %g, want %g", name, got, want)
		}
	}
}

// A continuous flow: the state carries the log-density, and the field a derivative of its own (Grathwohl et al., FFJORD, ICLR 2019).
func TestGradientsThroughADivergence(t *testing.T) {
	flow := func(solve func(f ode.Field, m ode.Stepper, x *Node, t0, t1 float64, n int) *Node) func(x, w *Node) []*Node {
		return func(x, w *Node) []*Node {
			f := func(_, z *Node) *Node {
				at := Identity(Slice(z, AxisRange(), AxisRange(0, 2)))
				dx := Tanh(DotProduct(at, w))
				return Concatenate([]*Node{dx, Neg(InsertAxes(diffop.Divergence(dx, at), 1))}, 1)
			}
			z := Concatenate([]*Node{x, MulScalar(Slice(x, AxisRange(), AxisElem(0)), 0)}, 1)
			loss := ReduceAllSum(Square(solve(f, ode.RK4, z, 0, 1, 10)))
			return append([]*Node{loss}, Gradient(loss, x, w)...)
		}
	}
	b := engines.Go(t)
	x, w := [][]float64{{0.5, -0.2}, {0.1, 0.9}}, [][]float64{{0.8, -0.3}, {0.4, 0.6}}
	want := MustExecOnceN(b, flow(ode.Solve), x, w)
	for name, solve := range map[string]func(f ode.Field, m ode.Stepper, x *Node, t0, t1 float64, n int) *Node{
		"checkpoint": ode.Checkpoint, "adjoint": ode.Adjoint, "interpolated": ode.AdjointInterpolated,
	} {
		got := MustExecOnceN(b, flow(solve), x, w)
		for i := range want {
			if off := worst(tensors.MustCopyFlatData[float64](got[i]), tensors.MustCopyFlatData[float64](want[i])); !(off <= adjointTol) {
				t.Errorf("%s: output %d is off by %.2g", name, i, off)
			}
		}
	}
}
