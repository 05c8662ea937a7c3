package ode_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Coefficients are rounded to 16 digits, sizes up to 40, of both signs.
const conditionTol = 2e-13

// tree is a rooted tree, as the trees that hang from its root.
type tree []tree

func (t tree) order() int {
	n := 1
	for _, c := range t {
		n += c.order()
	}
	return n
}

// density is γ(t): the order times the densities of the subtrees (Butcher 1963).
func (t tree) density() float64 {
	d := float64(t.order())
	for _, c := range t {
		d *= c.density()
	}
	return d
}

// weights are Φ_i(t), so that the order condition is Σ b_i·Φ_i(t) = 1/γ(t).
func (t tree) weights(a [][]float64) []float64 {
	out := make([]float64, len(a))
	for i := range out {
		out[i] = 1
	}
	for _, c := range t {
		inner := c.weights(a)
		for i, row := range a {
			s := 0.0
			for j, v := range row {
				s += v * inner[j]
			}
			out[i] *= s
		}
	}
	return out
}

// trees are all rooted trees with n vertices: 1, 1, 2, 4, 9, 20, 48, 115 of them. The subtrees of a root go in falling order of their
// number in the list of all, so that none comes twice.
func trees(n int) []tree {
	var all []tree
	for k := 1; k < n; k++ {
		all = append(all, trees(k)...)
	}
	var out []tree
	var grow func(left, most int, t tree)
	grow = func(left, most int, t tree) {
		if left == 0 {
			out = append(out, append(tree(nil), t...))
		}
		for i := most; i >= 0; i-- {
			if all[i].order() <= left {
				grow(left-all[i].order(), i, append(t, all[i]))
			}
		}
	}
	grow(n-1, len(all)-1, nil)
	return out
}

func TestNumberOfTrees(t *testing.T) {
	for i, want := range []int{1, 1, 2, 4, 9, 20, 48, 115} {
		if got := len(trees(i + 1)); got != want {
			t.Errorf("%d trees of order %d, want %d", got, i+1, want)
		}
	}
}

// Rows of A add up to C, and B satisfies all order conditions up to P, the embedded methods those up to theirs, the
// interpolants those up to 4, or 7.
func TestOrderConditions(t *testing.T) {
	var all [][]tree
	for n := 1; n <= 8; n++ {
		all = append(all, trees(n))
	}
	for _, m := range append(append([]ode.Tableau(nil), explicit...), implicit...) {
		for i, row := range m.A {
			sum := 0.0
			for _, a := range row {
				sum += a
			}
			if math.Abs(sum-m.C[i]) > conditionTol {
				t.Errorf("%s: row %d of A adds up to %.17g, C is %.17g", m, i, sum, m.C[i])
			}
		}
		conditions := func(what string, a [][]float64, b []float64, order int, theta float64) {
			for _, ts := range all[:order] {
				for _, tr := range ts {
					sum := 0.0
					for i, w := range tr.weights(a) {
						sum += b[i] * w
					}
					if want := math.Pow(theta, float64(tr.order())) / tr.density(); math.Abs(sum-want) > conditionTol {
						t.Errorf("%s: %s misses the condition of order %d for %v: %.15g, want %.15g", m, what, tr.order(), tr, sum, want)
					}
				}
			}
		}
		conditions("B", m.A, m.B, m.P, 1)
		for j, e := range m.Errors {
			b := make([]float64, len(m.B))
			for i := range b {
				b[i] = m.B[i] - e[i]
			}
			order := m.Q
			if len(m.Errors) == 2 { // DOP853's E5 and E3; Q is that of their combination
				order = []int{5, 3}[j]
			}
			conditions(fmt.Sprint("estimate ", j), m.A, b, order, 1)
		}
		if m.Interp != nil {
			a, order, ends := m.A, 4, m.B
			if m.More != nil { // after the stages come f at the end of the step, whose row of A is B, and the others
				a, order, ends = append(append(append([][]float64(nil), a...), m.B), m.More...), 7, append(append([]float64(nil), m.B...), make([]float64, 1+len(m.More))...)
			}
			for _, theta := range []float64{0.3, 0.7, 1} {
				b := make([]float64, len(m.Interp))
				for i, row := range m.Interp {
					for j := len(row) - 1; j >= 0; j-- {
						b[i] = (b[i] + row[j]) * theta
					}
					if theta == 1 && math.Abs(b[i]-ends[i]) > conditionTol {
						t.Errorf("%s: the interpolant of stage %d ends at %g, B is %g", m, i, b[i], ends[i])
					}
				}
				conditions(fmt.Sprintf("interpolant at %g", theta), a, b, order, theta)
			}
		}
	}
}

