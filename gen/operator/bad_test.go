package operator_test

import (
	"math"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/operator"
	"github.com/gensci/gensci/gen/operator/multiplier"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

var (
	interval = geom.Rect{{0, 1}}
	good     = operator.Inputs{Sensors: operator.Grid(1, 8), Batch: 2}
	three    = mat.NewDense(3, 1, []float64{0, .3, .6})
)

func wantError(t *testing.T, name string, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: got %v, want an error with %q", name, err, want)
	}
}

// law is good inputs with a law.
func law(l data.GaussianFunctions) operator.Inputs {
	in := good
	in.Law = l
	return in
}

func TestBadInputs(t *testing.T) {
	for want, in := range map[string]operator.Inputs{
		"no Sensors":            {},
		"finite Inputs.Sensors": {Sensors: []float64{math.NaN()}},
		"Inputs.Batch":          {Sensors: []float64{0}, Batch: -1},
		"Period:-1":             law(data.GaussianFunctions{Period: -1}),
		"Length:NaN":            law(data.GaussianFunctions{Length: math.NaN()}),
		"Deviation:+Inf":        law(data.GaussianFunctions{Deviation: math.Inf(1)}),
		"at least one mode":     law(data.GaussianFunctions{Modes: 1, ZeroMean: true}),
	} {
		_, err := in.Aligned(multiplier.Antiderivative{}, three)
		wantError(t, "Aligned", err, want)
		_, err = in.Scattered(multiplier.Antiderivative{}, interval, 2)
		wantError(t, "Scattered", err, want)
		_, err = multiplier.Antiderivative{}.Problem().Points(in)
		wantError(t, "Points", err, want)
	}
}

func TestBadPairs(t *testing.T) {
	_, err := good.Aligned(nil, three)
	wantError(t, "Aligned", err, "no operator to learn")
	_, err = good.Aligned(multiplier.Antiderivative{}, &mat.Dense{})
	wantError(t, "Aligned", err, "no query points")
	_, err = good.Scattered(nil, interval, 2)
	wantError(t, "Scattered", err, "no operator to learn")
	_, err = good.Scattered(multiplier.Antiderivative{}, interval, 0)
	wantError(t, "Scattered", err, "at least 1 point")
	_, err = good.Scattered(multiplier.Antiderivative{}, nil, 2)
	wantError(t, "Scattered", err, "box of query points")
	_, err = good.Scattered(multiplier.Antiderivative{}, geom.Rect{{1, 0}}, 2)
	wantError(t, "Scattered", err, "box of query points")
	u, y := mat.NewDense(4, 8, nil), mat.NewDense(4, 3, nil)
	_, err = operator.Rows(2, u, nil, y)
	wantError(t, "Rows", err, "no query points")
	_, err = operator.Rows(2, nil, three, y)
	wantError(t, "Rows", err, "a table is empty")
	_, err = operator.Rows(2, u, three, mat.NewDense(4, 4, nil))
	wantError(t, "Rows", err, "[4, 3·fields]")
	_, err = operator.Rows(-1, u, three, y)
	wantError(t, "Rows", err, "batch of at least 1")
}

func TestBadProblems(t *testing.T) {
	net := operator.DeepONet{Box: interval}
	one := func(k operator.Condition) operator.Problem {
		return operator.Problem{Vars: "x", Fields: "s", Of: "x", Conditions: []operator.Condition{k}}
	}
	residual := func(d pinn.D, _ *Node) *Node { return d.U() }
	for want, p := range map[string]operator.Problem{
		"Problem.Vars and Problem.Fields": {},
		`is "y": want one of x`:           {Vars: "x", Fields: "s", Of: "y"},
		"needs conditions":                {Vars: "x", Fields: "s", Of: "x"},
		`condition 0 "a" has no domain`:   one(operator.Condition{Name: "a", Residual: residual, N: 1}),
		`"b" has no residual`:             one(operator.Condition{Name: "b", On: interval, N: 1}),
		`"c": want N`:                     one(operator.Condition{Name: "c", On: interval, Residual: residual}),
		`"d": want a positive Weight`:     one(operator.Condition{Name: "d", On: interval, Residual: residual, N: 1, Weight: -1}),
		`"e": geom`:                       one(operator.Condition{Name: "e", On: geom.Rect{{0, 1}, {0, 1}}, Residual: residual, N: 1}),
		"make them fit":                   multiplier.Heat{}.Problem(),
	} {
		_, err := net.Physics(p)
		wantError(t, "Physics", err, want)
	}
	for want, r := range map[string]func(d pinn.D, u *Node) *Node{
		`"r": want a residual [2] or [2, 1]`:          func(_ pinn.D, u *Node) *Node { return ReduceAllSum(u) },
		`condition "r" asks for the variable "y"`:     func(d pinn.D, _ *Node) *Node { return d.U("y") },
		`condition "r" asks for the field "velocity"`: func(d pinn.D, _ *Node) *Node { return d.Field("velocity") },
	} {
		_, err := operator.SolveOn(engines.Go(t), net, one(operator.Condition{Name: "r", On: interval, N: 1, Residual: r}), good, fit.Options{})
		wantError(t, "Solve", err, want)
	}
}

