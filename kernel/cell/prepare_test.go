package cell

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// story is a session: its cells in order, the last one looked at. Cells whose program has errors are not committed, as in real life.
type story struct {
	cells []string
	has   []string // what the last program holds
	lacks []string // and what not
	errs  []string // the compiler's errors in the last program
}

func run(one ...string) []string { return one }

var stories = map[string]story{
	"hello":             {cells: run("%%\nfmt.Println(1)"), has: run(`import fmt "fmt"`, "_flag.Parse()")},
	"%main":             {cells: run("%main\nfmt.Println(1)"), has: run("_flag.Parse()")},
	"%exec":             {cells: run("func f() {}", "%exec f"), has: run("func f() {}", "\nf()\n")},
	"%exec unknown":     {cells: run("%exec f"), errs: run("cell[1]:1:1: undefined: f")},
	"own main":          {cells: run("func main() { println(1) }"), has: run("func main() { println(1) }"), lacks: run("flag")},
	"main goes":         {cells: run("func main() { f() }\nfunc f() {}", "%%\nf()"), has: run("func f")},
	"declarations":      {cells: run("func f() int { return 1 }"), has: run("func main() {}"), lacks: run("flag")},
	"magics only":       {cells: run("!ls\n%cd ..")},
	"comment only":      {cells: run("// nothing")},
	"package line":      {cells: run("package foo\n\nfunc f() {}\n%%\nf()"), has: run("package main"), lacks: run("foo")},
	"any order":         {cells: run("func f() T { return c }\nvar v = f()\nconst c = T(1)\ntype T int\nimport \"fmt\"\n%%\nfmt.Println(v)")},
	"kept":              {cells: run("func f() int { return 1 }", "const c = 2", "type T int", "var v = 3", "%%\nvar _ T = T(f() + c + v)")},
	"not reached":       {cells: run("func f() {}\nvar v = 1\ntype T int\nconst c = 1", "%%\nprintln(2)"), lacks: run("func f", "var v", "type T", "const c")},
	"reached twice":     {cells: run("func a() {}", "func b() { a() }", "func c() { b() }", "%%\nc()"), has: run("func a", "func b")},
	"recursion":         {cells: run("func even(n int) bool { return n == 0 || odd(n-1) }\nfunc odd(n int) bool { return n > 0 && even(n-1) }", "%%\neven(2)"), has: run("func odd")},
	"own all":           {cells: run("func unused() { undefined() }\n%%\nprintln(1)"), errs: run("cell[1]:1:17: undefined: undefined")},
	"old one broken":    {cells: run("func g() int { return 1 }", "func f() { g() }", "func g(x int) {}", "%%\nprintln(1)"), lacks: run("func f")},
	"old one broken 2":  {cells: run("func g() int { return 1 }", "func f() { g() }", "func g(x int) {}", "%%\nf()"), errs: run("cell[2]:1:14: not enough arguments in call to g have () want (int)")},
	"shadowed":          {cells: run("var x = broken()", "func x() {}\nvar y = 1", "%%\ny := 2\n_ = y"), lacks: run("func x", "var y")},
	"field, not var":    {cells: run("var name = 1\ntype T struct{ name int }", "%%\nvar t T\nt.name = 2"), lacks: run("var name")},
	"parameter":         {cells: run("var x = 1", "func f(x int) int { return x }\n%%\nf(1)"), lacks: run("var x")},
	"label":             {cells: run("func outer() {}", "%%\nouter:\nfor {\n\tbreak outer\n}"), lacks: run("func outer")},
	"key constant":      {cells: run("const red = 1", "%%\n_ = [...]string{red: \"r\"}"), has: run("const red")},
	"key import":        {cells: run("import \"fmt\"\ntype T struct{ fmt int }", "%%\n_ = T{fmt: 1}"), lacks: run(`"fmt"`)},
	"replaced":          {cells: run("func f() int { return 1 }", "func f() string { return \"\" }", "%%\nvar _ string = f()"), lacks: run("return 1")},
	"kind replaced":     {cells: run("func f() int { return 1 }", "var f = 2", "type f int\n%%\nvar _ f = 3"), lacks: run("func f", "var f")},
	"twice in a cell":   {cells: run("func f() {}\nfunc f() {}"), errs: run("cell[1]:2:6: f redeclared in this block", "cell[1]:1:6: other declaration of f")},
	"error, no memory":  {cells: run("func f() { undefined() }\nvar v = 1", "%%\nf(v)"), errs: run("cell[2]:2:1: undefined: f", "cell[2]:2:3: undefined: v")},
	"method":            {cells: run("type T struct{}", "func (T) A() {}", "func (t *T) B() {}", "%%\nvar t T\nt.A()\nt.B()"), has: run("func (T) A")},
	"method replaced":   {cells: run("type T struct{}\nfunc (T) A() int { return 1 }", "func (t *T) A() string { return \"\" }", "%%\nvar t T\nvar _ string = t.A()"), lacks: run("return 1")},
	"methods apart":     {cells: run("type T struct{}\ntype U struct{}\nfunc (T) A() {}\nfunc (U) A() {}\nfunc A() {}", "%%\nT{}.A()\nU{}.A()\nA()")},
	"method's needs":    {cells: run("var n = 1", "type T struct{}\nfunc (T) String() string { return fmt.Sprint(n) }", "%%\nfmt.Println(T{})"), has: run("var n", "String")},
	"type replaced":     {cells: run("type T struct{}\nfunc (T) A() {}", "type T struct{ x int }", "%%\nT{x: 1}.A()")},
	"method by alias":   {cells: run("type B struct{}\ntype A = B\nfunc (A) M() {}", "%%\nB{}.M()"), has: run("type A = B")},
	"alias":             {cells: run("type B struct{}\nfunc (B) M() {}\ntype A = B", "%%\nA{}.M()")},
	"alias circle":      {cells: run("type A = B\ntype B = A\nfunc (A) M() {}"), errs: run("cell[1]:1:6: invalid recursive type A", "cell[1]:1:6: A refers to B", "cell[1]:2:6: B refers to A")},
	"embedded":          {cells: run("type B struct{}\nfunc (B) M() {}", "type T struct{ *B }", "%%\nT{}.M()"), has: run("func (B) M")},
	"interface":         {cells: run("type I interface{ M() }\ntype T struct{}\nfunc (T) M() {}", "%%\nvar i I = T{}\ni.M()")},
	"generics":          {cells: run("type Stack[T any] struct{ x []T }\nfunc (s *Stack[T]) Push(x T) { s.x = append(s.x, x) }\nfunc Map[A, B any](x []A, f func(A) B) (y []B) {\n\tfor _, a := range x {\n\t\ty = append(y, f(a))\n\t}\n\treturn y\n}", "%%\nvar s Stack[int]\ns.Push(1)\n_ = Map(s.x, func(x int) string { return \"\" })"), has: run("Push")},
	"two parameters":    {cells: run("type P[K comparable, V any] struct{ k K; v V }\nfunc (p P[K, _]) Key() K { return p.k }", "%%\n_ = P[string, int]{}.Key()")},
	"constraint":        {cells: run("type Num interface{ ~int | ~float64 }", "func Sum[T Num](x ...T) (s T) {\n\tfor _, v := range x {\n\t\ts += v\n\t}\n\treturn s\n}", "%%\nSum(1, 2)"), has: run("type Num")},
	"type parameter":    {cells: run("type T int", "func f[T any](x T) {}\n%%\nf(1)"), lacks: run("type T int")},
	"var block":         {cells: run("var (\n\ta = 1\n\tb = broken\n)", "var (\n\ta = 1\n\tb = 2\n)", "%%\n_ = a"), has: run("a = 1"), lacks: run("b = 2")},
	"block of types":    {cells: run("type (\n\tA int\n\tB[T any] struct{ x T }\n\tC = A\n)", "%%\nvar c C = 1\n_ = c"), has: run("A int", "C = A"), lacks: run("struct")},
	"block of consts":   {cells: run("const (\n\ta = 1\n\tb = 2\n)", "%%\n_ = b"), lacks: run("a = 1")},
	"iota":              {cells: run("const (\n\ta = iota\n\tb\n\tc\n)", "%%\nvar _ [2]int = [c]int{}")},
	"iota, one again":   {cells: run("const (\n\ta = iota\n\tb\n\tc\n)", "const b = \"new\"", "%%\nvar _ [2]int = [c]int{}\nvar _ string = b")},
	"iota, all again":   {cells: run("const (\n\ta = iota\n\tbcd\n)", "const a, bcd = \"x\", \"y\"", "%%\nvar _ string = a + bcd"), lacks: run("iota")},
	"repeated const":    {cells: run("const (\n\ta string = \"x\"\n\tb\n)", "const a = 1", "%%\nvar _ string = b")},
	"iota apart":        {cells: run("const (\n\ta = 5\n\tb = iota\n)", "%%\nvar _ [1]int = [b]int{}")},
	"two of one call":   {cells: run("func f() (int, error) { return 1, nil }", "var a, err = f()", "var err = \"new\"", "%%\n_ = a + len(err)"), has: run("var a, _   = f()")},
	"both gone":         {cells: run("func f() (int, int) { return 1, 2 }", "var a, b = f()", "var a = 1\nvar b = 2", "%%\n_ = a + b"), lacks: run("func f")},
	"blank":             {cells: run("type I interface{ M() }\ntype T struct{}\nfunc (T) M() {}\nvar _ I = T{}", "%%\n_ = T{}"), lacks: run("var _")},
	"blank in its cell": {cells: run("type I interface{ M() }\ntype T struct{}\nvar _ I = T{}"), errs: run("cell[1]:3:11: cannot use T{} (value of struct type T) as I value in variable declaration: T does not implement I (missing method M)")},
	"blank function":    {cells: run("func _() { var x int = \"\" }"), errs: run(`cell[1]:1:24: cannot use "" (untyped string constant) as int value in variable declaration`, `cell[1]:1:16: declared and not used: x`)},
	"blank and name":    {cells: run("var _, b = f()\nfunc f() (int, int) { return 1, 2 }", "var _ = 3", "%%\n_ = b"), has: run("var _, b = f()")},
	"init_":             {cells: run("func init_b() { println(2) }", "func init_a() { println(1) }", "%%\nprintln(3)"), has: run("func init_b()", "func init() {", "init_a()\n//line cell[1]:1:1\ninit_b()")},
	"init_ replaced":    {cells: run("func init_a() { println(1) }", "func init_a() { println(2) }", "%%\n"), lacks: run("println(1)")},
	"init_ with needs":  {cells: run("import \"fmt\"\nvar v = 1\nfunc init_a() { fmt.Println(v) }", "%%\n"), has: run(`"fmt"`, "var v")},
	"init_ wants":       {cells: run("\nfunc init_a(x int) {}"), errs: run("cell[1]:2:8: not enough arguments in call to init_a have () want (int)")},
	"two init":          {cells: run("func init() { println(1) }\nfunc init() { println(2) }", "%%\n"), has: run("println(1)", "println(2)")},
	"init again":        {cells: run("func init() { println(1) }\nfunc init() { println(2) }", "func init() { println(3) }", "%%\n"), has: run("println(3)"), lacks: run("println(1)", "println(2)")},
	"imports kept":      {cells: run("import (\n\t\"fmt\"\n\tstr \"strings\"\n)", "%%\nfmt.Println(str.ToUpper(\"a\"))"), has: run(`"fmt"`, `str "strings"`)},
	"imports unused":    {cells: run("import (\n\t\"fmt\"\n\t\"os\"\n)\n%%\nfmt.Println()"), lacks: run(`"os"`)},
	"alias replaced":    {cells: run("import r \"math/rand\"", "import r \"math/rand/v2\"", "%%\nr.IntN(3)"), lacks: run(`"math/rand"`)},
	"v2 by its name":    {cells: run("import \"math/rand\"", "import \"math/rand/v2\"", "%%\nrand.IntN(3)"), lacks: run(`"math/rand"`)},
	"import, then var":  {cells: run("import \"strings\"", "var strings = []string{\"a\"}", "%%\n_ = strings[0]"), lacks: run("import /*")},
	"local like import": {cells: run("import \"strings\"", "%%\nstrings := []string{\"a\"}\n_ = strings"), lacks: run("import /*")},
	"blank import":      {cells: run("import _ \"image/png\"", "import _ \"embed\"", "%%\n"), has: run(`_ "image/png"`, `_ "embed"`)},
	"dot import":        {cells: run("import . \"strings\"", "%%\n_ = ToUpper(\"a\")"), has: run(`. "strings"`)},
	"dot import unused": {cells: run("import . \"strings\"", "type Options struct{ Seed int }\n%%\n_ = Options{Seed: 1}"), lacks: run(`"strings"`)},
	"dot import here":   {cells: run("import . \"strings\"\n%%\nprintln(1)"), lacks: run(`"strings"`)},
	"two dot imports":   {cells: run("import . \"strings\"\nimport . \"strconv\"", "%%\n_ = Itoa(1)"), has: run(`. "strconv"`), lacks: run(`"strings"`)},
	"import unknown":    {cells: run("import \"foo/bar\"\n%%\nbar.X()"), errs: run("cell[1]:1:8: could not import foo/bar (no package foo/bar)")},
	"import mid-cell":   {cells: run("func f() { fmt.Println() }\nimport \"fmt\"\n%%\nf()")},
	"imports in a line": {cells: run("import \"fmt\"; import s \"sort\"; func f() { fmt.Println(s.IsSorted) }")},
	"missing rand":      {cells: run("%%\n_ = rand.IntN(3)"), has: run(`rand "math/rand/v2"`)},
	"missing rand 1":    {cells: run("%%\n_ = rand.Intn(3)"), has: run(`rand "math/rand"`)},
	"missing rand 0":    {cells: run("%%\n_ = rand.Reader"), has: run(`rand "crypto/rand"`)},
	"missing template":  {cells: run("%%\nvar _ template.HTML"), has: run(`template "html/template"`)},
	"missing module":    {cells: run("%%\n_ = flow.RealNVP{}\nnb.Show(1)"), has: run(`flow "github.com/gensci/gensci/gen/flow"`)},
	"missing in old":    {cells: run("func f() string { return strings.ToUpper(\"a\") }", "%%\n_ = f()"), has: run(`strings "strings"`)},
	"remembered first":  {cells: run("import rand \"crypto/rand\"", "%%\n_ = rand.Reader"), has: run(`rand "crypto/rand"`)},
	"guess forgotten":   {cells: run("%%\n_ = rand.Intn(3)", "%%\n_ = rand.IntN(3)"), has: run(`rand "math/rand/v2"`)},
	"unknown name":      {cells: run("%%\nfoo.Bar()"), errs: run("cell[1]:2:1: undefined: foo")},
	"variable, not pkg": {cells: run("%%\nstrings.x()"), errs: run("cell[1]:2:1: undefined: strings")},
	"flag as variable":  {cells: run("var flag = 1\n%%\n_ = flag")},
	"flag used":         {cells: run("var n = flag.Int(\"n\", 1, \"\")\n%% -n 3\nprintln(*n)")},
	"embed":             {cells: run("import _ \"embed\"\n\nvar (\n\t// the text\n\t//go:embed x.txt\n\ttext string\n)\n\n//go:embed y.txt\nvar other string"), has: run("//go:embed x.txt\n\tvar /*line cell[1]:6:2*/text string", "//go:embed y.txt\nvar other")},
	"comments kept":     {cells: run("// f does it.\n//\n//go:noinline\nfunc f() {}\n\n// g too.\nfunc g() {}"), has: run("// f does it.\n//\n//go:noinline\nfunc f", "//line cell[1]:6:1\n// g too.\nfunc g")},
	"raw string":        {cells: run("var s = `\n!ls\n%%\n//line x.go:1\n`\n%%\n_ = s"), has: run("\n!ls\n%%\n//line x.go:1\n")},
	"line directive":    {cells: run("//line evil.go:100:1\nfunc f() { undefined() }"), errs: run("cell[1]:2:12: undefined: undefined")},
	"columns in a line": {cells: run("var a = 1; var b = x; var c = y"), errs: run("cell[1]:1:20: undefined: x", "cell[1]:1:31: undefined: y")},
	"places in blocks":  {cells: run("var (\n\ta = 1\n\n\tb, c = x,\n\t\ty\n)"), errs: run("cell[1]:4:9: undefined: x", "cell[1]:5:3: undefined: y")},
	"places in CRLF":    {cells: run("func f() {\r\n\tx()\r\n}\r\n%%\r\ny()\r\n"), errs: run("cell[1]:2:2: undefined: x", "cell[1]:5:1: undefined: y")},
	"places in UTF-8":   {cells: run("%%\ns := \"äöü\" + x"), errs: run("cell[1]:2:17: undefined: x", "cell[1]:2:1: declared and not used: s")},
	"place after magic": {cells: run("!ls\n%cd\nvar v = x\n%%\n!ls\ny()"), errs: run("cell[1]:3:9: undefined: x", "cell[1]:6:1: undefined: y")},
	"unused variable":   {cells: run("%%\nx := 1"), errs: run("cell[1]:2:1: declared and not used: x")},
	"empty main":        {cells: run("%%"), has: run("_flag.Parse()")},
	"trailing comment":  {cells: run("%%\nf() // not a brace\nvar f = 1"), errs: run("cell[1]:2:1: undefined: f", "cell[1]:3:5: declared and not used: f")},
	"order of vars":     {cells: run("var b = 1", "var a = b", "%%\n_ = a"), has: run("var b = 1\n//line cell[2]:1:1\nvar a = b")},
	"defer and return":  {cells: run("%%\ndefer println(1)\nif true {\n\treturn\n}")},
	"function literal":  {cells: run("%%\nf := func(x int) int { return x }\nfunc() { f(1) }()")},
	"empty blocks":      {cells: run("var ()\nconst ()\ntype ()\nimport ()\n%%\n")},
	"name main":         {cells: run("var mainly = 1\n%%\n_ = mainly")},
	"local type":        {cells: run("type T int", "%%\ntype T string\nvar _ T = \"\""), lacks: run("type T int")},
	"struct tag":        {cells: run("type T struct {\n\tX int `json:\"x\"`\n}\n%%\n_ = T{X: 1}")},
}

