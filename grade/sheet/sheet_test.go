package sheet

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/gentest"
)

var _ gentest.TB = (*T)(nil)

func TestNearAndEqual(t *testing.T) {
	nan, negative := math.NaN(), math.Copysign(0, -1)
	for name, test := range map[string]struct {
		near bool
		got  any
		want any
		ok   bool
	}{
		"equal":            {false, 1.0, 1.0, true},
		"types of numbers": {false, 1, 1.0, true},
		"last bit":         {false, 1.0, math.Nextafter(1, 2), false},
		"near":             {true, 1.0, 1 + 1e-7, true},
		"relative":         {true, 1e9, 1e9 + 1, true},
		"not near":         {true, 1.0, 1.1, false},
		"NaN":              {true, nan, nan, false},
		"NaN in a slice":   {true, []float64{nan}, []float64{nan}, false},
		"got NaN":          {true, nan, 1.0, false},
		"negative zero":    {false, negative, 0.0, true},
		"infinity":         {true, math.Inf(1), math.Inf(1), true},
		"other infinity":   {true, math.Inf(-1), math.Inf(1), false},
		"infinite instead": {true, math.Inf(1), 1.0, false},
		"finite instead":   {true, 1.0, math.Inf(1), false},
		"large integers":   {false, int64(1<<62 + 1), int64(1 << 62), false},
		"slices":           {true, []float64{1, 2}, []float64{1, 2 + 1e-9}, true},
		"lengths":          {true, []float64{1, 2}, []float64{1, 2, 3}, false},
		"nil and empty":    {false, []float64(nil), []float64{}, true},
		"no slice":         {false, 3, []int{3}, false},
		"nested":           {true, [][]float64{{1}, {2, 3}}, [][]float64{{1}, {2, 3.1}}, false},
		"arrays":           {false, [2]int{1, 2}, []int{1, 2}, true},
		"maps":             {false, map[string]int{"a": 1}, map[string]int{"a": 1}, true},
		"other keys":       {false, map[string]int{"b": 1}, map[string]int{"a": 1}, false},
		"strings":          {false, "a", "a", true},
		"other strings":    {false, "a", "b", false},
		"bools":            {false, true, false, false},
		"errors":           {false, errors.New("x"), errors.New("x"), true},
		"no error":         {false, nil, errors.New("x"), false},
		"both nil":         {false, nil, nil, true},
		"complex":          {true, 1i, 1i + 1e-9, true},
		"structs":          {true, struct{ X, Y float64 }{1, 2}, struct{ X, Y float64 }{1, 2.5}, false},
		"pointers":         {false, new(int), new(int), true},
		"nil pointer":      {false, (*int)(nil), new(int), false},
		"matrices":         {true, mat.NewDense(1, 2, []float64{1, 2}), mat.NewDense(1, 2, []float64{1, 2}), true},
		"other matrices":   {true, mat.NewDense(1, 2, []float64{1, 2}), mat.NewDense(1, 2, []float64{1, 3}), false},
		"shapes":           {true, mat.NewDense(2, 1, []float64{1, 2}), mat.NewDense(1, 2, []float64{1, 2}), false},
		"nil matrix":       {true, (*mat.Dense)(nil), mat.NewDense(1, 2, []float64{1, 2}), false},
	} {
		r := Run(func(t *T) {
			if test.near {
				t.Near(test.got, test.want, 1e-6, "hint")
			} else {
				t.Equal(test.got, test.want, "hint")
			}
		}, [32]byte{})
		if r.Passed(-1) != test.ok {
			t.Errorf("%s: passed is %v, want %v (%+v)", name, !test.ok, test.ok, r.Outcomes)
		}
	}
}

func TestDetailsSayWhere(t *testing.T) {
	r := Run(func(t *T) { t.Near([][]float64{{1, 2}}, [][]float64{{1, 3}}, 1e-6, "the rule") }, [32]byte{})
	if got := r.Outcomes[0]; got.Detail != "got 2, want 3 at [0][1]" || got.Hint != "the rule" {
		t.Errorf("got %+v", got)
	}
}

type gone struct{ panicked bool }

func (gone) Error() string    { return "F panicked: secret 42" }
func (gone) Brief() string    { return "F panicked" }
func (g gone) Panicked() bool { return g.panicked }

func TestHiddenChecksShowTheirHintAlone(t *testing.T) {
	r := Run(func(t *T) {
		t.Near(1.0, 2.0, 1e-6, "seen")
		t.Hide(true)
		t.Near(42.0, 2.0, 1e-6, "hidden")
		t.Hide(false)
		t.Near(42.0, 3.0, 1e-6, "seen, but the process knows the input by now")
		panic(gone{true})
	}, [32]byte{})
	text := ""
	for _, o := range r.Outcomes {
		text += o.Hint + "|" + o.Detail + "\n"
	}
	if strings.Contains(text, "42") || !strings.Contains(text, "hidden") || !strings.Contains(text, "F panicked") || !strings.Contains(text, "got 1, want 2") {
		t.Errorf("got %s", text)
	}
}

