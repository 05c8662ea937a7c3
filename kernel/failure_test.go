package kernel

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
)

// The texts are what GoNB v0.11.4 sent with -raw_error.
func TestFailure(t *testing.T) {
	panicked := "2026/11/23 15:36:05 about to\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t \x1b[7m[[ Cell [1] Line 4 ]]\x1b[0m /tmp/k/gonb_fa6657cc/main.go:14 +0xfe\nexit status 2\n"
	for name, c := range map[string]struct {
		stderr, value string
		traceback     []string
		want, kept    string
	}{
		"panic":       {panicked, "exit status 2", []string{"exit status 2"}, "panic: boom", "2026/11/23 15:36:05 about to\n"},
		"panic alone": {"panic: boom\n\ngoroutine 1 [running]:\nexit status 2\n", "exit status 2", nil, "panic: boom", ""},
		"log.Fatal":   {"bad luck\nexit status 1\n", "exit status 1", nil, "bad luck (exit status 1)", "bad luck\n"},
		"os.Exit":     {"exit status 4\n", "exit status 4", nil, "exit status 4", ""},
		"killed":      {"signal: killed\n", "signal: killed", nil, "signal: killed", ""},
		"no stderr":   {"", "exit status 2", nil, "exit status 2", ""},
		"compiler": {
			"", "# gonb_99fc3426\n./main.go:10:1: declared and not used: x\n",
			[]string{"# gonb_99fc3426", "Cell[2]: Line 2\n\nfunc main() {\nx := 1\n^\n}\n\ndeclared and not used: x", ""},
			"line 2: declared and not used: x", "",
		},
		"package": {
			"", `failed to run "/tmp/k/bin/go get": exit status 1`,
			[]string{`failed to run "/tmp/k/bin/go get": exit status 1`, "", "go: gonb_26ed4be8 imports", "\tgithub.com/a/b: cannot find module providing package github.com/a/b", ""},
			"github.com/a/b: cannot find module providing package github.com/a/b", "",
		},
		"checkout":  {"", "# github.com/gensci/gensci/gen\n../../c/gen/gen.go:3:4: undefined: x\n", nil, "../../c/gen/gen.go:3:4: undefined: x", ""},
		"goimports": {"a warning\n", "/tmp/k/gonb_ccc180c8/main.go:3:9: expected ')', found '{'", nil, "main.go:3:9: expected ')', found '{'", "a warning\n"},
	} {
		t.Run(name, func(t *testing.T) {
			cell := &nbformat.Cell{Outputs: []nbformat.Output{
				{Type: nbformat.Stream, Name: "stdout", Text: "panic: not this\n"},
				{Type: nbformat.Stream, Name: "stderr", Text: c.stderr},
				{Type: nbformat.Error, ErrorName: "ERROR", ErrorValue: c.value, Traceback: c.traceback},
			}}
			if got := failure(cell); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			kept := ""
			for _, o := range cell.Outputs {
				if o.Name == "stderr" {
					kept = o.Text
				}
			}
			last := cell.Outputs[len(cell.Outputs)-1]
			if kept != c.kept || last.ErrorValue != c.want || strings.Contains(strings.Join(last.Traceback, ""), "/tmp/k/gonb") {
				t.Errorf("stderr %q, want %q; error %+v", kept, c.kept, last)
			}
		})
	}
	if got := failure(&nbformat.Cell{}); !strings.Contains(got, "without saying which") {
		t.Errorf("no error output: %q", got)
	}
}
