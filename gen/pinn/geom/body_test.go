package geom_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"

	"github.com/gensci/gensci/gen/pinn/geom"
)

var (
	arrow   = geom.Polygon{{0, 0}, {2, -1}, {1, 0.2}, {2.5, 1.5}, {0.5, 1}, {0.6, 0.5}} // not convex
	flower  = geom.Star{Center: [2]float64{1, -1}, Cos: []float64{0, 0.1, 0.2}, Sin: []float64{0.1}}
	oval    = geom.Ellipse{Center: [2]float64{-1, 2}, Axes: [2]float64{2, 0.7}, Turn: 0.6}
	unitBox = geom.Rect{{0, 1}, {0, 1}}
	hole    = geom.Disk{Center: [2]float64{0.5, 0.5}, Radius: 0.25}
	second  = geom.Disk{Center: [2]float64{1, 0}}
)

// lens is the common area of two unit disks at the distance 1.
var lens = 2*math.Pi/3 - math.Sqrt(3)/2

// body is one to be tested. exact: its distance is the distance.
type body struct {
	name      string
	d         geom.Body
	vars      int
	area, rim float64 // 0 where no closed form is known
	exact     bool
}

var bodies = []body{
	{"interval", geom.Interval{-1, 2}, 1, 3, 2, true},
	{"rect", geom.Rect{{0, 1}, {-1, 2}}, 2, 3, 8, true},
	{"box", geom.Rect{{0, 1}, {-1, 1}, {2, 5}}, 3, 6, 22, true},
	{"disk", geom.Disk{Center: [2]float64{1, 0}, Radius: 2}, 2, 4 * math.Pi, 4 * math.Pi, true},
	{"ball1", geom.Ball{Center: []float64{1}}, 1, 2, 2, true},
	{"ball2", geom.Ball{Radius: 2}, 2, 4 * math.Pi, 4 * math.Pi, true},
	{"ball3", geom.Ball{Center: []float64{1, 0, -1}, Radius: 2}, 3, 32. / 3 * math.Pi, 16 * math.Pi, true},
	{"ball4", geom.Ball{}, 4, math.Pi * math.Pi / 2, 2 * math.Pi * math.Pi, true},
	{"ellipse", oval, 2, 1.4 * math.Pi, 8 * mathext.CompleteE(1-0.49/4), true},
	{"star", flower, 2, math.Pi * (1 + (0.01+0.04+0.01)/2), 0, true},
	{"polygon", arrow, 2, 0, 0, true},
	{"crown", geom.Polygon{{0, 0}, {4, 0}, {1, 1}, {0, 4}}, 2, 4, 0, true}, // its corner at 0 has another vertex inside
	{"L", geom.LShape(), 2, 3, 8, true},
	{"t × disk", geom.SpaceTime{Time: geom.Interval{0, 2}, Space: geom.Disk{}}, 3, 2 * math.Pi, 6 * math.Pi, true},
	{"two disks", geom.Union(geom.Disk{}, second), 2, 2*math.Pi - lens, 2 * math.Pi * 4 / 3, false},
	{"touching", geom.Union(geom.Rect{{0, 1}, {0, 1}}, geom.Rect{{1, 3}, {0, 1}}), 2, 3, 8, false},
	{"overlapping", geom.Union(geom.Rect{{0, 2}, {0, 1}}, geom.Rect{{1, 3}, {0, 1}}), 2, 3, 8, false}, // parts of two sides in common
	{"lens", geom.Intersection(geom.Disk{}, second), 2, lens, 2 * math.Pi * 2 / 3, false},
	{"hole", geom.Difference(unitBox, hole), 2, 1 - math.Pi/16, 4 + math.Pi/2, true},
	{"notch", geom.Difference(unitBox, geom.Rect{{0.5, 1}, {0, 0.5}}), 2, 0.75, 4, false},
	{"nested", geom.Difference(geom.Union(geom.Disk{}, second), geom.Intersection(geom.Disk{}, second), geom.Disk{Center: [2]float64{-0.3, 0}, Radius: 0.1}), 2, 2*math.Pi - 2*lens - 0.01*math.Pi, 0, false},
	{"t × hole", geom.SpaceTime{Time: geom.Interval{0, 2}, Space: geom.Difference(unitBox, hole)}, 3, 2 - math.Pi/8, 8 + math.Pi + 2 - math.Pi/8, false},
}

func (b body) names() []string { return []string{"t", "x", "y", "z"}[:b.vars] }

func (b body) bind(t *testing.T) (inside, edge geom.Set) {
	t.Helper()
	return bind(t, b.d, b.names()), bind(t, b.d.Edge(), b.names())
}

func bind(t *testing.T, d geom.Domain, vars []string) geom.Set {
	t.Helper()
	s, err := d.Bind(vars)
	if err != nil {
		t.Fatalf("%v: %v", d, err)
	}
	return s
}

