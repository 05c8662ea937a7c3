package pinn_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// residuals are those of a problem at its own points for given fields, and the points.
func residuals(t *testing.T, b compute.Backend, p pinn.Problem, u func(x []*Node) []*Node) (r [][]float64, points []*mat.Dense) {
	t.Helper()
	points, err := p.Points(1)
	if err != nil {
		t.Fatal(err)
	}
	in := make([]any, len(points))
	for i, m := range points {
		n, k := m.Dims()
		in[i] = tensors.FromFlatDataAndDimensions(m.RawMatrix().Data, n, k)
	}
	outs := MustNewExec(b, func(x []*Node) []*Node { return p.Residuals(u, x) }).MustCall(in...)
	for _, o := range outs {
		r = append(r, o.Value().([]float64))
	}
	return r, points
}

var (
	room = geom.Rect{{0, 1}, {0, 2}}
	drum = geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Disk{}}
)

func constant(v float64) func(d pinn.D) *Node {
	return func(d pinn.D) *Node { return AddScalar(MulScalar(d.X("x"), 0), v) }
}

// readings are two points with their normals and what was measured there.
func readings() geom.Cloud {
	return geom.Cloud{
		Points:  mat.NewDense(2, 2, []float64{0.5, 0.5, 1, 2}),
		Normals: mat.NewDense(2, 2, []float64{0.6, 0.8, 1, 0}),
		Names:   "u weight", Data: mat.NewDense(2, 2, []float64{7, 1, 8, 2}),
	}
}

// TestKinds: residuals of the fields u = x² + 3y and v = xy on the room 0 ≤ x ≤ 1, 0 ≤ y ≤ 2, by closed forms at each point.
func TestKinds(t *testing.T) {
	u := func(x, y float64) float64 { return x*x + 3*y }
	onTop := func(y float64) bool { return y == 2 }
	kinds := []struct {
		c    pinn.Condition
		want func(x, y float64) float64
	}{
		{pinn.Condition{Name: "dirichlet", On: room.Faces("x"), Residual: pinn.Dirichlet("u", constant(2))}, func(x, y float64) float64 { return u(x, y) - 2 }},
		{pinn.Condition{Name: "zero", On: room, Residual: pinn.Dirichlet("v", nil)}, func(x, y float64) float64 { return x * y }},
		{pinn.Condition{Name: "slope", On: room.Face("y", 0), Residual: pinn.Initial("u", constant(1), "x")}, func(x, _ float64) float64 { return 2*x - 1 }},
		{pinn.Condition{Name: "neumann", On: room.Faces("y"), Residual: pinn.Neumann("u", constant(1))}, func(_, y float64) float64 {
			if onTop(y) {
				return 3 - 1
			}
			return -3 - 1
		}},
		{pinn.Condition{Name: "robin", On: room.Face("x", 1), Residual: pinn.Robin("u", 2, 5, nil)}, func(x, y float64) float64 { return 2*u(x, y) + 5*2 }},
		{pinn.Condition{Name: "periodic", On: room.Periodic("x"), Residual: pinn.Periodic("u")}, func(x, y float64) float64 { return u(0, y) - u(1, y) }},
		{pinn.Condition{Name: "periodic slope", On: room.Periodic("x"), Residual: pinn.Periodic("u", "x")}, func(x, y float64) float64 { return 0 - 2 }},
		{pinn.Condition{Name: "jump", On: room.Face("x", 0.5), Residual: pinn.Jump("u", "v", constant(1))}, func(x, y float64) float64 { return u(x, y) - x*y - 1 }},
		{pinn.Condition{Name: "flux", On: room.Face("x", 0.5), Residual: pinn.FluxJump("u", 2, "v", 3, nil)}, func(x, y float64) float64 { return 2*2*x - 3*y }},
		{pinn.Condition{Name: "measured", On: readings(), Residual: pinn.Measured("u")}, func(x, y float64) float64 { return u(x, y) - 6 - x - (1-x)*1 }},
		{pinn.Condition{Name: "normal", On: room.Face("x", 1), Residual: func(d pinn.D) *Node { return d.Normal("x") }}, func(x, y float64) float64 { return 1 }},
		{pinn.Condition{Name: "diameter", On: geom.Glue(room, func(x, y []float64) { y[0], y[1] = 1-x[0], 2-x[1] }), Residual: func(d pinn.D) *Node {
			return Add(d.X("y"), d.Partner().X("y"))
		}}, func(x, y float64) float64 { return 2 }},
	}
	p := pinn.Problem{Vars: "x y", Fields: "u v"}
	for _, k := range kinds {
		if k.c.Name != "measured" {
			k.c.N = 20
		}
		p.Conditions = append(p.Conditions, k.c)
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		r, points := residuals(t, b, p, func(x []*Node) []*Node { return []*Node{Add(Square(x[0]), MulScalar(x[1], 3)), Mul(x[0], x[1])} })
		for i, k := range kinds {
			for j, got := range r[i] {
				x := points[i].RawRowView(j)
				want := k.want(x[0], x[1])
				if k.c.Name == "measured" {
					want = u(x[0], x[1]) - []float64{7, 8}[j]
				}
				if math.Abs(got-want) > 1e-12 {
					t.Errorf("%s at %v: %g, want %g", k.c.Name, x, got, want)
				}
			}
		}
	})
}

