package pinn

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// plate is a problem whose fields are held by force: u = x + y on the left wall and the floor, v = t²-like at x = 1; w is free.
func plate() Problem {
	room := geom.Rect{{0, 1}, {-1, 1}}
	x := func(d D) *Node { return AddScalar(d.X("x"), -1) }
	return Problem{
		Vars: "x y", Fields: "u v w",
		Conditions: []Condition{{Name: "equation", On: room, N: 20, Residual: func(d D) *Node { return Add(d.U("x", "x"), d.U("y", "y")) }}},
		Hard: []Hard{
			{On: geom.Union(room.Face("x", 0), room.Face("y", -1)), Value: func(d D) *Node { return Add(d.X("x"), d.X("y")) }},
			{Field: "v", Factor: func(d D) *Node { return Square(x(d)) }},
		},
	}
}

// bothConstrained computes derivatives of the three fields at points by Leibniz' rule on jets, and by gradients of gradients.
func bothConstrained(t *testing.T, b compute.Backend, p Problem, tried [][]int, x []float64) (got, want []float64) {
	c, err := p.check()
	if err != nil {
		t.Fatal(err)
	}
	net := Net{Hidden: []int{6, 4}, Activation: act.Tanh}
	s := &Solution{problem: c, hard: c.hard, about: about{Vars: c.vars, Fields: c.fields, Lo: c.lo, Hi: c.hi, Periods: c.periods, Net: net}}
	exec := model.MustNewExec(b, model.NewStore(), func(scope *model.Scope, in []*Node) []*Node {
		w := s.about.bind(scope, in[0].Graph(), dtypes.Float64)
		cols := diffop.Columns(in[0])
		u := s.fieldsOf(w)(cols)
		n := nested{x: cols}
		for f := range c.fields {
			n.u = append(n.u, u.derivative(f, nil))
		}
		var a, b []*Node
		for f := range c.fields {
			for _, by := range tried {
				a, b = append(a, u.derivative(f, by)), append(b, n.derivative(f, by))
			}
		}
		return []*Node{Concatenate(a, 0), Concatenate(b, 0)}
	})
	outs := exec.MustCall(tensors.FromFlatDataAndDimensions(x, len(x)/2, 2))
	flat := func(o *tensors.Tensor) (v []float64) {
		o.MustConstFlatData(func(f any) { v = append(v, f.([]float64)...) })
		return v
	}
	return flat(outs[0]), flat(outs[1])
}

// TestHardDerivatives: to third order, inside and on the walls, for two constrained fields and a free one; with a period in y as well.
func TestHardDerivatives(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		tried, all := upToThird, []map[string]float64{nil, {"y": 2}}
		if strings.HasSuffix(t.Name(), "xla") {
			tried, all = tried[:5], all[1:] // it compiles third derivatives for many seconds
		}
		for _, periods := range all {
			p := plate()
			p.Periods = periods
			got, want := bothConstrained(t, b, p, tried, []float64{0.3, 0.2, 0.9, -0.5, 0.01, 0.99})
			for i := range got {
				if !(math.Abs(got[i]-want[i]) <= jetTol*(1+math.Abs(want[i]))) {
					t.Errorf("periods %v, number %d: by Leibniz' rule %g, by gradients %g", periods, i, got[i], want[i])
				}
			}
		}
	})
}

// TestHardHolds: after some training the constraints hold to rounding, and the constrained field moved elsewhere.
func TestHardHolds(t *testing.T) {
	p := plate()
	s, err := Solver{Engine: engines.Go(t), DType: dtypes.Float64, Net: Net{Hidden: []int{5}, Activation: act.Tanh}}.Solve(p, Adam(20))
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.At(mat.NewDense(4, 2, []float64{0, 0.3, 0.4, -1, 1, 0.2, 0.5, 0.5}))
	if err != nil {
		t.Fatal(err)
	}
	if a, b, c := u.At(0, 0)-0.3, u.At(1, 0)+0.6, u.At(2, 1); math.Abs(a)+math.Abs(b)+math.Abs(c) > 1e-14 {
		t.Errorf("off by %g on the left, %g on the floor, and v = %g at x = 1", a, b, c)
	}
	if d := u.At(3, 0) - 1; math.Abs(d) < 1e-3 || u.At(3, 1) == 0 {
		t.Errorf("u − (x + y) = %g inside, v = %g: the network has no part in it", d, u.At(3, 1))
	}
}

// TestHardSolves: uʺ = −sin x on [0, π] with both ends held at 0 by force needs no other condition.
func TestHardSolves(t *testing.T) {
	i := geom.Interval{0, math.Pi}
	p := Problem{
		Vars: "x", Fields: "u", Exact: Func(func(x []float64) []float64 { return []float64{math.Sin(x[0])} }),
		Conditions: []Condition{{Name: "equation", On: i, N: 40, Residual: func(d D) *Node { return Add(d.U("x", "x"), Sin(d.X("x"))) }}},
		Hard:       []Hard{{On: i.Edge()}},
	}
	stage := Adam(400)
	stage.Options.LearningRate = 2e-2
	s, err := Solver{Engine: engines.Go(t), Net: Net{Hidden: []int{10}, Activation: act.Tanh}}.Solve(p, stage)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := s.Error(); err != nil || !(e < 0.02) {
		t.Errorf("relative error %g (%v), want < 2 %%", e, err)
	}
}