func sample(t *testing.T, s geom.Set, n int, q geom.Sequence) geom.Sample {
	t.Helper()
	p, err := s.Sample(rand.New(rand.NewPCG(7, 1)), n, q)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rounding is for lengths of the size of the bodies, after root finding.
const rounding = 1e-9

// TestMeasures: by closed forms; what is estimated lies within 4 of its standard errors, which are upper bounds.
func TestMeasures(t *testing.T) {
	for _, b := range bodies {
		s, e := b.bind(t)
		for _, c := range []struct {
			what string
			s    geom.Set
			want float64
		}{{"measure", s, b.area}, {"measure of the edge", e, b.rim}} {
			if c.want == 0 {
				continue
			}
			if !(math.Abs(c.s.Measure-c.want) <= rounding+4*c.s.MeasureError) {
				t.Errorf("%s: %s %.6f ± %.2g, want %.6f", b.name, c.what, c.s.Measure, c.s.MeasureError, c.want)
			}
			if !(c.s.MeasureError < 0.02*c.want) {
				t.Errorf("%s: %s has an error of %g", b.name, c.what, c.s.MeasureError)
			}
		}
		if formula := !slices.Contains([]string{"two disks", "overlapping", "lens", "hole", "notch", "nested", "t × hole"}, b.name); formula != (s.MeasureError == 0) {
			t.Errorf("%s: measure known to ± %g, want a formula: %v", b.name, s.MeasureError, formula)
		}
		if s.Dim() != b.vars || e.Dim() != b.vars-1 {
			t.Errorf("%s: dimensions %d and %d of the edge, want %d and %d", b.name, s.Dim(), e.Dim(), b.vars, b.vars-1)
		}
	}
}

// TestPerimeters: lengths of a polygon and of a star against the sum of short straight pieces.
func TestPerimeters(t *testing.T) {
	var want float64
	for i, v := range arrow {
		w := arrow[(i+1)%len(arrow)]
		want += math.Hypot(v[0]-w[0], v[1]-w[1])
	}
	if got := bind(t, arrow.Edge(), []string{"x", "y"}).Measure; math.Abs(got-want) > 1e-12 {
		t.Errorf("polygon: %g, want %g", got, want)
	}
	at := func(phi float64) (x, y float64) {
		r := 1 + 0.1*math.Cos(2*phi) + 0.2*math.Cos(3*phi) + 0.1*math.Sin(phi)
		return r * math.Cos(phi), r * math.Sin(phi)
	}
	const n = 100_000 // an error of 1/n² or so
	want = 0
	for i := range n {
		x, y := at(2 * math.Pi * float64(i) / n)
		v, w := at(2 * math.Pi * float64(i+1) / n)
		want += math.Hypot(x-v, y-w)
	}
	if got := bind(t, flower.Edge(), []string{"x", "y"}).Measure; math.Abs(got-want) > 1e-8 {
		t.Errorf("star: %.9f, want %.9f", got, want)
	}
}

// TestEvenInLength: the arc length up to a point of a star's edge is the share u of the whole, by Simpson's rule to 1e-9.
func TestEvenInLength(t *testing.T) {
	s := bind(t, flower.Edge(), []string{"x", "y"})
	speed := func(phi float64) float64 {
		r := 1 + 0.1*math.Cos(2*phi) + 0.2*math.Cos(3*phi) + 0.1*math.Sin(phi)
		d := -0.2*math.Sin(2*phi) - 0.6*math.Sin(3*phi) + 0.1*math.Cos(phi)
		return math.Hypot(r, d)
	}
	length := func(to float64) (sum float64) {
		const n = 2000
		for i := range n {
			a, h := to*float64(i)/n, to/n
			sum += h / 6 * (speed(a) + 4*speed(a+h/2) + speed(a+h))
		}
		return sum
	}
	for _, u := range []float64{0, 0.1, 0.37, 0.5, 0.93} {
		x := make([]float64, 2)
		s.Map([]float64{u}, x)
		phi := math.Atan2(x[1]+1, x[0]-1) // about the center
		if phi < 0 {
			phi += 2 * math.Pi
		}
		if got := length(phi) / s.Measure; math.Abs(got-u) > 1e-9 {
			t.Errorf("u = %g lies at %.10f of the length", u, got)
		}
	}
}

// TestPointsLieWhereTheyShould: inside, on the edge, in the box.
func TestPointsLieWhereTheyShould(t *testing.T) {
	for _, b := range bodies {
		s, e := b.bind(t)
		x, y := sample(t, s, 500, nil), sample(t, e, 500, nil)
		for i := range 500 {
			if d := s.Distance(x.X.RawRowView(i)); !(d > -rounding) {
				t.Errorf("%s: %v is outside by %g", b.name, x.X.RawRowView(i), d)
			}
			p := y.X.RawRowView(i)
			if d, f := s.Distance(p), e.Distance(p); !(math.Abs(d) < rounding && f >= 0 && f < rounding) {
				t.Errorf("%s: %v is off the edge by %g, %g", b.name, p, d, f)
			}
			for j := range p {
				if p[j] < e.Lo[j]-rounding || p[j] > e.Hi[j]+rounding || x.X.At(i, j) < s.Lo[j] || x.X.At(i, j) > s.Hi[j] {
					t.Errorf("%s: %v or %v outside of its box", b.name, p, x.X.RawRowView(i))
				}
			}
		}
	}
}

// TestNormals: they have length 1, and the distance grows by as much as one goes inwards. At corners it grows less: 1 of 100 points may be so near.
func TestNormals(t *testing.T) {
	const h, n = 1e-5, 400
	for _, b := range bodies {
		s, e := b.bind(t)
		p, near := sample(t, e, n, nil), 0
		in, out := make([]float64, b.vars), make([]float64, b.vars)
		for i := range n {
			x, normal := p.X.RawRowView(i), p.Normal.RawRowView(i)
			floats.AddScaledTo(in, x, -h, normal)
			floats.AddScaledTo(out, x, h, normal)
			if l := floats.Norm(normal, 2); math.Abs(l-1) > 1e-12 {
				t.Errorf("%s: a normal of length %g", b.name, l)
			}
			if slope := (s.Distance(in) - s.Distance(out)) / (2 * h); !(math.Abs(slope-1) < 1e-4) {
				near++
			}
		}
		if near > n/100 {
			t.Errorf("%s: at %d of %d points the distance does not grow along the normal", b.name, near, n)
		}
	}
}

// TestDistances: where they are said to be exact, they equal the distance to the nearest of many points of the edge.
func TestDistances(t *testing.T) {
	const edgePoints = 20_000
	for _, b := range bodies {
		if !b.exact || b.vars > 2 {
			continue
		}
		s, e := b.bind(t)
		p := sample(t, e, edgePoints, nil)
		tol := 5 * e.Measure / edgePoints // what a gap between points can do, where x lies near the edge
		rng := rand.New(rand.NewPCG(1, 1))
		for range 60 {
			x := make([]float64, b.vars)
			for j := range x {
				x[j] = s.Lo[j] + (1.4*rng.Float64()-0.2)*(s.Hi[j]-s.Lo[j])
			}
			want := math.Inf(1)
			for i := range edgePoints {
				want = min(want, floats.Distance(x, p.X.RawRowView(i), 2))
			}
			if got := math.Abs(s.Distance(x)); got > want+rounding || got < want-tol {
				t.Errorf("%s: distance %g of %v, nearest point at %g", b.name, got, x, want)
			}
		}
	}
}

// TestDivergenceTheorem: ∮ F·n = ∫ div F for F_j = x_j² + sin(x_j+1) + x_j x_j+1 with each body's own points, which takes even points, right
// normals and right measures. 20 000 low-discrepancy points integrate such functions to 1e-3 or better; estimated measures add their errors.
func TestDivergenceTheorem(t *testing.T) {
	const n = 20_000
	for _, b := range bodies {
		s, e := b.bind(t)
		x, y := sample(t, s, n, nil), sample(t, e, n, nil)
		var volume, flux, closed, size float64
		for i := range n {
			p, q, normal := x.X.RawRowView(i), y.X.RawRowView(i), y.Normal.RawRowView(i)
			for j := range p {
				k := (j + 1) % len(p)
				volume += 2*p[j] + p[k] + cross(j == k, math.Cos(p[j])+p[j])
				flux += normal[j] * (q[j]*q[j] + math.Sin(q[k]) + q[j]*q[k])
				closed += normal[j]
				size += math.Abs(normal[j] * (q[j]*q[j] + math.Sin(q[k]) + q[j]*q[k]))
			}
		}
		volume, flux, size = volume/n*s.Measure, flux/n*e.Measure, size/n*e.Measure
		tol := 2e-3*size + 4*size*(s.MeasureError/s.Measure+e.MeasureError/e.Measure)
		if !(math.Abs(volume-flux) < tol) {
			t.Errorf("%s: ∫ div F = %.5f, ∮ F·n = %.5f, want both equal within %.2g", b.name, volume, flux, tol)
		}
		if c := closed / n; math.Abs(c) > 5e-3 {
			t.Errorf("%s: the mean of Σ n_j is %g, want 0", b.name, c)
		}
	}
}

// cross is v where F_j depends on x_j twice: in one dimension.
func cross(same bool, v float64) float64 {
	if same {
		return v
	}
	return 0
}

func ExampleDifference() {
	plate := geom.Difference(geom.Rect{{0, 1}, {0, 1}}, geom.Disk{Center: [2]float64{.5, .5}, Radius: .25})
	s, err := plate.Bind([]string{"x", "y"})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f inside, %.2f in the hole, area %.2f\n", s.Distance([]float64{.1, .5}), s.Distance([]float64{.5, .5}), s.Measure)
	// Output: 0.10 inside, -0.25 in the hole, area 0.80
}
