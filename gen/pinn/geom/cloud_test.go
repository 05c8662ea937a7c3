package geom_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

func cloud() geom.Cloud {
	return geom.Cloud{
		Points: mat.NewDense(3, 2, []float64{0, 1, 2, 3, 4, 5}), Normals: mat.NewDense(3, 2, []float64{1, 0, 0, 1, 0.6, 0.8}),
		Names: "u p", Data: mat.NewDense(3, 2, []float64{10, 11, 20, 21, 30, 31}),
	}
}

// TestCloud: all points come in their order, fewer are drawn without repetition, each with its own normal and data, more begin again.
func TestCloud(t *testing.T) {
	s := bind(t, cloud(), vars)
	if s.Measure != 3 || s.Dim() != 0 || s.Count() != 3 || !slices.Equal(s.Names(), []string{"u", "p"}) || s.Lo[0] != 0 || s.Hi[1] != 5 {
		t.Errorf("set %+v", s)
	}
	p := sample(t, s, 3, nil)
	if !mat.Equal(p.X, cloud().Points) || !mat.Equal(p.Normal, cloud().Normals) || !mat.Equal(p.Data, cloud().Data) {
		t.Errorf("all points: %v", p)
	}
	seen := map[float64]bool{}
	for seed := range uint64(20) {
		p, err := s.Sample(rand.New(rand.NewPCG(seed, 1)), 2, geom.Sobol{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			x := p.X.At(i, 0)
			seen[x] = true
			if d := p.Data.At(i, 1); d != 11+5*x || p.Normal.At(i, 0) != cloud().Normals.At(int(x)/2, 0) {
				t.Errorf("the point %g has the data %g", x, d)
			}
		}
		if p.X.At(0, 0) == p.X.At(1, 0) {
			t.Errorf("the same point twice: %v", p.X)
		}
	}
	if len(seen) != 3 {
		t.Errorf("20 draws of 2 gave %v", seen)
	}
	if p := sample(t, s, 5, nil); p.X.At(4, 0) != 2 {
		t.Errorf("5 of 3 points: %v", mat.Formatted(p.X))
	}
}

// TestGlue: points and partners on opposite faces, in products with time, in unions, and of clouds.
func TestGlue(t *testing.T) {
	box := geom.Rect{{0, 1}, {2, 5}}
	rod := geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Interval{2, 5}}
	for name, c := range map[string]struct {
		on    geom.Domain
		check func(x, y []float64) bool
	}{
		"face": {box.Periodic("x"), func(x, y []float64) bool { return x[1] == 2 && y[1] == 5 && x[0] == y[0] }},
		"rod":  {rod.Along(geom.Rect{{2, 5}}.Periodic("x")), func(x, y []float64) bool { return x[1] == 2 && y[1] == 5 && x[0] == y[0] }},
		"both": {geom.Union(box.Periodic("t"), box.Periodic("x")), func(x, y []float64) bool {
			return x[0] == 0 && y[0] == 1 && x[1] == y[1] || x[1] == 2 && y[1] == 5 && x[0] == y[0]
		}},
		"cloud": {geom.Glue(cloud(), func(x, y []float64) { y[0] = -x[0] }), func(x, y []float64) bool { return y[0] == -x[0] && y[1] == x[1] }},
	} {
		p := sample(t, bind(t, c.on, vars), 30, nil)
		for i := range 30 {
			if x, y := p.X.RawRowView(i), p.Partner.RawRowView(i); !c.check(x, y) {
				t.Errorf("%s: %v is glued to %v", name, x, y)
			}
		}
	}
}

