package assist

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel/cell"
)

// real are options with gopls as setup installs it, or the one on PATH. Its answers are waited for, since other tests are about time.
func real(t testing.TB) Options {
	t.Helper()
	if testing.Short() {
		t.Skip("gopls takes seconds to know the packages")
	}
	o := Options{Checkout: checkout(t), First: 30 * time.Second, Later: 30 * time.Second}
	data, err := dirs.Data()
	if err == nil {
		o.Gopls = filepath.Join(data, "bin", "gopls")
		_, err = os.Stat(o.Gopls)
	}
	if err != nil {
		if o.Gopls, err = exec.LookPath("gopls"); err != nil {
			t.Skip("gopls is missing: go run ./cmd/gensci setup")
		}
	}
	return o
}

func checkout(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// theShared is one Assistant with the real gopls, so that it starts once. TestMain closes it.
var theShared *Assistant

func shared(t testing.TB) *Assistant {
	t.Helper()
	if theShared == nil {
		theShared = New(real(t))
	}
	return theShared
}

// memory is that of a session that has run these cells.
func memory(t testing.TB, cells ...string) *cell.Memory {
	t.Helper()
	m := &cell.Memory{}
	for i, source := range cells {
		p, err := m.Prepare(t.Context(), source, i+1)
		if err != nil {
			t.Fatal(err)
		}
		p.Commit()
	}
	return m
}

// at takes the mark | out of a cell and returns where it was, in code points.
func at(marked string) (code string, position int) {
	before, after, _ := strings.Cut(marked, "|")
	return before + after, len([]rune(before))
}

var session = []string{
	"import (\n\t\"fmt\"\n\tg \"github.com/gomlx/gomlx/core/graph\"\n)\n\n// twice doubles *its* argument.\nfunc twice(x float64) float64 { return 2 * x }",
	"type Point struct{ X, Y float64 }\n\nfunc (p Point) Norm() float64 { return math.Hypot(p.X, p.Y) }\n\nvar origin = Point{}\nfunc init() { fmt.Println(origin) }",
}

// What is wanted among the matches, with type and part of the signature; "!" before a text that must not be there.
var completions = map[string]struct{ marked, want string }{
	"function":          {"%%\nx := twi|", "twice function func(x float64) float64"},
	"member":            {"%%\nfmt.Println(origin.|", "Norm method func() float64"},
	"field":             {"%%\nfmt.Println(origin.X, origin.|)\nfmt.Println()", "Y field float64"},
	"local":             {"%%\nlonger := 1\nlon|\nfmt.Println(longer)", "longer variable int"},
	"own declaration":   {"func mine(a int) {}\n\n%%\nmi|", "mine function func(a int)"},
	"newer declaration": {"func twice(a, b int) int {}\n\n%%\ntwi|", "twice function func(a int, b int) int"},
	"open function":     {"func f() {\n\tfmt.Printl|", "Println function func(a ...any) (n int, err error)"},
	"before main":       {"func f() {\n\torigin.|\n}\n%%\nf(", "Norm method func() float64"},
	"without %%":        {"p := Point{1, 2}\np.No|", "Norm method func() float64"},
	"missing import":    {"%%\nstrings.ToUp|", "ToUpper function func(s string) string"},
	"ambiguous":         {"%%\nrand.|", "Intn function "},
	"our package":       {"import \"github.com/gensci/gensci/gen/flow\"\n%%\nflow.|", "RealNVP struct "},
	"alias":             {"%%\ng.ReduceS|", "ReduceSum function func("},
	"package":           {"%%\nstrcon|", "strconv module "},
	"after non-ASCII":   {"%%\nfmt.Println(\"日本𝄞é\", origin.N|", "Norm method func() float64"},
	"keyword":           {"%%\nfor i := ra|", "range keyword "},
	"magics between":    {"%cd /tmp\n!ls\n%% -n 3\ntwi|", "twice function func(x float64) float64"},
	"struct literal":    {"%%\nvar q = Point{|", "X field float64"},
	"import path":       {"import \"encoding/js|\"", "encoding/json module package json"},
	"method value":      {"%%\nvar f func() float64 = Point.|", "Norm "},
}

func TestComplete(t *testing.T) {
	a := shared(t)
	m := memory(t, session...)
	for name, c := range completions {
		code, position := at(c.marked)
		got := a.Complete(t.Context(), m.Clone(), code, position)
		if !slices.ContainsFunc(got.Matches, func(m Match) bool { return strings.HasPrefix(m.Text+" "+m.Type+" "+m.Signature, c.want) }) {
			t.Errorf("%s: no %q in %.400v", name, c.want, got)
		}
		typed := string([]rune(code)[got.Start:got.End])
		for _, m := range got.Matches {
			if got.End != position || !strings.HasPrefix(strings.ToLower(m.Text), strings.ToLower(typed)) {
				t.Errorf("%s: %q does not begin with %q, which it replaces", name, m.Text, typed)
			}
		}
	}
	if !a.server.isReady() {
		t.Error("gopls has no part in this")
	}
}

// Where nothing can be said, nothing is.
func TestCompleteNothing(t *testing.T) {
	a := shared(t)
	for _, marked := range []string{"%%\n// twi|", "%%\nx := \"twi|\"", "!ls twi|", "%%bash\ntwi|", "%%\norigin.Norm.|", "%%\norigin.zz|"} {
		code, position := at(marked)
		if got := a.Complete(t.Context(), memory(t, session...), code, position); len(got.Matches) > 0 {
			t.Errorf("%q: %v", marked, got)
		}
	}
}

var inspections = map[string]struct {
	marked string
	detail int
	want   []string // parts of the Markdown, and of the plain text without marks
}{
	"function":     {"%%\ntw|ice(2)", 0, []string{"func twice(x float64) float64", "twice doubles"}},
	"end of name":  {"%%\ntwice|(2)", 0, []string{"func twice(x float64) float64"}},
	"in call":      {"%%\nfmt.Println(1, \"a(\", |", 0, []string{"Println(a ...any) (n int, err error)", "Println formats using"}},
	"in string":    {"%%\nfmt.Println(\"a|b\")", 0, []string{"Println(a ...any)"}},
	"our package":  {"import \"github.com/gensci/gensci/gen/flow\"\n%%\n_ = flow.Real|NVP{}", 0, []string{"type RealNVP struct"}},
	"package name": {"%%\nst|rings.ToUpper(\"\")", 0, []string{"package strings"}},
	"source":       {"%%\norigin.Nor|m()", 1, []string{"func (p Point) Norm() float64", "return math.Hypot(p.X, p.Y)"}},
	"std's source": {"%%\nstrings.ToUpp|er(\"\")", 1, []string{"isASCII, hasLower := true, false"}},
}

func TestInspect(t *testing.T) {
	a := shared(t)
	m := memory(t, session...)
	for name, c := range inspections {
		code, position := at(c.marked)
		got := a.Inspect(t.Context(), m.Clone(), code, position, c.detail)
		for _, want := range c.want {
			if !got.Found || !strings.Contains(got.Markdown, want) || !strings.Contains(got.Plain, want) {
				t.Errorf("%s: no %q in\n%s\nor\n%s", name, want, got.Markdown, got.Plain)
			}
		}
		if strings.Contains(got.Plain, "```") || strings.Contains(got.Plain, "\\") && c.detail == 0 {
			t.Errorf("%s: marks are left in\n%s", name, got.Plain)
		}
	}
	for _, marked := range []string{"%%\n|", "%ls tw|ice", "%%\n\"tw|ice\"", "%%\nnowhere|"} {
		code, position := at(marked)
		if got := a.Inspect(context.Background(), m.Clone(), code, position, 0); got.Found {
			t.Errorf("%q: %v", marked, got)
		}
	}
	body, err := json.Marshal(Inspection{})
	if want := `{"data":{},"found":false,"metadata":{},"status":"ok"}`; err != nil || string(body) != want {
		t.Errorf("%s %v, want %s", body, err, want)
	}
}

// An import that leads nowhere harms nobody else, then and later.
func TestWrongImport(t *testing.T) {
	a := shared(t)
	for _, marked := range []string{"import (\n\t\"example.org/nowhere\"\n\tw \"gonum.org\"\n)\n%%\nnowhere.F()\ntwi|", "%%\ntwi|"} {
		code, position := at(marked)
		got := a.Complete(t.Context(), memory(t, session...), code, position)
		if len(got.Matches) != 1 || got.Matches[0].Signature != "func(x float64) float64" {
			t.Errorf("%q: %v", marked, got)
		}
	}
}

// gopls is one process, without a second one for telemetry, and leaves nothing beside its folder.
func TestTraces(t *testing.T) {
	if !exists("/proc/self") {
		t.Skip("processes are listed as on Linux")
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir()) // where gopls would look whether to start one
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	a := New(real(t))
	defer a.Close()
	a.Complete(t.Context(), memory(t, session...), "%%\ntwi", 6)
	waitFor(t, "go commands to end", func() bool { return descendants(t, a.server.p.child.Pid()) == 0 })
	a.Close()
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 || exists(filepath.Join(checkout(t), folder)) {
		t.Errorf("left %v %v", left, err)
	}
}

// descendants counts the processes that the one with a number has started and those have started.
func descendants(t *testing.T, pid int) (n int) {
	t.Helper()
	lists, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	if err != nil || len(lists) == 0 {
		t.Fatal("no list of children", err)
	}
	for _, file := range lists {
		text, _ := os.ReadFile(file) // a thread may end meanwhile
		for _, field := range strings.Fields(string(text)) {
			child, convErr := strconv.Atoi(field)
			if convErr != nil {
				t.Fatal(convErr)
			}
			n += 1 + descendants(t, child)
		}
	}
	return n
}
