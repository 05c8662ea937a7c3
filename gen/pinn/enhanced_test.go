package pinn

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// TestSlopes: of u = t sin x and the residual r = u_x + x² = t cos x + x² the squared gradient is cos² x + (2x − t sin x)².
func TestSlopes(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		p := Problem{Vars: "t x", Fields: "u", Conditions: []Condition{{
			Name: "equation", On: geom.Rect{{0, 1}, {0, 2}}, N: 4, Gradient: 0.25,
			Residual: func(d D) *Node { return Add(d.U("x"), Square(d.X("x"))) },
		}}}
		c, err := p.check()
		if err != nil {
			t.Fatal(err)
		}
		terms := MustNewExec(b, func(x *Node) []*Node {
			d := c.at(0, x, nil, func(x []*Node) derivatives { return nested{x, []*Node{Mul(x[0], Sin(x[1]))}} })
			k := c.term(0, c.residual(0, d), d)
			return []*Node{k.residual, k.slopes, k.squares}
		})
		points := [][]float64{{0, 0}, {1, 0.5}, {0.3, 2}}
		got := terms.MustCall(points)
		for i, x := range points {
			r, along, across := x[0]*math.Cos(x[1])+x[1]*x[1], math.Cos(x[1]), 2*x[1]-x[0]*math.Sin(x[1])
			slope := along*along + across*across
			for j, want := range []float64{r, slope, r*r + 0.25*slope} {
				if v := got[j].Value().([]float64)[i]; math.Abs(v-want) > 1e-14 { // rounding of numbers of order 10
					t.Errorf("%v: number %d is %g, want %g", x, j, v, want)
				}
			}
		}
	})
}

// TestEnhancedTraining: with few points, the derivative of the residual brings the error down; terms and their weights are the loss.
func TestEnhancedTraining(t *testing.T) {
	var errs []float64
	for _, weight := range []float64{0, 0.1} {
		p := bump(10)
		p.Conditions[0].Gradient = weight
		s, err := Solver{Engine: engines.Go(t), Net: Net{Hidden: []int{12}, Activation: small.Activation}, Seed: 2, DType: dtypes.Float64}.Solve(p, quick(600))
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Error()
		if err != nil {
			t.Fatal(err)
		}
		errs = append(errs, e)
		for _, k := range s.Terms {
			loss := k.Squares[0] + k.Squares[1]
			if (k.Slopes != nil) != (weight > 0) {
				t.Fatalf("Gradient %g: slopes %v", weight, k.Slopes)
			}
			if k.Slopes != nil {
				loss += weight * k.Slopes[0]
			}
			if got := s.History.Loss[k.Step-1]; math.Abs(got-loss) > 1e-12*loss { // sums of a few numbers
				t.Errorf("step %d: loss %g, but %+v make %g", k.Step, got, k, loss)
			}
		}
	}
	t.Logf("relative errors %.3g", errs)
	if errs[1] > errs[0]/2 {
		t.Errorf("relative errors %.3g: want less than half with Gradient", errs)
	}
}

// bump is uʺ = f on [-1, 1] with u = 0 at both ends, for u = (1 − x²)·exp(−20 (x − .3)²), on so many points.
func bump(n int) Problem {
	i := geom.Interval{-1, 1}
	u := func(x float64) float64 { return (1 - x*x) * math.Exp(-20*(x-0.3)*(x-0.3)) }
	return Problem{
		Vars: "x", Fields: "u", Exact: Func(func(x []float64) []float64 { return []float64{u(x[0])} }),
		Conditions: []Condition{
			{Name: "equation", On: i, N: n, Residual: func(d D) *Node {
				x := d.X("x")
				y := AddScalar(x, -0.3)
				bell, slope, a := Exp(MulScalar(Square(y), -20)), MulScalar(y, -40), OneMinus(Square(x))
				curve := Mul(bell, Add(Mul(a, AddScalar(Square(slope), -40)), AddScalar(MulScalar(Mul(x, slope), -4), -2)))
				return MulScalar(Sub(d.U("x", "x"), curve), 0.1)
			}},
			{Name: "ends", On: i.Ends(), N: 2, Residual: func(d D) *Node { return d.U() }},
		},
	}
}

// quick is as Adam, for small problems, on all points.
func quick(steps int) Descent {
	a := Adam(steps)
	a.Options.LearningRate, a.Batch = 2e-2, 0
	return a
}

func TestEnhancedRefuses(t *testing.T) {
	square := geom.Rect{{0, 1}, {0, 1}}
	zero := func(d D) *Node { return d.U() }
	for want, k := range map[string]Condition{
		"want Gradient, the weight of the residual's derivatives, at least 0": {On: square, Gradient: -1},
		"at least 0 (0 means none), got NaN":                                  {On: square, Gradient: math.NaN()},
		"1 of 2 dimensions: the residual vanishes on it alone":                {On: square.Face("x", 0), Gradient: 1},
		"glued to others": {On: geom.Glue(square, func(x, y []float64) { y[0] = 1 - x[0] }), Gradient: 1},
	} {
		k.Name, k.N, k.Residual = "equation", 5, zero
		_, err := Problem{Vars: "t x", Fields: "u", Conditions: []Condition{{On: square, N: 4, Residual: zero}, k}}.check()
		if err == nil || !strings.Contains(err.Error(), want) || !slices.Contains(strings.Fields(err.Error()), `"equation":`) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