func TestPrepare(t *testing.T) {
	check := newChecker(t)
	packages := Packages{Describe: check.describe, Module: map[string][]string{
		"flow": {"github.com/gensci/gensci/gen/flow"}, "nb": {"github.com/gensci/gensci/kernel/nb"},
	}}
	for name, s := range stories {
		t.Run(name, func(t *testing.T) {
			m := Memory{Packages: packages}
			var p *Program
			var errs []string
			for i, source := range s.cells {
				var err error
				if p, err = m.Prepare(t.Context(), source, i+1); err != nil {
					t.Fatal(err)
				}
				errs = nil
				if p.Source != "" {
					errs = check.errors(p.Source)
				}
				if errs == nil {
					p.Commit()
				}
			}
			if !slices.Equal(errs, s.errs) {
				t.Errorf("errors %q, want %q\n%s", errs, s.errs, p.Source)
			}
			for _, text := range s.has {
				if !strings.Contains(p.Source, text) {
					t.Errorf("lacks %q\n%s", text, p.Source)
				}
			}
			for _, text := range s.lacks {
				if strings.Contains(p.Source, text) {
					t.Errorf("has %q\n%s", text, p.Source)
				}
			}
			if (p.Source == "") != (len(s.has)+len(s.lacks)+len(s.errs) == 0 && strings.Contains(name, "only")) {
				t.Errorf("source %q", p.Source)
			}
		})
	}
}

