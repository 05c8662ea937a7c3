package cell

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
)

// sketchOf is the sketch of a cell after earlier ones.
func sketchOf(t *testing.T, last string, earlier ...string) Sketch {
	t.Helper()
	m := &Memory{}
	if len(earlier) > 0 {
		m = session(t, append(earlier, "%%\n")...).memory
	}
	return m.Sketch(last)
}

var sketches = map[string]string{
	"declarations": "import \"fmt\"\n\nfunc f() { fmt.Println() }\n",
	"main":         "var a = 1\n%%\nfmt.Println(a)\n",
	"open main":    "var a = 1\n\n%% -n 7\nfor {\n\tfmt.Println(a.",
	"open before":  "func f() {\n\tg(strings.\n%%\nf()",
	"no %%":        "x := 1\ny := x\nfunc f() {}\nfmt.Println(x, y",
	"magics":       "%cd x\n!ls\ntype T int\n%time\n",
	"package":      "package x\nvar é = \"日本\"\n%%\né",
	"carriage":     "var a = 1\r\n%%\r\na +",
	"empty":        "",
	"only %%":      "%%",
	"whole":        "%%bash\necho $x",
	"word":         "fu",
	"stray":        "}\n)]\nf()",
}

// Every byte of Go code is where At says.
func TestSketchPlaces(t *testing.T) {
	for name, source := range sketches {
		s := sketchOf(t, source)
		code := Split(source).Code
		for i := range len(source) {
			at := s.At(i)
			n := len(normalize(source[:i]))
			if n >= len(code) || code[n] <= ' ' || strings.HasPrefix(source, "package") && i < len("package x") {
				continue
			}
			if s.Cell[at] != source[i] {
				t.Errorf("%s: byte %d is %q, at %d is %q in\n%s", name, i, source[i], at, s.Cell[at], s.Cell)
			}
		}
		if end := s.At(len(source)); end > len(s.Cell) || source != "" && code != "" && code[len(code)-1] > ' ' && s.Cell[end-1] != code[len(code)-1] {
			t.Errorf("%s: the end is at %d of\n%s", name, end, s.Cell)
		}
	}
}

// What is open is closed, so that a cell parses once a name follows its last dot or operator.
func TestSketchParses(t *testing.T) {
	for name, source := range sketches {
		if name == "stray" {
			continue
		}
		source = strings.ReplaceAll(source, ".\n", ".X\n")
		if strings.HasSuffix(source, ".") || strings.HasSuffix(source, "+") {
			source += "X"
		}
		s := sketchOf(t, source, "var v = twice(1)\nfunc twice(x int) int { return 2 * x }", "const (\n\tc = iota\n\td\n)")
		for _, text := range []string{s.Cell, s.Declared} {
			if _, err := parser.ParseFile(token.NewFileSet(), "", text, 0); err != nil {
				t.Errorf("%s: %v in\n%s", name, err, text)
			}
		}
	}
}

func TestSketchDeclared(t *testing.T) {
	earlier := []string{"import r \"math/rand\"\nimport \"os\"\n// old says.\nfunc old() { r.Int() }\nvar (\n\ta = 1\n\tb = strings.ToUpper(\"\")\n)\ntype T struct{}\nfunc (T) M() {}"}
	s := sketchOf(t, "func old(x int\n\nvar a = 3", earlier...)
	for text, want := range map[string]bool{
		"func old": false, "a = 1": false, "b = strings.ToUpper": true, "type T struct{}": true, "func (T) M()": true, "import strings \"strings\"": true, "//line": false, "/*line": false,
	} {
		if strings.Contains(s.Declared, text) != want {
			t.Errorf("%q is there: %v, in\n%s", text, !want, s.Declared)
		}
	}
	s = sketchOf(t, "%%\nr.", earlier...)
	if !strings.Contains(s.Declared, "// old says.\nfunc old()") || !strings.Contains(s.Cell, "import r \"math/rand\"\n") || strings.Contains(s.Cell, "\"os\"") {
		t.Errorf("declared\n%s\ncell\n%s", s.Declared, s.Cell)
	}
}

// Imports that nobody wrote are filled in if there is no doubt.
func TestSketchImports(t *testing.T) {
	m := Memory{Packages: Packages{Module: map[string][]string{"flow": {"example.org/flow"}, "errors": {"example.org/errors"}}}}
	m.Packages.Describe = func(path string) (string, []string) {
		return guessName(path), map[string][]string{"math/rand": {"Int"}, "crypto/rand": {"Reader"}, "errors": {"New"}}[path]
	}
	s := m.Sketch("import js \"encoding/json\"\n%%\nflow.\nrand.Reader\nerrors.N\nx.flow.strings.Sp(js.Y, fmt.P)")
	want := map[string]string{"js": "encoding/json", "flow": "example.org/flow", "rand": "crypto/rand", "fmt": "fmt"}
	if !maps.Equal(s.Imports, want) {
		t.Errorf("%v, want %v", s.Imports, want)
	}
	names := m.Packages.Names()
	if !slices.Contains(names, "flow") || !slices.Contains(names, "strings") || !slices.Equal(m.Packages.Paths("errors"), []string{"example.org/errors", "errors"}) {
		t.Error(names, m.Packages.Paths("errors"))
	}
}

// A clone stays what it is while its original goes on.
func TestClone(t *testing.T) {
	m := session(t, "var a, b = 1, 2", "%%\n").memory
	c := m.Clone()
	m.Forget("a")
	p, _ := m.Prepare(t.Context(), "var c = 1", 9)
	p.Commit()
	if want := []string{"a", "b"}; !slices.Equal(names(c), want) || !strings.Contains(c.Sketch("").Declared, "var a, b = 1, 2") {
		t.Errorf("%q, want %q", names(c), want)
	}
}