// TestIntegral: ∫ x² over the disk is π/4, ∮ (x, y)·n its circumference; of a cloud it is the sum of what is weighted.
func TestIntegral(t *testing.T) {
	weighted := readings()
	p := pinn.Problem{Vars: "x y", Fields: "u", Conditions: []pinn.Condition{
		{Name: "area", On: geom.Disk{}, N: 4000, Sequence: geom.Sobol{}, Residual: func(d pinn.D) *Node { return AddScalar(d.Integral(d.U()), -math.Pi/4) }},
		{Name: "flux", On: geom.Disk{}.Edge(), N: 50, Residual: func(d pinn.D) *Node {
			return AddScalar(d.Integral(Add(Mul(d.X("x"), d.Normal("x")), Mul(d.X("y"), d.Normal("y")))), -2*math.Pi)
		}},
		{Name: "sum", On: weighted, Residual: func(d pinn.D) *Node { return AddScalar(d.Integral(Mul(d.Data("weight"), d.X("y"))), -4.5) }},
		{Name: "around", On: geom.Rect{{-2, 2}, {-2, 2}}, N: 4, Residual: func(d pinn.D) *Node { return AddScalar(d.Mean(MulScalar(d.X("x"), 0)), 0) }},
	}}
	r, _ := residuals(t, engines.Go(t), p, func(x []*Node) []*Node { return []*Node{Square(x[0])} })
	for i, tol := range []float64{2e-3, 1e-12, 1e-12, 0} { // of 4000 scrambled points; of constants
		if got := r[i][0]; math.Abs(got) > tol || got != r[i][len(r[i])-1] {
			t.Errorf("%s: %g off, and %g at the last point", p.Conditions[i].Name, got, r[i][len(r[i])-1])
		}
	}
}

// TestSpaceTime: a drum's conditions by name: start, side and its normals.
func TestSpaceTime(t *testing.T) {
	p := pinn.Problem{Vars: "t x y", Fields: "u", Conditions: []pinn.Condition{
		{Name: "equation", On: drum, N: 50, Residual: func(d pinn.D) *Node { return Sub(d.U("t", "t"), Add(d.U("x", "x"), d.U("y", "y"))) }},
		{Name: "start", On: drum.Start(), N: 10, Residual: pinn.Dirichlet("u", func(d pinn.D) *Node { return Mul(d.X("x"), d.X("y")) })},
		{Name: "speed", On: drum.Start(), N: 10, Residual: pinn.Initial("u", nil, "t")},
		{Name: "side", On: drum.Side(), N: 10, Residual: pinn.Neumann("u", func(d pinn.D) *Node { return MulScalar(Mul(d.X("x"), d.X("y")), 2) })},
	}}
	r, _ := residuals(t, engines.Go(t), p, func(x []*Node) []*Node { return []*Node{Mul(x[1], x[2])} })
	for i := range r {
		for _, v := range r[i] {
			if math.Abs(v) > 1e-12 {
				t.Errorf("%s: %g for u = xy, want 0", p.Conditions[i].Name, v)
			}
		}
	}
}

// TestPeriodicTraining: u' = cos x on [0, 2π] with ends that are glued, and mean 0, has the solution sin x.
func TestPeriodicTraining(t *testing.T) {
	circle := geom.Rect{{0, 2 * math.Pi}}
	p := pinn.Problem{Vars: "x", Fields: "u", Exact: pinn.Func(func(x []float64) []float64 { return []float64{math.Sin(x[0])} }), Conditions: []pinn.Condition{
		{Name: "equation", On: circle, N: 60, Residual: func(d pinn.D) *Node { return Sub(d.U("x"), Cos(d.X("x"))) }},
		{Name: "seam", On: circle.Periodic("x"), N: 1, Weight: 10, Residual: pinn.Periodic("u")},
		{Name: "mean", On: circle, N: 60, Weight: 10, Residual: func(d pinn.D) *Node { return d.Mean(d.U()) }},
	}}
	s, err := pinn.Solver{Engine: engines.Go(t), Net: pinn.Net{Hidden: []int{20}, Activation: act.Sine}, Seed: 1}.Solve(p, adam(600))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := s.Error(); err != nil || !(e < 0.05) {
		t.Errorf("relative error %g (%v), want < 5 %%", e, err)
	}
}

