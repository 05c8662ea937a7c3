package exact_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

var all = []exact.Solved{
	exact.Burgers{},
	exact.Burgers{Nu: 0.1},
	exact.Heat{},
	exact.Heat{Kappa: 0.5, Mode: 2},
	exact.Poisson{},
	exact.Poisson{Mode: 2},
	exact.Laplace{},
	exact.Laplace{Mode: 1},
}

// residualTol is relative to the largest term that cancels: float64, second derivatives, and for Burgers' shock the rounding
// of sums of 100 terms, enlarged by 1/(ν√t).
const residualTol = 1e-7

func TestResidualOfTheSolutionVanishes(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, s := range all {
			problemTest(t, b, s)
		}
	})
}

// problemTest checks that host and graph agree on the solution, and that all residuals vanish there and nowhere else.
func problemTest(t *testing.T, b compute.Backend, s exact.Solved) {
	t.Helper()
	p := s.Problem()
	points := make([]any, len(p.Conditions))
	tables := make([]*mat.Dense, len(p.Conditions))
	for i, c := range p.Conditions {
		set, err := c.On.Bind(names(p.Vars))
		if err != nil {
			t.Fatal(err)
		}
		tables[i] = set.Points(rand.New(rand.NewPCG(1, uint64(i))), 200)
		points[i] = tensors.FromFlatDataAndDimensions(tables[i].RawMatrix().Data, 200, len(set.Lo))
	}
	outs := MustNewExec(b, func(x []*Node) []*Node {
		right := p.Residuals(s.Graph, x)
		wrong := p.Residuals(func(x []*Node) []*Node { return []*Node{Mul(s.Graph(x)[0], Cos(x[1]))} }, x)
		u := s.Graph(columns(x[0]))
		return append(append(right, wrong...), u...)
	}).MustCall(points...)
	n := len(p.Conditions)
	for i, c := range p.Conditions {
		if r := largest(outs[i]); !(r < residualTol) {
			t.Errorf("%T %+v: residual %q of the solution is %g, want < %g", s, s, c.Name, r, residualTol)
		}
	}
	if largest(outs[n]) < 1e-3 {
		t.Errorf("%T: the equation's residual of another function is %g", s, largest(outs[n]))
	}
	u := outs[2*n].Value().([][]float64)
	for i := range u {
		if want := p.Exact.At(tables[0].RawRowView(i)); math.Abs(u[i][0]-want[0]) > 1e-12 {
			t.Fatalf("%T: At %v = %g, in the graph %g", s, tables[0].RawRowView(i), want[0], u[i][0])
		}
	}
}

func largest(x *tensors.Tensor) (m float64) {
	for _, v := range x.Value().([]float64) {
		m = math.Max(m, math.Abs(v))
		if math.IsNaN(v) {
			return v
		}
	}
	return m
}

func names(s string) []string { return strings.Fields(s) }

func columns(x *Node) (c []*Node) {
	for j := range x.Shape().Dim(1) {
		c = append(c, Slice(x, AxisRange(), AxisElem(j)))
	}
	return c
}

// TestBurgersReference: values of a quadrature with 100 nodes, published to 8 digits.
func TestBurgersReference(t *testing.T) {
	for _, c := range []struct{ x, t, u float64 }{
		{.25, .25, -.99208156},
		{.25, .5, -.84735452},
		{.25, .75, -.67946680},
		{.5, .5, -.59276953},
		{0, .5, 0},
		{1, .3, 0},
		{-.25, .5, .84735452},
		{.3, 0, -math.Sin(.3 * math.Pi)},
	} {
		if u := (exact.Burgers{}).At([]float64{c.t, c.x}); !(math.Abs(u[0]-c.u) < 1e-8) || len(u) != 1 {
			t.Errorf("u(x = %g, t = %g) = %.9f, want %.8f", c.x, c.t, u, c.u)
		}
	}
}

func TestClosedForms(t *testing.T) {
	for _, c := range []struct {
		s    exact.Solved
		x    []float64
		want float64
	}{
		{exact.Heat{}, []float64{.5, .5}, math.Exp(-.05 * math.Pi * math.Pi)},
		{exact.Poisson{}, []float64{.5, .25}, math.Sqrt2 / 2},
		{exact.Laplace{}, []float64{.5, .5}, .125 - 3*.125},
	} {
		if u := c.s.At(c.x); !(math.Abs(u[0]-c.want) < 1e-14) {
			t.Errorf("%T at %v: %g, want %g", c.s, c.x, u[0], c.want)
		}
		if got, want := c.s.Problem().Exact.At(c.x), c.s.At(c.x); !reflect.DeepEqual(got, want) {
			t.Errorf("%T: Problem().Exact gives %v, At %v", c.s, got, want)
		}
	}
}
