package hint

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is more than a case takes on a busy machine.
const patience = time.Minute

// runner is a program with mistakes and mended cells, one of which it runs.
type runner struct{ file string }

// firstCell is the number of the cell of case 0.
const firstCell = 100

// buildRunner makes a program of statements: what runs is the number in its first argument. Case i is cell firstCell + i.
func buildRunner(t *testing.T, declarations string, cases []string) runner {
	t.Helper()
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	var b strings.Builder
	all := declarations + strings.Join(cases, "\n")
	fmt.Fprintf(&b, "package main\nimport _os \"os\"\nimport _debug \"runtime/debug\"\n%s%s\n", importsOf(all), declarations)
	b.WriteString("func main() {\n_debug.SetMaxStack(1 << 20)\nswitch _os.Args[1] {\n") // a recursion without an end ends early
	for i, c := range cases {
		fmt.Fprintf(&b, "case \"%d\":\n//line cell[%d]:1:1\n%s\n//line main.go:1:1\n", i, firstCell+i, c)
	}
	b.WriteString("}\n}\n")
	dir := t.TempDir()
	r := runner{filepath.Join(dir, "program.exe")}
	source := filepath.Join(dir, "main.go")
	if err := os.WriteFile(source, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-o", r.file, source)
	cmd.Env = buildEnv()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return r
}

// run returns what case i writes to standard error, and whether it ended well.
func (r runner) run(t *testing.T, i int) (stderr string, ok bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.file, fmt.Sprint(i))
	cmd.Env = append(os.Environ(), "GOMAXPROCS=4") // several, so that goroutines meet on one core too
	var b strings.Builder
	cmd.Stderr = &b
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatal("it does not end")
	}
	return b.String(), err == nil
}

// engineOfCells is what graphs of the cases use.
const engineOfCells = `
var engine, engineError = backend.Default()
var matrix = [][]float32{{1, 2, 3}, {4, 5, 6}}
func init() { if engineError != nil { panic(engineError) } }
`

// Programs that die get the hint for what they say, and the mended ones end well.
func TestRunHints(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "go:parallelism=-1")
	for file, declarations := range map[string]string{"panics.txt": "", "graph.txt": engineOfCells} {
		blocks := readBlocks(t, file)
		var cases []string
		for _, b := range blocks {
			cases = append(cases, b.cell, b.mended)
		}
		r := buildRunner(t, declarations, cases)
		for i, b := range blocks {
			t.Run(strings.TrimSuffix(file, ".txt")+": "+b.name, func(t *testing.T) {
				t.Parallel()
				r.test(t, b, 2*i)
			})
		}
	}
}

// A program that no package has given an engine, as cells are not.
func TestNoEngine(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "")
	stderr, _ := buildRunner(t, "", []string{"compute.MustNew()"}).run(t, 0)
	trace, _ := ReadPanic(stderr)
	if got, want := trace.hint(source("")), "an engine is missing: `engine, err := backend.Default()`"; got != want {
		t.Errorf("hint %q, want %q, for %q", got, want, trace.Message)
	}
	if _, ok := buildRunner(t, "", []string{"engine, err := backend.Default()\nif err != nil { panic(err) }\nfmt.Println(engine.Name())"}).run(t, 0); !ok {
		t.Error("the mended program does not end well")
	}
}

func (r runner) test(t *testing.T, b block, i int) {
	stderr, ok := r.run(t, i)
	trace, found := ReadPanic(stderr)
	if ok || !found {
		t.Fatalf("it does not panic: %s", stderr)
	}
	lines := strings.Split(b.cell, "\n")
	if got := trace.hint(func(_, n int) string { return lines[min(n, len(lines))-1] }); got != b.hint {
		t.Errorf("hint %q, want %q, for %q", got, b.hint, trace.Message)
	}
	if len(trace.Frames) == 0 || trace.Frames[len(trace.Frames)-1].Cell != firstCell+i {
		t.Errorf("frames %v, want cell %d, from\n%s", trace.Frames, firstCell+i, stderr)
	}
	if stderr, ok = r.run(t, i+1); !ok {
		t.Errorf("mended, but %s", stderr)
	}
	if b.hint == "" || !followed(b.hint, b.mended) {
		t.Errorf("the mended program does nothing of what the hint says:\n%s\n%s", b.hint, b.mended)
	}
}