// TestBadConditions: what is wrong with conditions, domains and clouds is said before anything is trained.
func TestBadConditions(t *testing.T) {
	zero := func(d pinn.D) *Node { return d.U() }
	on := func(d geom.Domain, r func(d pinn.D) *Node) pinn.Condition {
		return pinn.Condition{Name: "it", On: d, N: 2, Residual: r}
	}
	far := readings()
	far.Points = mat.NewDense(2, 2, []float64{0.5, 0.5, 1.5, 2})
	many := on(readings(), zero)
	many.N = 3
	sobol := on(geom.Ball{}, zero)
	sobol.Sequence = crooked{}
	for _, c := range []struct {
		c    pinn.Condition
		want string
	}{
		{on(far, zero), `condition 1 "it": point 1 of the cloud, x = 1.5, y = 2, lies outside of the box around the other domains, from [0 0] to [1 2]`},
		{on(geom.Glue(room, func(_, y []float64) { y[1] += 3 }), zero), "the partner of x = "},
		{many, `condition 1 "it": want N at most 2, the points of its cloud, got 3`},
		{sobol, `condition 1 "it": no points today`},
		{on(geom.Polygon{{0, 0}, {1, 1}}, zero), `condition 1 "it": geom: a polygon needs at least 3 vertices`},
		{on(room, pinn.Neumann("u", nil)), `condition "it" asks its points for normals: take a face`},
		{on(room, func(d pinn.D) *Node { return d.Normal("x") }), "asks its points for normals"},
		{on(room, pinn.Periodic("u")), "asks its points for partners: take geom.Rect.Periodic"},
		{on(room, pinn.Measured("u")), "asks its points for data: take a geom.Cloud"},
		{on(readings(), pinn.Measured("u", "p")), `asks for the data "p": there are u, weight`},
		{on(room.Face("x", 0), pinn.Neumann("w", nil)), `asks for the field "w": there are u`},
		{on(room.Face("x", 0), func(d pinn.D) *Node { return d.Normal("t") }), `asks for the variable "t"`},
		{on(room, pinn.Dirichlet("u", func(d pinn.D) *Node { return ReduceAllSum(d.X("x")) })), "want a residual [2] or [2, 1]"},
		{on(room, func(d pinn.D) *Node { return Log(AddScalar(MulScalar(d.X("x"), 0), -1)) }), `condition "it": its residual is NaN at x = 0.`},
		{on(room, func(d pinn.D) *Node { return Div(d.U(), MulScalar(d.U(), 0)) }), `condition "it": its residual is `},
	} {
		p := pinn.Problem{Vars: "x y", Fields: "u", Conditions: []pinn.Condition{{Name: "all", On: room, N: 3, Residual: zero}, c.c}}
		if _, err := (pinn.Solver{Engine: engines.Go(t), Net: tiny}).Solve(p, pinn.Adam(2)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// crooked is a sequence that cannot begin.
type crooked struct{ geom.Uniform }

func (crooked) Start(*rand.Rand, int, int) (func(u []float64), error) {
	return nil, errors.New("no points today")
}

// TestSequences: a condition's points are those of its sequence, in all of a solver's ways to take them.
func TestSequences(t *testing.T) {
	p := line()
	p.Conditions[0].N, p.Conditions[0].Sequence = 16, geom.LatinHypercube{}
	points, err := p.Points(3)
	if err != nil {
		t.Fatal(err)
	}
	var slices [16]int
	for _, x := range points[0].RawMatrix().Data {
		slices[int(16*x)]++
	}
	if slices != [16]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1} {
		t.Errorf("16 points of a Latin hypercube fall into 16 slices like %v", slices)
	}
	stage := adam(3)
	stage.Batch, stage.Fresh = 8, true
	if _, err := (pinn.Solver{Engine: engines.Go(t), Net: tiny, DType: dtypes.Float64}).Solve(p, stage); err != nil {
		t.Error(err)
	}
}

func ExampleNeumann() {
	plate := geom.Difference(geom.Rect{{0, 1}, {0, 1}}, geom.Disk{Center: [2]float64{.5, .5}, Radius: .25})
	heat := pinn.Problem{Vars: "x y", Fields: "u", Conditions: []pinn.Condition{
		{Name: "equation", On: plate, N: 500, Residual: func(d pinn.D) *Node { return Add(d.U("x", "x"), d.U("y", "y")) }},
		{Name: "insulated", On: plate.Edge(), N: 100, Residual: pinn.Neumann("u", nil)},
	}}
	points, err := heat.Points(1)
	fmt.Println(points[1].Dims()) // x, y and the normal there
	fmt.Println(err)
	// Output:
	// 100 4
	// <nil>
}