// TestPeriods: the network repeats itself to rounding, also far away, and is not constant.
func TestPeriods(t *testing.T) {
	p := plate()
	p.Hard, p.Periods = nil, map[string]float64{"y": 2}
	s, err := Solver{Engine: engines.Go(t), DType: dtypes.Float64, Net: Net{Hidden: []int{5}, Activation: act.Tanh}}.Solve(p, Adam(5))
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.At(mat.NewDense(4, 2, []float64{0.3, 0.1, 0.3, 2.1, 0.3, -7.9, 0.3, 1.1}))
	if err != nil {
		t.Fatal(err)
	}
	if a, b, c := u.At(1, 0)-u.At(0, 0), u.At(2, 0)-u.At(0, 0), u.At(3, 0)-u.At(0, 0); math.Abs(a)+math.Abs(b) > 1e-13 || math.Abs(c) < 1e-3 {
		t.Errorf("after one period %g more, before four %g, after half of one %g", a, b, c)
	}
	dir := filepath.Join(t.TempDir(), "periodic")
	if err = s.Save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := LoadOn(engines.Go(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := back.At(mat.NewDense(1, 2, []float64{0.3, 2.1})); err != nil || v.At(0, 0) != u.At(1, 0) {
		t.Errorf("loaded: %v (%v), want %g", v, err, u.At(1, 0))
	}
}

// TestAttach: hard constraints are code, so a loaded solution asks for them.
func TestAttach(t *testing.T) {
	s, err := Solver{Engine: engines.Go(t), DType: dtypes.Float64, Net: Net{Hidden: []int{5}, Activation: act.Tanh}}.Solve(plate(), Adam(2))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "hard")
	if err = s.Save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := LoadOn(engines.Go(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(1, 2, []float64{0.3, 0.1})
	if _, err = back.At(x); err == nil || !strings.Contains(err.Error(), "the hard constraints of [u v] are code, which is not saved: call Attach") {
		t.Errorf("without them: %v", err)
	}
	other := plate()
	other.Hard = nil
	if err = back.Attach(other); err == nil || !strings.Contains(err.Error(), "the solution is of another problem") {
		t.Errorf("another problem: %v", err)
	}
	if err = back.Attach(plate()); err != nil {
		t.Fatal(err)
	}
	want, err := s.At(x)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := back.At(x); err != nil || !mat.Equal(got, want) {
		t.Errorf("with them: %v (%v), want %v", got, err, want)
	}
}

func TestBadHard(t *testing.T) {
	one := func(d D) *Node { return d.X("x") }
	for _, c := range []struct {
		hard    []Hard
		periods map[string]float64
		want    string
	}{
		{hard: []Hard{{Field: "p", Factor: one}}, want: `hard constraint 0 is of the field "p": there are u, v, w`},
		{hard: []Hard{{}}, want: `hard constraint 0 of "u": set either On, where it holds, or Factor`},
		{hard: []Hard{{On: geom.Disk{}, Factor: one}}, want: "set either On"},
		{hard: []Hard{{Factor: one}, {Field: "u", Factor: one}}, want: `"u" has two hard constraints`},
		{hard: []Hard{{On: geom.Disk{Radius: -1}}}, want: `hard constraint 0 of "u": geom: want a disk with a positive radius`},
		{hard: []Hard{{On: geom.Cloud{Points: mat.NewDense(1, 2, nil)}}}, want: "its domain has no smooth distance: give Factor"},
		{hard: []Hard{{Factor: func(d D) *Node { return d.U() }}}, want: "made of the coordinates d.X alone"},
		{hard: []Hard{{Factor: one, Value: func(d D) *Node { return d.Field("v", "x") }}}, want: "made of the coordinates d.X alone"},
		{hard: []Hard{{Factor: func(d D) *Node { return ReduceAllSum(d.X("x")) }}}, want: "one number for each point"},
		{hard: []Hard{{Factor: func(d D) *Node { return d.X("t") }}}, want: `the variable "t": there are x, y`},
		{periods: map[string]float64{"t": 1}, want: `Problem.Periods names "t": the variables are x, y`},
		{periods: map[string]float64{"x": 0}, want: "want a positive period in x, got 0"},
	} {
		p := plate()
		p.Hard, p.Periods = c.hard, c.periods
		if _, err := (Solver{Engine: engines.Go(t), Net: Net{Hidden: []int{3}, Activation: act.Tanh}}).Solve(p, Adam(2)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}
