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

// TestBetween: measures by closed forms, and all points in the domain and in the window t in [.5, 1].
func TestBetween(t *testing.T) {
	box := geom.Rect{{0, 2}, {-1, 3}}
	tube := geom.SpaceTime{Time: geom.Interval{0, 2}, Space: geom.Disk{}}
	sensors := geom.Cloud{Points: mat.NewDense(3, 2, []float64{0.2, 0, 0.6, 1, 1, 2}), Names: "u", Data: mat.NewDense(3, 1, []float64{7, 8, 9})}
	for _, c := range []struct {
		name    string
		of      geom.Domain
		vars    string
		measure float64
		tol     float64 // relative; 0 where the measure is exact
	}{
		{"interval", geom.Interval{0, 3}, "t", 0.5, 0},
		{"box", box, "t x", 2, 0},
		{"all of it", geom.Rect{{0.6, 0.8}, {0, 1}}, "t x", 0.2, 0},
		{"face", box.Face("x", 3), "t x", 0.5, 0},
		{"a time", box.Face("t", 0.7), "t x", 4, 0},
		{"walls", box.Faces("x"), "t x", 1, 0},
		{"all faces", box.Faces(), "t x", 1, 0.05},
		{"seam", box.Periodic("x"), "t x", 0.5, 0},
		{"glue", geom.Glue(box, func(_, y []float64) { y[1] = -y[1] }), "t x", 2, 0},
		{"t × disk", tube, "t x y", math.Pi / 2, 0},
		{"side", tube.Side(), "t x y", math.Pi, 0},
		{"t × part", geom.SpaceTime{Time: geom.Interval{0, 1}, Space: geom.Rect{{0, 4}}, Var: "s"}, "s t", 0.5, 0},
		{"twice", geom.Between(box, "t", geom.Interval{0.75, 2}), "t x", 1, 0},
		{"union", geom.Union(box, geom.Rect{{0, 1}, {3, 4}}), "t x", 2.5, 0.05},
		{"sensors", sensors, "t x", 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			vars := strings.Fields(c.vars)
			s, err := geom.Between(c.of, "t", geom.Interval{0.5, 1}).Bind(vars)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(s.Measure-c.measure) > (c.tol+1e-12)*c.measure {
				t.Errorf("measure %g, want %g", s.Measure, c.measure)
			}
			if exact := s.MeasureError == 0; exact != (c.tol == 0) {
				t.Errorf("standard error of the measure %g", s.MeasureError)
			}
			j := slices.Index(vars, "t")
			if s.Lo[j] < 0.5 || s.Hi[j] > 1 {
				t.Errorf("t in [%g, %g]", s.Lo[j], s.Hi[j])
			}
			p, err := s.Sample(rand.New(rand.NewPCG(1, 1)), 40, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range mat.Col(nil, j, p.X) {
				if v < 0.5 || v > 1 {
					t.Errorf("a point at t = %g", v)
				}
			}
			if c.name == "sensors" && !mat.Equal(p.Data.Slice(0, 2, 0, 1), mat.NewDense(2, 1, []float64{8, 9})) {
				t.Errorf("data %v", mat.Formatted(p.Data))
			}
			if c.name == "seam" && p.Partner.At(0, 1) != 3 {
				t.Errorf("partner %v", p.Partner.RawRowView(0))
			}
		})
	}
}

func TestBetweenOnBadInput(t *testing.T) {
	box := geom.Rect{{0, 2}, {-1, 3}}
	for _, c := range []struct {
		of   geom.Domain
		v    string
		in   geom.Interval
		want string
	}{
		{nil, "t", geom.Interval{0, 1}, "a part of, got nil"},
		{box, "s", geom.Interval{0, 1}, `no variable "s"`},
		{box, "t", geom.Interval{1, 1}, "finite interval lo < hi of t, got [1, 1]"},
		{box, "t", geom.Interval{math.NaN(), 1}, "finite interval"},
		{box, "t", geom.Interval{2, 3}, "nothing of the domain lies between t = 2 and 3: its t is in [0, 2]"},
		{box.Face("t", 0), "t", geom.Interval{1, 2}, "its t is in [0, 0]"},
		{geom.Interval{0, 1}, "t", geom.Interval{0, 1}, "a box with 1 intervals cannot hold 2"},
		{geom.Cloud{Points: mat.NewDense(2, 2, []float64{0, 0, 2, 0})}, "t", geom.Interval{0.5, 1}, "no point of the cloud lies between t = 0.5 and 1"},
	} {
		if _, err := geom.Between(c.of, c.v, c.in).Bind([]string{"t", "x"}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.of, err, c.want)
		}
	}
}
