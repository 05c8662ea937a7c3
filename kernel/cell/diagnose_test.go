package cell

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// session prepares and commits the cells before the last one, and returns the last one's program.
func session(t testing.TB, cells ...string) *Program {
	t.Helper()
	var m Memory
	for i, source := range cells {
		p, err := m.Prepare(t.Context(), source, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if i+1 == len(cells) {
			return p
		}
		p.Commit()
	}
	return nil
}

// build compiles a program, which imports the standard library alone, and returns its file and what go build said.
func build(t testing.TB, p *Program) (file, output string) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds programs, which takes a while")
	}
	folder := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module x\n", "main.go": p.Source} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file = filepath.Join(folder, "x.exe")
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Dir = folder
	cmd.Env = append(cmd.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	if (err != nil) != strings.Contains(string(out), ":") {
		t.Fatalf("%v: %s", err, out)
	}
	return file, string(out)
}

// The real compiler's words, in an older cell, in blocks, after non-ASCII text, and over two lines.
func TestCompileErrors(t *testing.T) {
	p := session(
		t,
		"// f is right until g changes.\nfunc f() {\n\tg()\n}\n\nfunc g() {}",
		"func g(n int) {}\n\nvar (\n\ta = 1\n\tb = \"ä\" + undefined\n)\n\n%%\nf()\n\ts := a; twice := 1",
	)
	_, output := build(t, p)
	want := `cell 2, line 5: undefined: undefined
    	b = "ä" + undefined
    	          ^
cell 1, line 3: not enough arguments in call to g
	have ()
	want (int)
    	g()
    	^
cell 2, line 10: declared and not used: s
    	s := a; twice := 1
    	^
cell 2, line 10: declared and not used: twice
    	s := a; twice := 1
    	        ^
`
	if got := p.CompileErrors(output).Render(); got != want {
		t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", got, want, output)
	}
}

func TestCompileErrorsOfImports(t *testing.T) {
	p := session(t, "import (\n\t\"fmt\"\n\tb \"foo/bar\"\n)\n%%\nfmt.Println(b.X)")
	_, output := build(t, p)
	errs := p.CompileErrors(output)
	if len(errs) != 1 || errs[0].Line != 3 || errs[0].Column != 2 || !strings.HasPrefix(errs[0].Message, "package foo/bar is not in std") {
		t.Errorf("%+v from %s", errs, output)
	}
}

func TestCompileErrorsByText(t *testing.T) {
	p := session(t, "func f() {}\n", "%%\nf()\nx := 1")
	for output, want := range map[string]string{
		"": "",
		"# x\ncell[2]:3:1: declared and not used: x\n":                               "cell 2, line 3: declared and not used: x\n    x := 1\n    ^\n",
		"# x\n./cell[2]:3:1: m\r\n":                                                  "cell 2, line 3: m\n    x := 1\n    ^\n",
		"/tmp/x/cell[2]:3: m\n":                                                      "cell 2, line 3: m\n    x := 1\n",
		"cell[2]:2:6: f redeclared in this block\n\t./cell[1]:1:6: other one of f":   "cell 2, line 2: f redeclared in this block\n\tcell 1, line 1: other one of f\n    f()\n       ^\n",
		"cell[2]:1:1: a\n# y\n\tlost\ntoo many errors\n":                             "cell 2, line 1: a\n    %%\n    ^\n",
		"cell[9]:1:1: m":                                                             "cell 9, line 1: m\n",
		"cell[2]:99:1: m":                                                            "cell 2, line 99: m\n",
		"main.go:3:5: no such module\n\tgo get it\n":                                 "main.go:3:5: no such module\n\tgo get it\n",
		"link: too big\ncell[2]:1:1: a\n":                                            "cell 2, line 1: a\n    %%\n    ^\n",
		"cell[99999999999999999999]:1:1: too many digits for a number: still an e\n": "cell 9223372036854775807, line 1: too many digits for a number: still an e\n",
	} {
		if got := p.CompileErrors(output).Render(); got != want {
			t.Errorf("%q: %q, want %q", output, got, want)
		}
	}
}