// Syntax errors have the cell's places.
func TestSyntaxErrors(t *testing.T) {
	for source, want := range map[string]string{
		"func f( {":                          "1:9: expected ')', found '{'",
		"%%\nx := )":                         "2:6: unexpected ), nothing is open here",
		"%%\n}":                              "2:1: unexpected }, nothing is open here",
		"%%\nfor {\n\n":                      "2:6: expected '}', found 'EOF'",
		"x := 1":                             "1:1: statements need a line with %% before them",
		"var a = 1\n\n// call\nf()\ng()":     "4:1: statements need a line with %% before them",
		"%%\nf()\nfunc g() {}":               "3:1: functions with a name stand before the line with %%",
		"%%\nimport \"fmt\"":                 "2:1: imports stand before the line with %%",
		"%%\n%%\n":                           "2:1: a cell has one %% (or %main, %exec) at most",
		"%exec":                              "1:1: %exec wants the name of a function: %exec f",
		"func main() {}\n%%\n":               "1:1: a cell has %% or a func main of its own, not both",
		"import \"\"":                        "1:8: an import needs a path",
		"import \"C\"":                       "1:8: cells can't use cgo: no import \"C\"",
		"var x = 1\n%%bash\nls":              "2:1: %%bash can only be the first line of a cell",
		"var s = `\n":                        "1:9: raw string literal not terminated",
		"var x = 1\n/* open":                 "2:1: comment not terminated",
		"%%\nf() /* open":                    "2:5: comment not terminated",
		"!ls\r\nvar x = = 1\r\n":             "2:9: expected operand, found '='",
		"var (\n\ta = 1\n\tb = 'xy'\n)":      "3:6: illegal rune literal",
		"const c = 1\nvar s = \"ä\" ä ö":     "2:14: expected ';', found ä",
		"var x = 1 }":                        "1:11: expected declaration, found '}'",
		"//line evil.go:9\nvar x = \n\n":     "2:8: expected operand, found 'EOF'",
		"func (T) {}":                        "1:10: expected 'IDENT', found '{'",
		"type T struct {\n\tx int\n":         "2:7: expected '}', found 'EOF'",
		"%%\nif x {\n\tf(\n}":                "4:1: expected operand, found '}'",
		"func f() {\n%%\n}\n":                "2:3: expected '}', found 'EOF'",
		"var x = 08\n%%\ny := 1 +":           "1:10: invalid digit '8' in octal literal",
		"func init() int {\n\treturn 1 2\n}": "2:11: expected ';', found 2",
	} {
		p, err := new(Memory).Prepare(t.Context(), source, 4)
		var errs Errors
		if !errors.As(err, &errs) || p != nil {
			t.Errorf("%q: no error\n%+v", source, p)
			continue
		}
		if got := errs[0].Error(); errs[0].Column == 0 || place(errs[0]) != want {
			t.Errorf("%q: %s at %d, want %s", source, got, errs[0].Column, want)
		}
	}
}
