package kernel

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/keeper"
)

// notebook writes a Go notebook with one code cell for each source, each after a markdown cell.
func notebook(t *testing.T, sources ...string) string {
	t.Helper()
	n := &nbformat.Notebook{Metadata: map[string]any{"kernelspec": map[string]any{"name": "gensci", "display_name": "Go", "language": "go"}}}
	for _, s := range sources {
		n.Cells = append(n.Cells, nbformat.Cell{Type: nbformat.Markdown, Source: "text"}, nbformat.Cell{Type: nbformat.Code, Source: s})
	}
	n.MintIDs()
	path := filepath.Join(t.TempDir(), "some.ipynb")
	if err := n.Write(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func fakeOptions(t *testing.T) Options {
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	return Options{Out: t.TempDir(), Environment: Environment{Checkout: ".."}}
}

// shortTemp is a temporary folder whose path leaves room for the names of Unix sockets, and that a test can look into for leftovers.
func shortTemp(t *testing.T) string {
	dir, err := os.MkdirTemp("/tmp", "gk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		left, _ := filepath.Glob(filepath.Join(dir, keeper.FolderPrefix+"*"))
		if len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		os.RemoveAll(dir)
	})
	return dir
}

func texts(c nbformat.Cell) string {
	var all []string
	for _, o := range c.Outputs {
		all = append(all, fmt.Sprint(o.Type, ":", o.Name, o.Text, o.ErrorName, o.ErrorValue, o.Data["text/plain"]))
	}
	return strings.Join(all, "|")
}

func TestRunStoresOutputs(t *testing.T) {
	o := fakeOptions(t)
	var events []string
	o.Progress = func(e Event) { events = append(events, fmt.Sprintf("%d/%d%v", e.Cell, e.Cells, e.Done)) }
	path := notebook(t, "!print stdout a\n!print stdout b\n!print stderr c", "  ", "!display x 1\n!update x 2\n!forge\n!display y 3", "!update y 4\n!print stdout gone\n!clear\n!print stdout d")
	before, _ := os.ReadFile(path)
	r, err := Run(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{
		1: "stream:stdouta\nb\n<nil>|stream:stderrc\n<nil>", 3: "",
		5: "display_data:2|display_data:4", 7: "stream:stdoutd\n<nil>",
	} {
		if got := texts(r.Notebook.Cells[i]); got != want {
			t.Errorf("cell %d: got %q, want %q", i, got, want)
		}
	}
	if got, want := strings.Join(events, " "), "0/3false 1/3false 1/3true 2/3false 2/3true 3/3false 3/3true"; got != want {
		t.Errorf("events %s, want %s", got, want)
	}
	written, err := nbformat.Read(r.Path)
	if err != nil || written.Cells[7].ExecutionCount != 3 || texts(written.Cells[1]) != texts(r.Notebook.Cells[1]) {
		t.Errorf("the written notebook differs: %v %+v", err, written)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the source was changed")
	}
}

func TestRunStopsAtTheFirstError(t *testing.T) {
	for name, c := range map[string]struct{ code, want, output string }{
		"error":    {"!print stdout a\n!fail oops", "oops", "stream:stdouta\n<nil>|error:erroroops<nil>"},
		"death":    {"!die", "GoNB ended while it ran this; the next magic starts a new one (exit status 3)", "error:errorGoNB ended while it ran this; the next magic starts a new one (exit status 3); the kernel's log has its last words<nil>"},
		"question": {"!ask", "asks for input", "error:errorthe cell asks for input, which this client does not allow<nil>"},
	} {
		t.Run(name, func(t *testing.T) {
			path := notebook(t, "!print stdout first", c.code, "!print stdout never")
			r, err := Run(t.Context(), path, fakeOptions(t))
			var cell *CellError
			if !errors.As(err, &cell) || cell.Cell != 2 || !strings.HasPrefix(err.Error(), path+": code cell 2: ") || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want code cell 2 and %q", err, c.want)
			}
			written, err := nbformat.Read(r.Path)
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(written.Cells[3]); got != c.output || len(written.Cells[1].Outputs) != 1 || len(written.Cells[5].Outputs) != 0 {
				t.Errorf("outputs %q, want %q", got, c.output)
			}
		})
	}
}

// states are the states of a run's cells, and why they failed.
func states(r Result) string {
	var all []string
	for _, c := range r.Cells {
		all = append(all, strings.TrimSpace(fmt.Sprint([]string{"not run", "passed", "failed"}[c.State], " ", c.Message)))
	}
	return strings.Join(all, "|")
}

func TestRunTellsWhatBecameOfCells(t *testing.T) {
	sources := []string{"!print stdout a", "  ", "!fail oops", "!fail again", "!print stdout b"}
	for name, c := range map[string]struct {
		allow        bool
		states, want string
	}{
		"stops":   {false, "passed|failed oops|not run|not run", "code cell 2: oops"},
		"goes on": {true, "passed|failed oops|failed again|passed", "code cell 2: oops (and 1 more)"},
	} {
		t.Run(name, func(t *testing.T) {
			o := fakeOptions(t)
			o.AllowErrors = c.allow
			r, err := Run(t.Context(), notebook(t, sources...), o)
			if err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if got := states(r); got != c.states {
				t.Errorf("cells: %s, want %s", got, c.states)
			}
			if got := texts(r.Notebook.Cells[9]); (got != "") != c.allow {
				t.Errorf("the last cell has shown %q", got)
			}
			var sum time.Duration
			for _, cell := range r.Cells {
				if sum += cell.Elapsed; (cell.Elapsed > 0) != (cell.State != NotRun) {
					t.Errorf("a cell took %s: %+v", cell.Elapsed, cell)
				}
			}
			if sum > r.Elapsed {
				t.Errorf("the cells took %s, the notebook %s", sum, r.Elapsed)
			}
		})
	}
}

func TestRunGoesOnAfterATimeout(t *testing.T) {
	o := fakeOptions(t)
	o.AllowErrors, o.CellTimeout = true, 2*time.Second
	r, err := Run(t.Context(), notebook(t, "!hang", "!print stdout b"), o)
	if err == nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if got, want := states(r), "failed took longer than 2s and was interrupted|passed"; got != want {
		t.Errorf("cells: %s, want %s", got, want)
	}
}

func TestRunDoesNotGoOnWhenInterrupted(t *testing.T) {
	o := fakeOptions(t)
	o.AllowErrors = true
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(e Event) {
		if e.Cell == 1 {
			cancel()
		}
	}
	r, err := Run(ctx, notebook(t, "!hang", "!print stdout b"), o)
	if got, want := states(r), "failed interrupted|not run"; got != want || !errors.Is(err, context.Canceled) {
		t.Errorf("cells: %s, want %s; %v", got, want, err)
	}
}

// TestRunsAtTheSameTime: each notebook waits for what the other does, in a kernel of its own.
func TestRunsAtTheSameTime(t *testing.T) {
	o := fakeOptions(t)
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	ended := make(chan error, 2)
	for _, path := range []string{notebook(t, "!meet "+one+" "+two), notebook(t, "!meet "+two+" "+one)} {
		mine := o
		mine.Out = t.TempDir()
		go func() {
			_, err := Run(t.Context(), path, mine)
			ended <- err
		}()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
	first, firstTemp := started(t, one)
	second, secondTemp := started(t, two)
	if first == second || firstTemp == secondTemp {
		t.Errorf("they share a process or a folder: %d in %s, %d in %s", first, firstTemp, second, secondTemp)
	}
}

// started reads what a line "!meet" wrote: the process that ran it, and the temporary folder of its kernel.
func started(t *testing.T, file string) (pid int, temp string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := fmt.Sscan(string(text), &pid, &temp); n != 2 {
		t.Fatalf("%s: %v", text, err)
	}
	for temp != "/" && !strings.HasPrefix(filepath.Base(temp), keeper.FolderPrefix) {
		temp = filepath.Dir(temp) // GoNB has a folder of its own in the kernel's
	}
	return pid, temp
}

func TestRunInterrupts(t *testing.T) {
	for name, want := range map[string]string{"context": "code cell 1: interrupted", "timeout": "code cell 1: took longer than 50ms"} {
		t.Run(name, func(t *testing.T) {
			o := fakeOptions(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if name == "timeout" {
				o.CellTimeout = 50 * time.Millisecond
			}
			up, shown := filepath.Join(t.TempDir(), "up"), ""
			if name == "context" {
				shown = "stream:stdouta\n<nil>|"
				go func() {
					for ctx.Err() == nil && !exists(up) {
						time.Sleep(time.Millisecond)
					}
					cancel()
				}()
			}
			r, err := Run(ctx, notebook(t, "!print stdout a\n!write "+up+"\n!hang"), o)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("got %v, want %q", err, want)
			}
			if got := texts(r.Notebook.Cells[1]); !strings.HasPrefix(got, shown) || !strings.HasSuffix(got, "error:interruptedthe cell was interrupted<nil>") {
				t.Errorf("outputs %q", got)
			}
		})
	}
}

func TestRunErrorsBeforeAnyCell(t *testing.T) {
	path := notebook(t, "!print stdout a")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := fakeOptions(t)
	for want, c := range map[string]struct{ path, out string }{
		"there is no such notebook": {path + "x", o.Out},
		"cannot be made":            {path, filepath.Join(file, "out")},
		"replace its source":        {path, filepath.Dir(path)},
	} {
		if _, err := Run(t.Context(), c.path, Options{Out: c.out}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	t.Setenv(GonbVariable, filepath.Join(t.TempDir(), "gonb"))
	if left, _ := os.ReadDir(o.Out); len(left) != 0 {
		t.Errorf("wrote %v", left)
	}
	if _, err := Run(t.Context(), path, o); err == nil || !strings.Contains(err.Error(), ErrNoGonb.Error()) {
		t.Errorf("a shell line without GoNB: got %v, want %v", err, ErrNoGonb)
	}
}

func TestRunSaysWhyAKernelDidNotStart(t *testing.T) {
	o := fakeOptions(t)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	_, err := Run(t.Context(), notebook(t, "!print stdout a"), o)
	const want = "the kernel ended while it started; its log ends: making the kernel's temporary folder: "
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
