package show

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

type point struct{ X, y float64 }

type tree struct {
	Name string
	Next *tree
	Kids []*tree
}

type shaped interface{ Sides() int }

type odd struct{ err error }

func (o odd) Error() string { return o.err.Error() } // panics for the zero value

type celsius float64

func (c celsius) String() string { return fmt.Sprintf("%g °C", float64(c)) }

type weekday int

func text(v any) string { return Bundle(v)[Text].(string) }

func TestValuesAsText(t *testing.T) {
	seven, none := 7, (*int)(nil)
	ring := &tree{Name: "a"}
	ring.Next = &tree{Name: "b", Next: ring}
	loop := []any{1, nil}
	loop[1] = loop
	for _, c := range []struct {
		v    any
		want string
	}{
		{nil, "nil"},
		{3, "3"},
		{int8(-3), "-3"},
		{uint64(1 << 63), "9223372036854775808"},
		{3.0, "3"},
		{math.Pi, "3.141592653589793"},
		{float32(0.1), "0.1"},
		{1e300, "1e+300"},
		{math.NaN(), "NaN"},
		{math.Inf(-1), "-Inf"},
		{math.Copysign(0, -1), "-0"},
		{complex(1, -2), "(1-2i)"},
		{true, "true"},
		{'x', "120"},
		{weekday(3), "3"},
		{"a \"b\"\n<c>", "a \"b\"\n<c>"}, // a text itself is shown as it is
		{[]string{"a b", ""}, `["a b" ""]`},
		{[2]bool{true}, "[true false]"},
		{[]int{}, "[]"},
		{[]int(nil), "[]"},
		{[][]int{{1, 2}, nil}, "[[1 2] []]"},
		{[]byte("hi\n"), `[]byte("hi\n")`},
		{[]byte{1, 2}, "[1 2]"},
		{map[string]int{"b": 2, "a": 1}, `map["a": 1, "b": 2]`},
		{map[int]string{10: "x", 9: "y"}, `map[9: "y", 10: "x"]`},
		{map[string]int(nil), "map[]"},
		{point{1, 2.5}, "point{X: 1, …}"},
		{&point{1, 2.5}, "&point{X: 1, …}"},
		{struct{ A any }{nil}, "{A: nil}"},
		{struct{ A any }{none}, "{A: nil}"},
		{struct{ S shaped }{}, "{S: nil}"},
		{&seven, "&7"},
		{none, "nil"},
		{(*tree)(nil), "nil"},
		{ring, `&tree{Name: "a", Next: &tree{Name: "b", Next: &…, Kids: []}, Kids: []}`},
		{func() {}, "func()"},
		{(func(int) string)(nil), "nil"},
		{make(chan int), "chan int"},
		{celsius(3), "3 °C"},
		{[]celsius{1, 2}, "[1 °C 2 °C]"},
		{1500 * time.Millisecond, "1.5s"},
		{[]error{errors.New("x"), nil}, "[x nil]"},
		{odd{}, "odd{…}"},
		{struct{ E error }{odd{}}, "{E: odd{…}}"},
	} {
		if got := text(c.v); got != c.want {
			t.Errorf("%T %v: got %q, want %q", c.v, c.want, got, c.want)
		}
	}
	if got := text(loop); !strings.HasPrefix(got, "[1 [1 [") || len(got) > 100 {
		t.Errorf("a slice in itself: %q", got)
	}
}

func TestWhatIsLongIsCut(t *testing.T) {
	if got, want := text(make([]int, 1000)), "["+strings.Repeat("0 ", 20)+"… (1000)]"; got != want {
		t.Errorf("got %q", got)
	}
	m := map[int]bool{}
	for i := range 100 {
		m[i] = true
	}
	if got := text(m); strings.Count(got, "true") != 20 || !strings.Contains(got, "… (100)") || !strings.HasPrefix(got, "map[\n  0: true\n") {
		t.Errorf("got %s", got)
	}
	long := text(strings.Repeat("é", 10_000))
	if !strings.HasSuffix(long, "é… (20000 bytes)") || len(long) > 4100 {
		t.Errorf("a string of %d bytes, …%s", len(long), long[len(long)-40:])
	}
	deep := any(1)
	for range 20 {
		deep = []any{deep}
	}
	if got := text(deep); got != "[[[[[[[[…]]]]]]]]" {
		t.Errorf("got %q", got)
	}
	// Each of 20 leads to 20 others, seven times over.
	wide := any(1)
	for range 7 {
		list := make([]any, 20)
		for i := range list {
			list[i] = wide
		}
		wide = list
	}
	if got := text(wide); len(got) > 10*maxValues || !strings.Contains(got, "…") {
		t.Errorf("%d bytes", len(got))
	}
	// A struct that does not fit on a line has one for each field, and so has one in it.
	v := struct {
		Name string
		P    struct{ A, B string }
	}{Name: strings.Repeat("n", 70)}
	v.P.A, v.P.B = strings.Repeat("a", 50), strings.Repeat("b", 50)
	want := "{\n  Name: \"" + v.Name + "\"\n  P: {\n    A: \"" + v.P.A + "\"\n    B: \"" + v.P.B + "\"\n  }\n}"
	if got := text(v); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNumbersInTables(t *testing.T) {
	for want, v := range map[string]any{
		"3.142": math.Pi, "-0.00012": -0.00012, "100000": 1e5, "1.235e+06": 1234567.0, "NaN": math.NaN(), "+Inf": math.Inf(1), "0.1": float32(0.1),
		"7": 7, "": nil, "x": errors.New("x"), "a": "a", "0.03 ± 0.01": measured{}, "3 °C": celsius(3),
	} {
		if got := Number(v); got != want {
			t.Errorf("%v: got %q, want %q", v, got, want)
		}
	}
}

type measured struct{}

func (measured) Short() string  { return "0.03 ± 0.01" }
func (measured) String() string { return "0.03 ± 0.01 nats above the exact density" }
