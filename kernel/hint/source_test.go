package hint

import (
	"slices"
	"testing"
)

func TestBlank(t *testing.T) {
	for line, want := range map[string]string{
		`x := "if a else b" + y // in z`: `x := "~~~~~~~~~~~" + y `,
		`f('a', "\"", ` + "`b`)":         `f('~', "~~", ` + "`~`)",
		`print("open`:                    `print("~~~~`,
		`x := 7 / 2`:                     `x := 7 / 2`,
		`s := "http://x"`:                `s := "~~~~~~~~"`,
	} {
		if got := blank(line); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

func TestEnclosing(t *testing.T) {
	for above, want := range map[string][]string{
		"":                                      {""},
		"a := 1\nfor x := range xs {\n\tb := 2": {"\tb := 2", "for x := range xs {", "a := 1"},
		"for x := range xs {\n\tb := 2\n}\nc := 3": {"c := 3"},
		"if a {\n\tb := 2\n} else {\n\tc := 3":     {"\tc := 3"},
		"if x := 1; x > 0 { f() }\nc := 3":         {"c := 3"},
		"s := \"}\" // }\nc := 3":                  {"c := 3", "s := \"}\" // }"},
	} {
		if got := enclosing(above); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", above, got, want)
		}
	}
}

func TestDeclared(t *testing.T) {
	for code, want := range map[string][]string{
		"x, y := f(a, b)":                            {"x", "y"},
		"for i, v := range xs {\n\tz = i\n}":         {"i", "v"},
		"var a = b\nconst c = 1\ntype T struct{}":    {"a", "c", "T"},
		"func f(n int) int { return n }":             {"f"},
		"def f(x):\n\ty = 1":                         nil,
		"p.x := 1":                                   {"x"}, // does not compile anyway
		"if v, ok := m[k]; ok {":                     {"v", "ok"},
		"switch x := y.(type) {\ncase int: z := 1\n": {"x", "z"},
	} {
		if got := Declared(code); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for name, want := range map[string]string{
		"Printn": "Print", "println": "Println", "Sqrtt": "Sqrt", "sqr": "", "x": "", "velocty": "velocity", "veloctiy": "velocity", "speed": "", "VELOCITY": "velocity",
	} {
		if got := nearest(name, []string{"Print", "Println", "Printf", "Sqrt", "velocity", "v", "_", ""}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "xbc", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestFunction(t *testing.T) {
	for name, want := range map[string]string{
		"main.mean(0xc000012345, 0x3)": "mean", "main.mean(...)": "mean", "main.(*T).Mean(0x0)": "T.Mean", "main.T.Mean(...)": "T.Mean", "main.(*T).Mean": "T.Mean",
		"main.Map[...](...)": "Map", "main.main()": "", "main._cell()": "", "main.init()": "", "main.init.0()": "", "main.mean.func1(0x1)": "a function in mean",
		"main.(*T).Mean.func2.1()": "a function in T.Mean", "main.main.func1()": "a function without a name", "main._cell.func3.2(...)": "a function without a name",
		"main.main._cell.func1(...)": "a function without a name", "main.main.mean.func1(...)": "a function in mean", "main._cell-range1(...)": "",
		"main.mean.gowrap1()": "a function in mean", "main.main.func1 in goroutine 1": "a function without a name", "main.init.func1()": "a function without a name",
	} {
		if got := function(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for message, want := range map[string]string{
		"panic: boom": "boom", "2026/01/02 03:04:05 boom\n": "boom", "panic: a.b": "a.b", "fatal error: stack overflow": "stack overflow",
		`error: fit: failed during graph construction/compilation: compilation failed for Exec "Exec:main.f": graphFn for "Exec:main.f" panicked: shapes`: "shapes",
		"panic: boom [recovered, repanicked]": "boom", "": "",
	} {
		if got := Sentence(message); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
}

// What is no stack is none, and words of programs that end by themselves stay.
func TestReadWithoutStack(t *testing.T) {
	for _, text := range []string{"", "\n", "all is well\n", "goroutine 1 [running]:\n"} {
		if trace, ok := ReadPanic(text); ok {
			t.Errorf("%q is a panic: %+v", text, trace)
		}
	}
	for text, want := range map[string]string{
		"": "", "\n": "", "one\ntwo\n": "two", "main.f\n\tcell[3]:7\nthen it went on\n1\n2\n3\n4\n5\n6\n": "6", "a\n    cell 3, line 7\nb": "b",
		"error: bad\n    cell 3, line 7\n": "error: bad",
	} {
		trace := ReadError(text)
		if trace.Message != want {
			t.Errorf("%q: %+v, want the message %q", text, trace, want)
		}
		if found := len(trace.Frames) > 0; found != (want == "error: bad") {
			t.Errorf("%q: frames %v", text, trace.Frames)
		}
	}
}

// The goroutine that died counts, not the others, and not frames of the kernel.
func TestReadPanicByText(t *testing.T) {
	trace, ok := ReadPanic("hello\npanic: boom\n\ngoroutine 7 [running]:\nlib.x()\n\t/lib/x.go:3 +0x1\nmain._cell()\n\t/tmp/cell[2]:5 +0x1\n" +
		"github.com/gensci/gensci/kernel/keep.Main(0x1)\n\t/keep/main.go:9 +0x1\nmain.main()\n\tmain.go:3 +0x1\n\ngoroutine 1 [select]:\nmain.main()\n\tcell[1]:2 +0x2\nexit status 2\n")
	if want := (Frame{Cell: 2, Line: 5, Calls: 1}); !ok || trace.Message != "panic: boom" || !slices.Equal(trace.Frames, []Frame{want}) || trace.Folded != 1 {
		t.Errorf("%+v", trace)
	}
	if got, want := trace.Render(nil), "panic: boom\n    cell 2, line 5\n    (1 more frame in the runtime and libraries)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