// TestSpaceTimeParts: dimensions, measures and normals of the faces of a drum, with time in the middle of the variables.
func TestSpaceTimeParts(t *testing.T) {
	drum, names := geom.SpaceTime{Time: geom.Interval{1, 3}, Space: geom.Disk{Radius: 2}, Var: "s"}, []string{"x", "s", "y"}
	for name, c := range map[string]struct {
		on      geom.Domain
		measure float64
		check   func(x, n []float64) bool
	}{
		"start":  {drum.Start(), 4 * math.Pi, func(x, n []float64) bool { return x[1] == 1 && slices.Equal(n, []float64{0, -1, 0}) }},
		"end":    {drum.End(), 4 * math.Pi, func(x, n []float64) bool { return x[1] == 3 && slices.Equal(n, []float64{0, 1, 0}) }},
		"middle": {drum.At(2), 4 * math.Pi, func(x, n []float64) bool { return x[1] == 2 && n[1] == 1 }},
		"side": {drum.Side(), 8 * math.Pi, func(x, n []float64) bool {
			return math.Abs(x[0]-2*n[0]) < 1e-12 && n[1] == 0 && math.Abs(x[2]-2*n[2]) < 1e-12
		}},
	} {
		s := bind(t, c.on, names)
		if math.Abs(s.Measure-c.measure) > 1e-12 || s.Dim() != 2 {
			t.Errorf("%s: %d dimensions, area %g, want %g", name, s.Dim(), s.Measure, c.measure)
		}
		p := sample(t, s, 30, nil)
		for i := range 30 {
			if x, n := p.X.RawRowView(i), p.Normal.RawRowView(i); !c.check(x, n) {
				t.Errorf("%s: normal %v at %v", name, n, x)
			}
		}
	}
}

