package ode

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/loop"
)

// Adjoint is Integrate with the gradient of the continuous problem: a = ∂loss/∂x(t) satisfies da/dt = −aᵀ∂f/∂x and the gradient by
// what f captures is ∫ aᵀ∂f/∂θ dt (Pontryagin 1962; Chen et al., Neural ordinary differential equations, NeurIPS 2018). The backward
// pass integrates x, a and the integral from t1 to t0 by the same method with as many steps. Memory does not depend on n; the gradient is
// that of the exact solution, up to the error of the method, and wrong where x(t) can't be followed backward (strongly
// contracting fields): [AdjointInterpolated] does not do that. m is an explicit Runge-Kutta method; second derivatives are refused.
func Adjoint(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	return adjoint("Adjoint", f, m, x, t0, t1, n, false)
}

// AdjointInterpolated is Adjoint with x(t) on the way back read from the path of the way there, by Hermite's cubic through each
// step, so its memory is 2·n states (Daulbaev et al., Interpolation technique to speed up gradients propagation in neural
// ODEs, NeurIPS 2020). The gradient is of order 4 at most.
func AdjointInterpolated(f Field, m Stepper, x *Node, t0, t1 float64, n int) *Node {
	return adjoint("AdjointInterpolated", f, m, x, t0, t1, n, true)
}

func adjoint(fn string, f Field, m Stepper, x *Node, t0, t1 float64, n int, interpolated bool) *Node {
	g := newGrid(fn, m, x, t0, t1, n)
	wantExplicit(fn, m)
	f = checked(f)
	field := loop.Lift(func(a []*Node) []*Node { return []*Node{f(a[0], a[1])} }, g.t0, x)
	weights := weightsOf(fn, field.Captured, x)
	a := adjointProblem{field: field, weights: weights, method: m, grid: g, t1: t1}
	same := func(t, x *Node) *Node { return field.Call([]*Node{t, x}, field.Captured)[0] }
	end := Integrate(same, m, x, t0, t1, n)
	if interpolated {
		end = a.record(same, x)
	}
	a.end = end
	return loop.WithGradient(end, append([]*Node{x}, weights.nodes...), a.backward)
}

// wantExplicit refuses methods that make something else of the packed row of the backward pass than a point of any space.
func wantExplicit(fn string, m Stepper) {
	t, table := m.(Tableau)
	_, splits := m.(Symplectic)
	_, newton := m.(Newton)
	_, grows := m.(warmer)
	if table && t.implicit() || splits || newton || grows {
		exceptions.Panicf("ode.%s: want an explicit Runge-Kutta method, such as ode.RK4, got %v; ode.Checkpoint takes all methods", fn, m)
	}
}

type adjointProblem struct {
	field   *loop.Lifted
	weights captured
	method  Stepper
	grid    grid
	t1      float64
	end     *Node // x(t1)
	xs, fs  *Node // the path, [n+1, batch, dim]; nil if x is integrated backward
}

// record makes the steps of Integrate and keeps the path.
func (a *adjointProblem) record(f Field, x *Node) *Node {
	g := a.grid
	s, done := g.begin(f, a.method, x)
	table := BroadcastToDims(scalar(x, 0), append([]int{g.n + 1}, x.Shape().Dimensions...)...)
	init := append(s.nodes(), table, table)
	k := len(init) - 2
	out := loop.Repeat(g.n-done, func(i *Node, v []*Node) []*Node {
		now := state(v[:k])
		next, _ := a.method.Step(f, g.from(done, i), g.h, now)
		return append(next.nodes(), loop.SetRow(v[k], i, now.X), loop.SetRow(v[k+1], i, now.F))
	}, init...)
	last := Const(x.Graph(), int32(g.n))
	a.xs, a.fs = loop.SetRow(out[k], last, out[0]), loop.SetRow(out[k+1], last, out[1])
	return out[0]
}

// at is x(t) from the path.
func (a *adjointProblem) at(t *Node) *Node {
	steps := Div(Sub(t, a.grid.t0), a.grid.h)
	i := Min(Max(Floor(steps), scalar(t, 0)), scalar(t, float64(a.grid.n-1)))
	theta := Sub(steps, i)
	row := ConvertDType(i, Const(t.Graph(), int32(0)).DType())
	next := Add(row, Const(t.Graph(), int32(1)))
	d := hermite(a.grid.h, State{X: loop.Row(a.xs, row), F: loop.Row(a.fs, row)}, State{X: loop.Row(a.xs, next), F: loop.Row(a.fs, next)})
	return Add(d[0], Mul(theta, Add(d[1], Mul(theta, Add(d[2], Mul(theta, d[3]))))))
}

// backward integrates x (unless the path is there), the adjoint and the gradients by the weights, all packed into one row.
func (a *adjointProblem) backward(in []*Node, v *Node) []*Node {
	weights := in[1:]
	values := a.weights.with(weights)
	start := []*Node{v}
	for _, w := range weights {
		start = append(start, ZerosLike(w))
	}
	if a.xs == nil {
		start = append(start, StopGradient(a.end))
	}
	field := func(t, z *Node) *Node {
		parts := unpack(z, start)
		x := parts[len(parts)-1]
		if a.xs != nil {
			x = a.at(t)
		}
		x = Identity(StopGradient(x)) // gradients are by this node, not by earlier stages through it
		y := a.field.Call([]*Node{t, x}, values)
		grads := pullBack(y, parts[:1], append([]*Node{x}, weights...))
		for i := range grads {
			grads[i] = Neg(grads[i])
		}
		if a.xs == nil {
			grads = append(grads, y[0])
		}
		return pack(grads)
	}
	z := Integrate(field, a.method, pack(start), a.t1, a.grid.start, a.grid.n)
	return unpack(z, start)[:len(in)]
}

// pack joins tensors into one row [1, size].
func pack(parts []*Node) *Node {
	flat := make([]*Node, len(parts))
	for i, p := range parts {
		flat[i] = Reshape(p, 1, p.Shape().Size())
	}
	return Concatenate(flat, 1)
}

// unpack undoes pack, for parts of the shapes of like.
func unpack(z *Node, like []*Node) []*Node {
	out := make([]*Node, len(like))
	at := 0
	for i, l := range like {
		n := l.Shape().Size()
		out[i] = Reshape(Slice(z, AxisRange(), AxisRange(at, at+n)), l.Shape().Dimensions...)
		at += n
	}
	return out
}
