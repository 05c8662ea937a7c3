package geom_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

var (
	vars   = []string{"t", "x"}
	square = geom.Rect{{0, 1}, {-1, 1}}
)

func points(t *testing.T, d geom.Domain, vars []string, n int) (geom.Set, *mat.Dense) {
	t.Helper()
	s, err := d.Bind(vars)
	if err != nil {
		t.Fatal(err)
	}
	return s, s.Points(rand.New(rand.NewPCG(1, 2)), n)
}

// TestMoments: means and mean squares of coordinates over 4096 low-discrepancy points are those of the uniform law on the
// set; independent points would miss them by about 1/√4096 = 1.6e-2.
func TestMoments(t *testing.T) {
	const tol = 2e-3
	for _, c := range []struct {
		name                  string
		d                     geom.Domain
		measure, x, y, xx, y2 float64
	}{
		{"square", square, 2, .5, 0, 1. / 3, 1. / 3},
		{"start", square.Face("t", 0), 2, 0, 0, 0, 1. / 3},
		{"cut", square.Face("x", .25), 1, .5, .25, 1. / 3, 1. / 16},
		{"walls", square.Faces("x"), 2, .5, 0, 1. / 3, 1},
		{"boundary", square.Faces(), 6, .5, 0, (1./3*2 + 1./2*4) / 6, (1*2 + 1./3*4) / 6},
		{"disk", geom.Disk{Center: [2]float64{1, 0}, Radius: 2}, 4 * math.Pi, 1, 0, 2, 1},
		{"circle", geom.Disk{}.Edge(), 2 * math.Pi, 0, 0, .5, .5},
		{"L", geom.LShape(), 3, -1. / 6, 1. / 6, 1. / 3, 1. / 3},
	} {
		s, x := points(t, c.d, vars, 4096)
		a, b := mat.Col(nil, 0, x), mat.Col(nil, 1, x)
		got := []float64{s.Measure, stat.Mean(a, nil), stat.Mean(b, nil), stat.MomentAbout(2, a, 0, nil), stat.MomentAbout(2, b, 0, nil)}
		for i, want := range []float64{c.measure, c.x, c.y, c.xx, c.y2} {
			if !(math.Abs(got[i]-want) < tol) {
				t.Errorf("%s: measure, means, mean squares are %.4f, want number %d to be %.4f", c.name, got, i, want)
			}
		}
		for i, v := range x.RawMatrix().Data {
			if v < s.Lo[i%2] || v > s.Hi[i%2] {
				t.Fatalf("%s: coordinate %g outside of the box %v %v", c.name, v, s.Lo, s.Hi)
			}
		}
	}
}

// TestRunsOfPointsAreEven: each quarter of the box gets a quarter of any 256 consecutive points, to within 6; independent
// points would vary by 7 and miss that in most of the 60 cases.
func TestRunsOfPointsAreEven(t *testing.T) {
	_, x := points(t, square, vars, 15*256)
	for run := range 15 {
		var count [4]int
		for i := range 256 {
			p := x.RawRowView(run*256 + i)
			k := 0
			if p[0] > .5 {
				k++
			}
			if p[1] > 0 {
				k += 2
			}
			count[k]++
		}
		for _, c := range count {
			if c < 58 || c > 70 {
				t.Errorf("run %d: quarters get %v points of 256", run, count)
			}
		}
	}
}

func TestUniform(t *testing.T) {
	s, _ := points(t, square, vars, 1)
	x := s.Uniform(rand.New(rand.NewPCG(1, 2)), 4000)
	if m := stat.Mean(mat.Col(nil, 1, x), nil); math.Abs(m) > 4*math.Sqrt(1./3/4000) {
		t.Errorf("mean of x is %g, want 0 within 4 standard errors", m)
	}
}

func TestOtherDimensions(t *testing.T) {
	_, x := points(t, geom.Interval{2, 3}, []string{"x"}, 5)
	if r, c := x.Dims(); r != 5 || c != 1 || mat.Min(x) < 2 || mat.Max(x) > 3 {
		t.Errorf("interval: %v", mat.Formatted(x))
	}
	_, x = points(t, geom.Interval{2, 3}.Ends(), []string{"x"}, 8)
	if s := mat.Sum(x); s != 20 {
		t.Errorf("ends: sum %g of %v, want 4 points at each", s, mat.Formatted(x))
	}
	_, x = points(t, geom.Rect{{0, 1}, {0, 1}, {0, 1}}.Face("y", 1), []string{"x", "y", "z"}, 9)
	if r, c := x.Dims(); r != 9 || c != 3 || mat.Sum(x.ColView(1)) != 9 {
		t.Errorf("face of a cube: %v", mat.Formatted(x))
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		d    geom.Domain
		vars string
		want string
	}{
		{square, "x", "a box with 2 intervals cannot hold 1 variables"},
		{square.Face("y", 0), "t x", `there is no variable "y": the variables are t, x`},
		{square.Face("x", 2), "t x", "the face x = 2 lies outside of the box, where x is in [-1, 1]"},
		{square.Faces("y"), "t x", `there is no variable "y"`},
		{square.Face("x", math.NaN()), "t x", "the face x = NaN lies outside"},
		{geom.Rect{{1, 0}, {0, 1}}, "t x", "want a finite interval lo < hi for t, got [1, 0]"},
		{geom.Rect{{0, 1}, {0, math.Inf(1)}}, "t x", "want a finite interval"},
		{geom.Disk{Radius: -1}, "t x", "positive radius, got -1"},
		{geom.Disk{}.Edge(), "t", "want 2 variables, got 1"},
		{geom.Union(), "t x", "a union needs at least one part"},
		{geom.Union(square, nil), "t x", "part 1 of a union is nil"},
		{geom.Union(square, square.Face("t", 0)), "t x", "part 1 of a union has 1 dimensions, part 0 has 2"},
	} {
		if _, err := c.d.Bind(strings.Fields(c.vars)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.d, err, c.want)
		}
	}
}

func ExampleRect() {
	square := geom.Rect{{0, 1}, {-1, 1}} // t, x
	set, err := square.Face("t", 0).Bind([]string{"t", "x"})
	fmt.Println(set.Lo, set.Hi, err)
	// Output: [0 -1] [0 1] <nil>
}
