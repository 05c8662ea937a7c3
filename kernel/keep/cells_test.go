package keep_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

// cells are programs: the test binary runs one of them instead of the tests if the environment names it.
var cells = map[string]func(){}

const cellVar = "KEEP_TEST_CELL"

func TestMain(m *testing.M) {
	if name := os.Getenv(cellVar); name != "" {
		cells[name]()
		return
	}
	os.Exit(m.Run())
}

// cell makes a program of statements and variables; its number is the one that the last of the name ends with.
func cell(name string, number int, run func(), vars ...keep.Var) {
	cells[name] = func() { keep.Main(keep.Program{Cell: number, Vars: vars, Run: run}) }
}

// kept is a variable that a cell restores, defined one that it defines. Here they count as defined as soon as the cell runs.
func kept(name string, ptr any) keep.Var {
	return keep.Var{Name: name, Type: "T", Ptr: ptr, Kept: true}
}

func defined(name string, ptr any) keep.Var {
	yes := true
	return keep.Var{Name: name, Type: "T", Ptr: ptr, Set: &yes}
}

// ended is how a cell's program ended.
type ended struct {
	status int
	output string
}

// raceEnabled says that the race detector is in. It complains about programs that race on purpose, and with its own threads Go notices no
// deadlocks.
var raceEnabled bool

// hangs is when a program counts as one that hangs.
const hangs = 2 * time.Minute

// program returns the command that runs a cell.
func program(t *testing.T, folder, name string, env ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), append(env, cellVar+"="+name, keep.StateVar+"="+folder, "GORACE=atexit_sleep_ms=0")...)
	return cmd
}

// runCell runs a cell and commits what it proposes, as the kernel does.
func runCell(t *testing.T, folder, name string, env ...string) (ended, *keep.Manifest) {
	t.Helper()
	cmd := program(t, folder, name, env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	m, err := keep.Commit(folder)
	if err != nil && !errors.Is(err, keep.ErrNoProposal) {
		t.Fatal(err)
	}
	if err := keep.Collect(folder); err != nil {
		t.Fatal(err)
	}
	said := strings.TrimSpace(string(out))
	if m != nil && m.Outcome == keep.Refused { // told by the kernel
		said = strings.Join(append([]string{said}, m.Notes...), "")
	}
	return ended{cmd.ProcessState.ExitCode(), said}, m
}

// want runs a cell that is to end well and print something.
func want(t *testing.T, folder, name, output string) *keep.Manifest {
	t.Helper()
	e, m := runCell(t, folder, name)
	if e.status != 0 || e.output != output {
		t.Fatalf("%s: status %d, printed %q, want %q", name, e.status, e.output, output)
	}
	return m
}

// refused runs a cell that is to be refused with a sentence.
func refused(t *testing.T, folder, name, sentence string) {
	t.Helper()
	if e, _ := runCell(t, folder, name); e.status != keep.ExitRefused || e.output != sentence {
		t.Fatalf("%s: status %d, printed %q, want %q", name, e.status, e.output, sentence)
	}
}