// A test may quote what it got; once the process knows hidden inputs, that could be one of them.
func TestErrorfShowsNoValuesOnceHiddenTestsHaveBegun(t *testing.T) {
	r := Run(func(t *T) {
		t.Errorf("got %v", 42)
		t.Hide(true)
		t.Errorf("100 %% of x[%d] = %+.3g %s", 42, 42.0, "42")
		t.Hide(false)
		unfinished := "%[2]*[1]d wrong %"
		t.Errorf(unfinished, 42, 42)
		t.Fatalf("%v", 42)
	}, [32]byte{})
	var got []string
	for _, o := range r.Outcomes {
		got = append(got, o.Hint)
	}
	if want := []string{"got 42", "100 % of x[…] = … …", "… wrong …", "…"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if r.Outcomes[0].Secret || !r.Outcomes[1].Secret || !r.Outcomes[2].Secret || r.Outcomes[2].Hidden {
		t.Errorf("got %+v", r.Outcomes)
	}
}

func TestParts(t *testing.T) {
	r := Run(func(t *T) {
		t.Part("1", "right", func(t *T) { t.True(true, "a") })
		t.Part("1", "wrong", func(t *T) { t.True(true, "a"); t.True(false, "b") })
		t.Part("1", "panics", func(t *T) { _ = []int{}[len(t.result.Parts)] })
		t.Part("1", "stops", func(t *T) { t.Fatalf("no"); t.True(true, "never") })
		t.Part("1", "nothing checked", func(*T) {})
		t.Part("1", "goes on", func(t *T) { t.True(true, "c") })
	}, [32]byte{})
	for i, want := range []bool{true, false, false, false, false, true} {
		if r.Passed(i) != want {
			t.Errorf("part %s: %v, want %v", r.Parts[i].Name, !want, want)
		}
	}
	if !r.Passed(-1) || len(r.Outcomes) != 6 {
		t.Errorf("got %+v", r.Outcomes)
	}
}

func TestNothingCheckedIsNotPassed(t *testing.T) {
	if Run(func(*T) {}, [32]byte{}).Passed(-1) {
		t.Error("a test without checks passes")
	}
}

func TestPanics(t *testing.T) {
	r := Run(func(t *T) {
		t.Panics(func() { panic("x") }, "a")
		t.Panics(func() { panic(gone{true}) }, "b")
		t.Panics(func() {}, "c")
		t.Panics(func() { panic(gone{false}) }, "d") // a program that ended has not panicked
	}, [32]byte{})
	if o := r.Outcomes; len(o) != 4 || !o[0].Passed || !o[1].Passed || o[2].Passed || !o[3].Broken {
		t.Errorf("got %+v", r.Outcomes)
	}
}

func TestLaws(t *testing.T) {
	normal := func(x float64) float64 { return .5 * math.Erfc(-x/math.Sqrt2) }
	shifted := func(x []float64, by float64) []float64 {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = x[i] + by
		}
		return y
	}
	for seed := range byte(50) {
		r := Run(func(t *T) {
			x := t.Normal(2000)
			t.Law(x, normal, "right")
			t.SameLaw(x, t.Normal(3000), "right")
			t.Mean(x, 0, 1, "right")
			t.Law(shifted(x, .6), normal, "wrong")
			t.SameLaw(shifted(x, .6), t.Normal(3000), "wrong")
			t.Mean(shifted(x, .6), 0, 1, "wrong")
			t.Law([]float64{math.NaN()}, normal, "wrong")
			t.SameLaw(nil, x, "wrong")
			t.SameLaw([]float64{9}, x, "wrong") // so few have every law
			t.Law([]float64{9, 9, 9}, normal, "wrong")
			t.Law(x[:leastDraws-1], normal, "wrong")
			t.Law(x[:leastDraws], normal, "right")
			t.SameLaw(x[:1000], x, "right")
		}, [32]byte{seed})
		for _, o := range r.Outcomes {
			if o.Passed != (o.Hint == "right") {
				t.Fatalf("seed %d: %+v", seed, o)
			}
		}
	}
}

func TestTheSeedDecides(t *testing.T) {
	draw := func(seed byte) (x []float64) {
		Run(func(t *T) { x = t.Uniform(3, -1, 1) }, [32]byte{seed})
		return x
	}
	if a, b, c := draw(1), draw(1), draw(2); a[0] != b[0] || a[0] == c[0] {
		t.Errorf("got %v %v %v", a, b, c)
	}
}
