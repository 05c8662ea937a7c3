package source

import (
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, text string) *Text {
	t.Helper()
	r, err := Read("cell", text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRead(t *testing.T) {
	r := read(t, "import \"math\"\n\n// Area is one.\nfunc Area(r float64) float64 {\n\treturn math.Pi * square(r)\n}\n\ntype (\n\tA int\n\tB struct{ X float64 }\n)\n\nfunc (b *B) Get() float64 { return b.X }\n\nx := Area(2)\nfmt.Println(x)")
	if len(r.Imports) != 1 || r.Imports[0].Path != "math" || r.Statements != 2 || len(r.Declarations) != 3 {
		t.Fatalf("got %+v", r)
	}
	area, types, method := r.Declarations[0], r.Declarations[1], r.Declarations[2]
	if area.Line != 3 || !slices.Equal(area.Names, []string{"Area"}) || !area.Uses["square"] || area.Uses["Pi"] || !area.Selects["math"]["Pi"] {
		t.Errorf("Area is %+v", area)
	}
	if !slices.Equal(types.Names, []string{"A", "B"}) || method.Receiver != "B" || len(method.Names) != 0 {
		t.Errorf("got %+v and %+v", types, method)
	}
}

func TestSyntaxErrorsNameTheLine(t *testing.T) {
	_, err := Read("flow", "func A() {}\n\nfunc B() {\n\tx := := 1\n}")
	if err == nil || !strings.Contains(err.Error(), "cell flow, line 4") {
		t.Errorf("got %v", err)
	}
}

func TestRules(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"fine":            {"import \"math\"\nfunc F(x float64) float64 { return math.Sqrt(x) } // ordinary", ""},
		"fine strings":    {"const text = \"//go:embed x\\n!ls %cd\"\n", ""},
		"cgo":             {"import \"C\"\n", "cgo"},
		"import":          {"import \"os/exec\"\n", "os/exec"},
		"unsafe":          {"import \"unsafe\"\n", "unsafe"},
		"blank import":    {"import _ \"math\"\n", "effect"},
		"init":            {"func init() {}", "func init"},
		"main":            {"func main() {}", "func main"},
		"embed":           {"//go:embed secret\nvar s string", "directive"},
		"linkname":        {"//go:linkname f runtime.f\nfunc f()", "directive"},
		"no body":         {"func f()", "no body"},
		"hidden linkname": {"%% `\n//go:linkname f runtime.f\nfunc f() {}\n%% `", "directive"},
		"hidden embed":    {"%main \"\n/* \n%main \"\n*/ //go:embed secret\nvar s string", "directive"},
		"line":            {"/*line x:1*/ func f() {}", "directive"},
		"shell":           {"!cat /etc/passwd", "shell"},
		"magic":           {"%cd /\nfunc F() {}", "magics"},
		"builtin":         {"func panic(any) {}", "predeclares"},
		"true":            {"const true = false", "predeclares"},
		"float64":         {"type float64 = int", "predeclares"},
		"ours":            {"var genscimain = 1", "grader's own"},
		"bidi":            {"func F() { /* \u202e } */ }", "U+202E"},
		"zero width":      {"var a\u200db = 1", "U+200D"},
		"NUL":             {"var s = \"\x00\"", "U+0000"},
		"UTF-8":           {"var s = \"\xff\"", "UTF-8"},
		"long":            {"// " + strings.Repeat("x", maxCell), "kB"},
		"group of consts": {"const (\n\ta = 1\n\tnil = 2\n)", "predeclares"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Read("cell", test.text)
			var problems []string
			if err != nil {
				problems = append(problems, err.Error())
			}
			for _, p := range r.Problems(Standard) {
				problems = append(problems, p.Error())
			}
			if got := strings.Join(problems, "; "); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestProblemsAreBounded(t *testing.T) {
	for name, text := range map[string]string{"lines": strings.Repeat("\x01\n", 1000), "names": strings.Repeat("var true int\n", 1000)} {
		if n := len(read(t, text).Problems(Standard)); n != maxProblems {
			t.Errorf("%s: %d problems", name, n)
		}
	}
	if got := read(t, "//go:embed x\r\nvar s string\r\n").Problems(Standard); len(got) != 1 {
		t.Errorf("a problem is told twice: %v", got)
	}
}

// Nothing is made of what is too long: whoever reads it is no box.
func TestLongCellsAreNotRead(t *testing.T) {
	r, err := Read("cell", strings.Repeat("var a = 1\n", maxCell/10+1))
	if err == nil || !strings.Contains(err.Error(), "kB") || len(r.Declarations) > 0 || len(r.Problems(Standard)) > 0 {
		t.Errorf("%d declarations, %v", len(r.Declarations), err)
	}
}

func TestAllowed(t *testing.T) {
	a := append(slices.Clone(Standard), "github.com/gensci/gensci/gen/...")
	for path, want := range map[string]bool{"math": true, "os": false, "github.com/gensci/gensci/gen/flow": true, "github.com/gensci/gensci/gen": true, "github.com/gensci/gensci/genuine": false, "mat": false} {
		if a.Allows(path) != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"func F() {}", "import \"C\"", "!ls", "type T[", "x := `", "func (", "\x00", "%%\nx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, _ := Read("cell", text)
		r.Problems(Standard)
	})
}