// Energy of the pendulum H = p²/2 − cos q over 100 periods: it swings, and its mean over the last tenth is that of the first; RK4 loses
// some all the time.
func TestSymplecticEnergy(t *testing.T) {
	pendulum := ode.Separable(func(p *Node) *Node { return p }, Sin)
	const h, steps = 0.2, 3000
	energies := func(m ode.Stepper) (first, last float64) {
		at := make([]float64, 2)
		for i, n := range []int{steps / 10, steps} {
			out := MustExecOnce(engines.Go(t), func(x *Node) *Node { return ode.Integrate(pendulum, m, x, 0, h*float64(n), n) }, [][]float64{{1, 0}, {2, 0}})
			x := tensors.MustCopyFlatData[float64](out)
			for j := 0; j < 4; j += 2 {
				start := -math.Cos(float64(1 + j/2))
				at[i] = math.Max(at[i], math.Abs(x[j+1]*x[j+1]/2-math.Cos(x[j])-start))
			}
		}
		return at[0], at[1]
	}
	bars := map[string]float64{"Leapfrog": 0.02, "Yoshida4": 0.002} // about h²/2 and h⁴
	for _, m := range []method{ode.Leapfrog, ode.Yoshida4} {
		if first, last := energies(m); first > bars[m.String()] || last > bars[m.String()] {
			t.Errorf("%s: energy off by %.2g after a tenth, %.2g at the end", m, first, last)
		}
	}
	if first, last := energies(ode.Heun); last < 5*first { // the test can tell
		t.Errorf("Heun: energy off by %.2g after a tenth, %.2g at the end", first, last)
	}
}

// On XLA: one method of each kind against pure Go, in a loop, in both precisions.
func TestOnXLA(t *testing.T) {
	b := engines.XLA(t)
	for _, m := range []method{ode.Tsit5, ode.AdamsBashforthMoulton, ode.Yoshida4, ode.Kvaerno3} {
		for dtype, tol := range map[dtypes.DType]float64{dtypes.Float64: 1e-10, dtypes.Float32: 1e-4} {
			f := func(x *Node) *Node {
				pendulum := ode.Separable(func(p *Node) *Node { return p }, Sin)
				return ConvertDType(ode.Integrate(pendulum, m, ConvertDType(x, dtype), 0, 1, 8), dtypes.Float64)
			}
			run := func(b compute.Backend) []float64 {
				return tensors.MustCopyFlatData[float64](MustExecOnce(b, f, [][]float64{{1, 0}, {0.5, 0.3}}))
			}
			if off := worst(run(b), run(engines.Go(t))); !(off <= tol) {
				t.Errorf("%s in %s: XLA and Go differ by %.2g", m, dtype, off)
			}
		}
	}
}

// Robertson's reaction in a graph, with Newton's iteration in the loop.
func TestStiffInGraph(t *testing.T) {
	out := MustExecOnceN(engines.Go(t), func(x *Node) []*Node {
		f := func(_, x *Node) *Node {
			a, b, c := Slice(x, AxisRange(), AxisElem(0)), Slice(x, AxisRange(), AxisElem(1)), Slice(x, AxisRange(), AxisElem(2))
			slow := Add(MulScalar(a, -0.04), MulScalar(Mul(b, c), 1e4))
			fast := MulScalar(Square(b), 3e7)
			return Concatenate([]*Node{slow, Neg(Add(slow, fast)), fast}, 1)
		}
		r := ode.Adaptive{Method: ode.Kvaerno3, RTol: 1e-4, ATol: 1e-9}.Solve(f, x, 0, 40)
		return []*Node{r.X, r.Steps, r.Rejections}
	}, [][]float64{{1, 0, 0}})
	t.Logf("%v steps, %v rejections", out[1].Value(), out[2].Value())
	if off := worst(tensors.MustCopyFlatData[float64](out[0]), []float64{0.7158270687193941, 9.185534764557338e-6, 0.2841637457458413}); !(off < 1e-3) {
		t.Errorf("off by %.2g: %v", off, out[0].Value())
	}
}