// TestBadDomains: every kind of domain says what does not fit.
func TestBadDomains(t *testing.T) {
	change := func(f func(c *geom.Cloud)) geom.Cloud {
		c := cloud()
		f(&c)
		return c
	}
	box, nan := geom.Rect{{0, 1}, {0, 1}}, math.NaN()
	far := geom.Disk{Center: [2]float64{5, 5}}
	for _, c := range []struct {
		d    geom.Domain
		vars string
		want string
	}{
		{geom.Disk{Center: [2]float64{nan, 0}}, "t x", "want finite numbers for a disk's center"},
		{geom.Ball{Center: []float64{1}}, "t x", "the center of a ball has 1 coordinates, there are 2 variables"},
		{geom.Ball{Radius: -1}, "t x", "a ball with a positive radius, got -1"},
		{geom.Ball{Radius: math.Inf(1)}.Edge(), "t x", "a ball with a positive radius, got +Inf"},
		{geom.Ellipse{}, "t x", "want an ellipse with positive half axes, got [0 0]"},
		{geom.Ellipse{Axes: [2]float64{1, 1}, Turn: nan}, "t x", "an ellipse's angle"},
		{geom.Ellipse{Axes: [2]float64{1, 1}}.Edge(), "t", "an ellipse lies in the plane"},
		{geom.Star{Cos: []float64{2}}, "t x", "a star whose radius is positive at all angles, got"},
		{geom.Star{Radius: -1}.Edge(), "t x", "a star whose radius is positive"},
		{geom.Star{Sin: []float64{nan}}, "t x", "finite numbers for a star's Sin"},
		{geom.Star{Sin: make([]float64, 99)}, "t x", "a star can have 16 waves around it, got 99"},
		{geom.Star{}, "t x y", "a star lies in the plane"},
		{geom.Polygon{{0, 0}, {1, 0}}, "t x", "a polygon needs at least 3 vertices, got 2"},
		{geom.Polygon{{0, 0}, {1, 0}, {1, 0}, {0, 1}}, "t x", "vertices 1 and 2 of a polygon are the same point [1 0]"},
		{geom.Polygon{{0, 0}, {1, 0}, {0, 1}, {0, 0}}, "t x", "vertices 3 and 0 of a polygon are the same point"},
		{geom.Polygon{{0, 0}, {1, 1}, {1, 0}, {0, 1}}, "t x", "sides 0 and 2 of a polygon cross or touch each other"},
		{geom.Polygon{{0, 0}, {2, 0}, {1, 0}, {1, 1}}, "t x", "sides 0 and 1 of a polygon cross or touch"},
		{geom.Polygon{{0, 0}, {2, 0}, {2, 1}, {1, 0}}, "t x", "sides 0 and 2 of a polygon cross or touch"},
		{geom.Polygon{{0, 0}, {1, 0}, {2, 0}}, "t x", "of a polygon cross or touch"},
		{geom.Polygon{{0, 0}, {2, 0}, {2, 2}, {1, 0}, {0, 2}}, "t x", "of a polygon cross or touch"},
		{geom.Polygon{{0, 0}, {1, nan}, {2, 0}}.Edge(), "t x", "want finite numbers for vertex 1 of a polygon"},
		{arrow, "t", "a polygon lies in the plane"},
		{geom.LShape(), "t", "cannot hold 1 variables"},
		{geom.SpaceTime{Time: geom.Interval{0, 1}}, "t x", "set Space"},
		{geom.SpaceTime{Time: geom.Interval{0, 1}}.Side(), "t x", "set Space"},
		{geom.SpaceTime{Time: geom.Interval{1, 1}, Space: geom.Disk{}}, "t x y", "want a finite interval lo < hi for t, got [1, 1]"},
		{geom.SpaceTime{Time: geom.Interval{1, 1}, Space: geom.Disk{}}.Start(), "t x y", "want a finite interval"},
		{geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Disk{}}.At(2), "t x y", "the time t = 2 lies outside of [0, 1]"},
		{geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Disk{}}, "s x y", `there is no variable "t": the variables are s, x, y: set SpaceTime.Var`},
		{geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Disk{}}, "t x", "a disk lies in the plane: want 2 variables, got 1"},
		{geom.SpaceTime{Time: geom.Interval{0, 1}}.Along(cloud()), "t x y", "no cloud of points in space"},
		{geom.Intersection(box, far), "t x", "an intersection is empty, or too thin: none of 32768 points lies in it"},
		{geom.Difference(box, geom.Disk{Radius: 9}), "t x", "a difference is empty"},
		{geom.Difference(box, geom.Disk{Radius: 9}).Edge(), "t x", "a difference is empty"},
		{geom.Intersection(), "t x", "an intersection needs at least one part"},
		{geom.Difference(box, nil), "t x", "part 1 of a difference is nil"},
		{geom.Union(box, geom.Disk{Radius: -1}), "t x", "part 1 of a union: geom: want a disk"},
		{geom.Union(box.Face("t", 0)).Edge(), "t x", "part 0 of a union is no body: only bodies have an edge"},
		{geom.Union(cloud()), "t x", "part 0 of a union is a cloud of points"},
		{geom.Glue(box, nil), "t x", "Glue wants a domain and a function"},
		{geom.Glue(geom.Ball{Radius: -1}, func(_, _ []float64) {}), "t x", "positive radius"},
		{box.Periodic("y"), "t x", `there is no variable "y"`},
		{geom.Cloud{}, "t x", "the cloud has no points"},
		{cloud(), "t", "the points of the cloud have 2 columns: want one for each of the variables [t]"},
		{change(func(c *geom.Cloud) { c.Points.Set(1, 0, nan) }), "t x", "finite numbers for point 1 of the cloud"},
		{change(func(c *geom.Cloud) { c.Normals = mat.NewDense(2, 2, nil) }), "t x", "has 3 points in 2 dimensions, but normals [2, 2]"},
		{change(func(c *geom.Cloud) { c.Normals.Set(0, 0, 2) }), "t x", "normal 0 of the cloud has the length 2: want 1"},
		{change(func(c *geom.Cloud) { c.Names = "u u" }), "t x", `the cloud's Names have "u" twice`},
		{change(func(c *geom.Cloud) { c.Names = "u" }), "t x", "want Data [3, 1], got [3, 2]"},
		{change(func(c *geom.Cloud) { c.Data = nil }), "t x", "the cloud names [u p], but has no Data"},
		{change(func(c *geom.Cloud) { c.Data.Set(2, 1, math.Inf(1)) }), "t x", "finite numbers for row 2 of the cloud's data"},
	} {
		if _, err := c.d.Bind(strings.Fields(c.vars)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.d, err, c.want)
		}
	}
	s := bind(t, box, vars)
	if _, err := s.Sample(rand.New(rand.NewPCG(1, 1)), 0, nil); err == nil || !strings.Contains(err.Error(), "want at least 1 point, got 0") {
		t.Errorf("no points: %v", err)
	}
	s.Keep = func(_, _ []float64) bool { return false }
	if _, err := s.Sample(rand.New(rand.NewPCG(1, 1)), 5, nil); err == nil || !strings.Contains(err.Error(), "0 of 1048697 points that were tried lie in the set") {
		t.Errorf("nothing kept: %v", err)
	}
}
