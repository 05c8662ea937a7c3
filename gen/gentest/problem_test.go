package gentest_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// beam is u_xxxx = 16 v, v_t = −u for t, x in [0, 1], with u = e^(−t) sin 2x, v = e^(−t) sin 2x and data at t = 0.
type beam struct {
	names    []string
	residual []func(x, u []*Node) *Node
	err      error
}

func newBeam() beam {
	d := diffop.Partial
	return beam{
		names: []string{"beam", "decay", "start"},
		residual: []func(x, u []*Node) *Node{
			func(x, u []*Node) *Node { return Sub(d(u[0], x[1], x[1], x[1], x[1]), MulScalar(u[1], 16)) },
			func(x, u []*Node) *Node { return Add(d(u[1], x[0]), u[0]) },
			func(x, u []*Node) *Node { return Sub(Add(u[0], u[1]), MulScalar(Sin(MulScalar(x[2], 2)), 2)) },
		},
	}
}

func (b beam) Names() (variables, conditions []string) { return []string{"t", "x"}, b.names }

// Points have a third column, x again.
func (b beam) Points(seed uint64) (all []*mat.Dense, err error) {
	const n = 60
	r := rand.New(rand.NewPCG(seed, 0))
	for _, name := range b.names {
		x := mat.NewDense(n, 3, nil)
		for i := range n {
			x.SetRow(i, []float64{r.Float64(), r.Float64(), 0})
			x.Set(i, 2, x.At(i, 1))
			if name == "start" {
				x.Set(i, 0, 0)
			}
		}
		all = append(all, x)
	}
	return all, b.err
}

func (b beam) Residuals(u func(x []*Node) []*Node, points []*Node) (out []*Node) {
	for i, f := range b.residual {
		x := diffop.Columns(points[i])
		out = append(out, Reshape(f(x, u(x[:2])), points[i].Shape().Dim(0)))
	}
	return out
}

// host is the solution without a graph, factor times its second field.
type host struct{ factor float64 }

func (h host) At(x []float64) []float64 {
	u := math.Exp(-x[0]) * math.Sin(2*x[1])
	return []float64{u, h.factor * u}
}

// graph is the same with one, off by a shift.
type graph struct {
	host
	shift float64
}

func (g graph) Graph(x []*Node) []*Node {
	u := Mul(Exp(Neg(x[0])), Sin(MulScalar(x[1], 2)))
	return []*Node{u, AddScalar(MulScalar(u, g.factor), g.shift)}
}

// reports collects what a suite says.
type reports struct{ said []string }

func (r *reports) Helper() {}
func (r *reports) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}
func (r *reports) Fatalf(format string, args ...any) { r.Errorf(format, args...); panic(r) }

// wide is for fourth derivatives from rounded values: 1e-16 · (20/.5)⁴, times what the sum of weights adds.
var wide = gentest.Collocation{Window: []float64{0.5, 0.5}, Tol: 1e-6}

func TestProblem(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		gentest.Problem(t, b, newBeam(), graph{host: host{1}})
		gentest.Problem(t, b, newBeam(), host{1}, wide)
	})
}

func TestProblemFails(t *testing.T) {
	change := func(f func(b *beam)) beam {
		b := newBeam()
		f(&b)
		return b
	}
	silent := change(func(b *beam) { b.residual[2] = func(x, u []*Node) *Node { return MulScalar(Add(u[0], x[0]), 0) } })
	blind := change(func(b *beam) { b.names, b.residual = b.names[:1], b.residual[1:2] })
	free := change(func(b *beam) { b.names, b.residual = b.names[:2], b.residual[:2] })
	alone := change(func(b *beam) {
		b.names = b.names[:1]
		b.residual = []func(x, u []*Node) *Node{func(x, u []*Node) *Node { return Add(diffop.Partial(u[0], x[0]), u[0]) }}
	})
	for _, c := range []struct {
		name  string
		p     gentest.Conditions
		exact gentest.Exact
		how   []gentest.Collocation
		want  string
	}{
		{"wrong factor", newBeam(), host{1.001}, []gentest.Collocation{wide}, `condition "decay": the residual of the solution is`},
		{"wrong factor in a graph", newBeam(), graph{host: host{1.001}}, nil, `condition "decay": the residual of the solution is`},
		{"graph and host", newBeam(), graph{host{1}, 1e-6}, nil, "on the host"},
		{"blind condition", silent, graph{host: host{1}}, nil, `condition "start": the residual of the solution is 0, that of a wrong one 0`},
		{"no data", free, graph{host: host{1}}, nil, "the zero function is a solution too"},
		{"field that nobody looks at", alone, graph{host: host{1}}, nil, "no condition notices that field 1 is wrong"},
		{"derivative of the wrong sign", blind, graph{host: host{-1}}, nil, `condition "beam"`},
		{"NaN", newBeam(), host{math.NaN()}, []gentest.Collocation{wide}, "the residual of the solution is NaN"},
		{"no points", change(func(b *beam) { b.err = errors.New("no domain") }), host{1}, nil, "no domain"},
		{"window", newBeam(), host{1}, []gentest.Collocation{{Window: []float64{1}}}, "want a positive Window for each of 2 variables, got [1]"},
		{"singular", newBeam(), host{1}, []gentest.Collocation{{Singular: [][]float64{{1}}}}, "want Singular points of 2 coordinates"},
		{"points", newBeam(), host{1}, []gentest.Collocation{{Points: -1}}, "want at least 1 of Points"},
		{"no solution", newBeam(), nil, nil, "want an engine, a problem, its solution"},
	} {
		r := &reports{}
		func() {
			defer func() {
				if e := recover(); e != nil && e != r {
					panic(e)
				}
			}()
			gentest.Problem(r, engines.Go(t), c.p, c.exact, c.how...)
		}()
		if all := strings.Join(r.said, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s: said %q, want %q", c.name, all, c.want)
		}
	}
}