func TestBadNets(t *testing.T) {
	pairs, err := good.Aligned(multiplier.Antiderivative{}, three)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := good.Aligned(multiplier.Heat{}, multiplier.At(1, good.Sensors))
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]struct {
		net   operator.Net
		pairs fit.Source
	}{
		"no network to train":       {nil, pairs},
		"there is no data":          {operator.DeepONet{Box: interval}, nil},
		"Box of the query points":   {operator.DeepONet{}, pairs},
		"finite intervals":          {operator.DeepONet{Box: geom.Rect{{1, 0}}}, pairs},
		"a period for each of 1":    {operator.DeepONet{Box: interval, Periods: []float64{0, 1}}, pairs},
		"positive periods":          {operator.DeepONet{Box: interval, Periods: []float64{-1}}, pairs},
		"got 1, -2":                 {operator.DeepONet{Box: interval, Width: -2}, pairs},
		"[3 0]":                     {operator.DeepONet{Box: interval, Trunk: []int{3, 0}}, pairs},
		"want query points [q, 2]":  {operator.DeepONet{Box: geom.Rect{{0, 1}, {0, 1}}}, pairs},
		"values (Float32)[2, 3, 2]": {operator.DeepONet{Box: interval, Fields: 2}, pairs},
		"at least 1 of everything":  {operator.FNO{Width: -1}, grid},
		"2(modes − 1) < 8 points":   {operator.FNO{}, grid},
		"values (Float32)[2, 8, 1]": {operator.FNO{Modes: 3}, pairs},
		"[batch, n, 3]":             {operator.FNO{Modes: 3, In: 3}, grid},
	} {
		_, err = operator.TrainOn(engines.Go(t), c.net, c.pairs, fit.Options{Steps: 1})
		wantError(t, "Train", err, want)
	}
}

func TestBadQuestions(t *testing.T) {
	pairs, err := good.Aligned(multiplier.Antiderivative{}, three)
	if err != nil {
		t.Fatal(err)
	}
	m, err := operator.TrainOn(engines.Go(t), operator.DeepONet{Box: interval}, pairs, fit.Options{Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	u := mat.NewDense(2, 8, nil)
	for want, c := range map[string]struct {
		m    *operator.Model
		u, x *mat.Dense
	}{
		"not trained":              {nil, u, three},
		"no input functions":       {m, &mat.Dense{}, three},
		"no query points":          {m, u, &mat.Dense{}},
		"at 8 sensors":             {m, mat.NewDense(2, 7, nil), three},
		"want query points [q, 1]": {m, u, mat.NewDense(3, 2, nil)},
		"got none":                 {m, u, nil},
	} {
		_, err = c.m.At(c.u, c.x)
		wantError(t, "At", err, want)
	}
	_, err = m.Error(operator.Inputs{}, multiplier.Antiderivative{}, three, 10, 1)
	wantError(t, "Error", err, "no Sensors")
	_, err = m.Error(good, multiplier.Antiderivative{}, nil, 10, 1)
	wantError(t, "Error", err, "no query points")
	_, err = m.Error(good, multiplier.Antiderivative{}, three, 1, 1)
	wantError(t, "Error", err, "at least 2 functions")
	if s := m.String(); !strings.HasPrefix(s, "operator.DeepONet{Box:") {
		t.Errorf("String is %q", s)
	}
	if y, err := m.At(mat.NewDense(65, 8, nil), three); err != nil || y.RawMatrix().Rows != 65 || y.At(0, 1) != y.At(64, 1) {
		t.Errorf("more functions than in one call: %v", err)
	}
}
