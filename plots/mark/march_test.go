package mark

import (
	"fmt"
	"math"
	"reflect"
	"testing"
)

func tableOf(f func(x, y float64) float64, n int) (t Table) {
	for i := range n {
		v := -2 + 4*float64(i)/float64(n-1)
		t.X, t.Y = append(t.X, v), append(t.Y, v)
	}
	for _, x := range t.X {
		for _, y := range t.Y {
			t.Z = append(t.Z, f(x, y))
		}
	}
	return t
}

// TestContourOfACircle: a closed line, off by what linear interpolation leaves, that runs round once with the high side at its left.
func TestContourOfACircle(t *testing.T) {
	lines := tableOf(func(x, y float64) float64 { return -x*x - y*y }, 81).Contour(-1)
	if len(lines) != 1 {
		t.Fatalf("%d lines, want 1", len(lines))
	}
	l := lines[0]
	n, area := len(l.X)-1, 0.0
	if l.X[0] != l.X[n] || l.Y[0] != l.Y[n] {
		t.Error("the line is not closed")
	}
	for i := range n {
		if r := math.Hypot(l.X[i], l.Y[i]); math.Abs(r-1) > 1e-3 {
			t.Fatalf("a point at radius %v", r)
		}
		area += (l.X[i]*l.Y[i+1] - l.X[i+1]*l.Y[i]) / 2
	}
	if math.Abs(area-math.Pi) > 5e-3 { // positive: counterclockwise, the middle is high
		t.Errorf("area %v, want π", area)
	}
}

func TestContourLines(t *testing.T) {
	wave := func(x, y float64) float64 { return math.Sin(3*x) * math.Cos(2*y) }
	for name, c := range map[string]struct {
		f     func(x, y float64) float64
		value float64
		want  int
	}{
		"straight": {func(x, _ float64) float64 { return x }, 0.33, 1},
		"saddle":   {func(x, y float64) float64 { return x * y }, 0.1, 2},
		"none":     {wave, 2, 0},
		"two":      {func(x, y float64) float64 { return math.Min(math.Hypot(x-1, y), math.Hypot(x+1, y)) }, 0.5, 2},
		"ring":     {func(x, y float64) float64 { return math.Abs(math.Hypot(x, y) - 1) }, 0.3, 2},
		"hole": {func(x, y float64) float64 {
			if x > 0 {
				return math.NaN()
			}
			return y
		}, 0.5, 1},
	} {
		table := tableOf(c.f, 41)
		lines := table.Contour(c.value)
		if len(lines) != c.want {
			t.Errorf("%s: %d lines, want %d", name, len(lines), c.want)
		}
		for range 5 {
			if !reflect.DeepEqual(lines, table.Contour(c.value)) {
				t.Fatalf("%s: another call gives other lines", name)
			}
		}
	}
}

// TestContourIsComplete: on a random table the pieces of all lines are one for each crossed pair of sides.
func TestContourIsComplete(t *testing.T) {
	k := 0
	table := tableOf(func(_, _ float64) float64 { k++; return math.Sin(float64(k * k)) }, 30)
	pieces, want := 0, 0
	for i := range 29 {
		for j := range 29 {
			want += len(table.cell(i, j, 0.1))
		}
	}
	for _, l := range table.Contour(0.1) {
		pieces += len(l.X) - 1
	}
	if pieces != want {
		t.Errorf("lines have %d pieces, cells %d", pieces, want)
	}
}

// TestSaddle: where corners alternate the mean decides whether the high ones or the low ones lie together.
func TestSaddle(t *testing.T) {
	for _, high := range []bool{true, false} {
		for _, turned := range []bool{true, false} {
			z := []float64{1, 0, 0, 1} // lower left and upper right
			if turned {
				z = []float64{0, 1, 1, 0}
			}
			value := 0.6
			if high {
				value = 0.4
			}
			lines := Table{X: []float64{0, 1}, Y: []float64{0, 1}, Z: z}.Contour(value)
			if len(lines) != 2 {
				t.Fatalf("%d lines", len(lines))
			}
			for _, l := range lines { // each cuts off one corner: the sum of its middle's coordinates tells which
				x, y := (l.X[0]+l.X[1])/2, (l.Y[0]+l.Y[1])/2
				alike := (x < 0.5) == (y < 0.5) // the lower left or the upper right
				if alike != (turned == high) {
					t.Errorf("together %v, turned %v: a line through (%v, %v)", high, turned, x, y)
				}
			}
		}
	}
}

func ExampleTable_Contour() {
	t := Table{X: []float64{0, 1}, Y: []float64{0, 1}, Z: []float64{0, 0, 1, 1}}
	fmt.Println(t.Contour(0.25))
	// Output: [{[0.25 0.25] [1 0]}]
}