func TestBadInput(t *testing.T) {
	decay := func(_, x *Node) *Node { return Neg(x) }
	solve := func(f ode.Field, m ode.Stepper, t0, t1 float64, n int) func(x *Node) *Node {
		return func(x *Node) *Node { return ode.Solve(f, m, x, t0, t1, n) }
	}
	adaptive := func(a ode.Adaptive) func(x *Node) *Node {
		return func(x *Node) *Node { return a.Solve(decay, x, 0, 1).X }
	}
	for _, c := range []struct {
		want string
		f    func(x *Node) *Node
	}{
		{"at least one step, got 0", solve(decay, ode.RK4, 0, 1, 0)},
		{"t0 = t1 = 1", solve(decay, ode.RK4, 1, 1, 5)},
		{"finite times", solve(decay, ode.RK4, 0, math.NaN(), 5)},
		{"want a method", solve(decay, nil, 0, 1, 5)},
		{"want a field", solve(nil, ode.RK4, 0, 1, 5)},
		{"want a field", func(x *Node) *Node { return ode.Adaptive{}.Solve(nil, x, 0, 1).X }},
		{"of the shape of x", solve(func(_, x *Node) *Node { return ReduceAllSum(x) }, ode.RK4, 0, 1, 5)},
		{"of the shape of x", solve(func(_, _ *Node) *Node { return nil }, ode.RK4, 0, 1, 5)},
		{"[batch, dim]", func(x *Node) *Node { return ode.Solve(decay, ode.RK4, ReduceAllSum(x), 0, 1, 5) }},
		{"one length", solve(decay, ode.Tableau{B: []float64{1}}, 0, 1, 5)},
		{"right of the diagonal", solve(decay, ode.Tableau{A: [][]float64{{0, 1}, {}}, B: []float64{1, 0}, C: []float64{0, 0}, P: 1}, 0, 1, 5)},
		{"C to begin with 0", solve(decay, ode.Tableau{A: [][]float64{{}}, B: []float64{1}, C: []float64{0.5}, P: 1}, 0, 1, 5)},
		{"x = [q, p]", solve(decay, ode.Leapfrog, 0, 1, 5)},
		{"want a Tableau with a diagonal", solve(decay, ode.Newton{Method: ode.RK4}, 0, 1, 5)},
		{"RTol and ATol above 0", adaptive(ode.Adaptive{RTol: -1})},
		{"estimate of its error", adaptive(ode.Adaptive{Method: ode.RK4})},
		{"steps of AdamsBashforthMoulton have to be equal", adaptive(ode.Adaptive{Method: ode.AdamsBashforthMoulton})},
		{"times At between 0 and 1", adaptive(ode.Adaptive{At: []float64{2}})},
		{"want an explicit Runge-Kutta method", func(x *Node) *Node { return ode.Adjoint(decay, ode.AdamsBashforthMoulton, x, 0, 1, 5) }},
		{"want an explicit Runge-Kutta method", func(x *Node) *Node { return ode.AdjointInterpolated(decay, ode.Kvaerno3, x, 0, 1, 5) }},
		{"no gradient is defined", func(x *Node) *Node { return Gradient(ReduceAllSum(ode.Integrate(decay, ode.RK4, x, 0, 1, 5)), x)[0] }},
	} {
		if _, err := CallOnce(engines.Go(t), c.f, [][]float64{{1, 2, 3}}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// The suite says so if a method claims too much.
type boast struct{ ode.Tableau }

func (boast) Order() int { return 3 }

type recorder struct {
	*testing.T
	errors int
}

func (r *recorder) Errorf(string, ...any) { r.errors++ }

func TestSuiteFindsTooHighAnOrder(t *testing.T) {
	r := &recorder{T: t}
	gentest.Stepper(r, engines.Go(t), boast{ode.Heun}, 3)
	if r.errors != 2 {
		t.Errorf("want an error for each direction of time, got %d", r.errors)
	}
}
