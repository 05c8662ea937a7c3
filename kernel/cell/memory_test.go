package cell

import (
	"fmt"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func names(m *Memory) (list []string) {
	for _, d := range m.Declared() {
		list = append(list, d.Name)
	}
	return list
}

// Nothing is remembered before Commit, and nothing of a cell that does not parse.
func TestCommit(t *testing.T) {
	var m Memory
	if _, err := m.Prepare(t.Context(), "var a = 1\nvar b = )", 1); err == nil {
		t.Error("no error")
	}
	first, err := m.Prepare(t.Context(), "var a = 1", 2)
	if err != nil || names(&m) != nil {
		t.Fatal(err, names(&m))
	}
	second, _ := m.Prepare(t.Context(), "var a, b = 2, 3", 3)
	second.Commit()
	first.Commit() // prepared before, committed after: the later commit wins
	if want := []string{"b", "a"}; !slices.Equal(names(&m), want) {
		t.Errorf("%q, want %q", names(&m), want)
	}
	first.Commit()
	if want := []string{"b", "a"}; !slices.Equal(names(&m), want) {
		t.Errorf("committed twice: %q, want %q", names(&m), want)
	}
}

func TestDeclared(t *testing.T) {
	p := session(t, "import (\n\t\"fmt\"\n\t_ \"embed\"\n\t. \"math\"\n)\n\n// T is.\ntype T[P any] struct{}\n\nfunc (*T[P]) M() {}\nconst (\n\ta = iota\n\tb\n)\nvar _ = 1\nfunc main() {}", "var a, c = 1, 2\nfunc init() {}", "%%\n")
	want := []Declaration{
		{token.IMPORT, "fmt", "fmt", 1, 2},
		{token.IMPORT, "_ embed", "embed", 1, 3},
		{token.IMPORT, ". math", "math", 1, 4},
		{token.TYPE, "T", "", 1, 8},
		{token.FUNC, "T.M", "", 1, 10},
		{token.CONST, "b", "", 1, 11},
		{token.VAR, "a", "", 2, 1},
		{token.VAR, "c", "", 2, 1},
		{token.FUNC, "init", "", 2, 2},
	}
	if got := p.memory.Declared(); !slices.Equal(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func TestForget(t *testing.T) {
	m := session(t, "type T int\nfunc (T) M() {}\nvar a, b = 1, 2\nimport \"fmt\"", "%%\n").memory
	for _, name := range []string{"T.M", "a", "fmt"} {
		if !m.Forget(name) || m.Forget(name) {
			t.Errorf("%s was not there, or is still", name)
		}
	}
	if m.Forget("unknown") || m.Forget("_") {
		t.Error("forgot what was not there")
	}
	if want := []string{"T", "b"}; !slices.Equal(names(m), want) {
		t.Errorf("left %q, want %q", names(m), want)
	}
	p, err := m.Prepare(t.Context(), "%%\n_ = b", 3)
	if err != nil || !strings.Contains(p.Source, "var _, b = 1, 2") {
		t.Error(err, p.Source)
	}
}

func TestProgram(t *testing.T) {
	for source, want := range map[string]string{
		"":                           "main false timed false [] [] []",
		"var x = 1":                  "main false timed false [] [] []",
		"func main() {}":             "main true timed false [] [] []",
		"%% -n 3 \"a b\"\nf()":       `main true timed false ["-n" "3" "a b"] [] []`,
		"%args a\n%%\n":              "main true timed false [] [] []", // as in GoNB, %% replaces the arguments
		"%%\n%args a\n":              `main true timed false ["a"] [] []`,
		"%args a\nfunc main() {}":    `main true timed false ["a"] [] []`,
		"%exec f -v":                 `main true timed false ["-v"] [] []`,
		"%time\n%%\n":                "main true timed true [] [] []",
		"%%time a\n":                 `main true timed true ["a"] [] []`,
		"!ls\n%%\nfoo.A(bar.B, x.y)": `main true timed false [] ["bar" "foo"] ["!ls"]`,
		"import . \"os\"\n%%\nStdout.Close(); x.Y()": `main true timed false [] ["x"] []`,
		"%%\n_ = error.Error":                        "main true timed false [] [] []",
		"%%bash\nls":                                 `main false timed false [] [] ["%%bash\nls"]`,
	} {
		p, err := new(Memory).Prepare(t.Context(), source, 1)
		if err != nil {
			t.Error(err)
			continue
		}
		var specials []string
		for _, s := range p.Specials {
			specials = append(specials, s.Text)
		}
		got := fmt.Sprintf("main %v timed %v %q %q %q", p.Main, p.Timed, p.Args, p.Unresolved, specials)
		if got != want {
			t.Errorf("%q: %s, want %s", source, got, want)
		}
	}
}

// Prepare panics for no text, and what it accepts parses as a program.
func FuzzPrepare(f *testing.F) {
	for _, s := range stories {
		f.Add(strings.Join(s.cells, "\n"), s.cells[len(s.cells)-1])
	}
	f.Add("%", "!\\")
	f.Add("import \"\"", "import \"/\"")
	f.Add("//gonb:%\\\n\\", "/*")
	f.Fuzz(func(t *testing.T, first, second string) {
		var m Memory
		for i, source := range []string{first, second, first} {
			Complete(source)
			p, err := m.Prepare(t.Context(), source, i+1)
			if err != nil {
				_ = err.(Errors).Render()
				continue
			}
			p.Commit()
			if _, err = parser.ParseFile(token.NewFileSet(), "", p.Source, parser.SkipObjectResolution); p.Source != "" && err != nil {
				t.Errorf("%v\n%s", err, p.Source)
			}
			for _, d := range m.Declared() {
				if d.Line < 1 || d.Name == "" {
					t.Errorf("%+v", d)
				}
			}
		}
	})
}
