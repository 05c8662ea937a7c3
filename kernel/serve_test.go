package kernel

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	engines "github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/keeper"
)

// patience bounds waits for what takes milliseconds on a quiet machine.
const patience = 40 * time.Second

// await waits until a condition holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", patience, what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// own is the test binary as one of the commands of roles.
func own(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), CheckoutVariable+"="+checkout)
	cmd.Stderr = os.Stderr
	return cmd
}

// begin starts a command whose processes end with the test.
func begin(t *testing.T, cmd *exec.Cmd) *child.Process {
	t.Helper()
	p, err := child.Start(cmd, syscall.SIGTERM)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(patience) })
	return p
}

// serve starts a kernel as Jupyter does and connects to it.
func serve(t *testing.T) *session {
	t.Helper()
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	return serveIn(t, shortTemp(t))
}

// serveIn starts a kernel whose sockets are in dir.
func serveIn(t *testing.T, dir string) *session {
	t.Helper()
	c := jupyter.Private(dir, SpecName)
	file := filepath.Join(dir, "kernel.json")
	if err := c.Write(file); err != nil {
		t.Fatal(err)
	}
	s := &session{kernel: begin(t, own(t, "kernel", file))}
	await(t, "the kernel's sockets", func() bool { _, err := os.Stat(c.Socket(c.Heartbeat)); return err == nil })
	var err error
	if s.Client, err = jupyter.Dial(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Client.Close)
	if err := s.awaitAnswer(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// runCells runs code cells on a session and returns them.
func runCells(t *testing.T, s *session, sources ...string) ([]nbformat.Cell, error) {
	n := &nbformat.Notebook{}
	r := newRecorder(n)
	for i, source := range sources {
		n.Cells = append(n.Cells, nbformat.Cell{Type: nbformat.Code, Source: source})
		if err := s.execute(t.Context(), r, i); err != nil {
			return n.Cells, err
		}
	}
	return n.Cells, nil
}

// hung is a cell that hangs, with what has happened before in the kernel: its own engine runs, and a shell line has left a process behind.
type hung struct {
	*session
	ended chan error // gets the cell's error
	all   []process  // the kernel's
}

// hang runs a cell that hangs in a kernel, and that leaves a daemon with an empty environment behind if build is set, since cells must be built for it.
func hang(t *testing.T, s *session, build bool) hung {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	h := hung{session: s, ended: make(chan error, 1)}
	cell := fmt.Sprintf("!daemon %[1]s\n!write %[1]s.up\n!hang", file)
	if build {
		cell = fmt.Sprintf("!daemon %[1]s\n%%%%\n"+`cmd := exec.Command("sleep", "1000")
cmd.Env, cmd.SysProcAttr = []string{}, &syscall.SysProcAttr{Setsid: true}
nb.OK(cmd.Start())
nb.OK(os.WriteFile("%[1]s.up", nil, 0o600))
time.Sleep(time.Hour)`, file)
	}
	go func() { _, err := runCells(t, s, cell); h.ended <- err }()
	await(t, "the cell", func() bool { return exists(file + ".up") })
	var daemon int
	text, err := os.ReadFile(file)
	if _, wrong := fmt.Sscan(string(text), &daemon); err != nil || wrong != nil {
		t.Fatal(err, wrong)
	}
	h.all = below(s.kernel.Pid())
	if !slices.ContainsFunc(h.all, func(p process) bool { return p.pid == daemon }) {
		t.Fatalf("the daemon, %d, is not below the kernel: %v", daemon, h.all)
	}
	return h
}

func exists(file string) bool { _, err := os.Stat(file); return err == nil }

// startEngine has the kernel's engine start.
func startEngine(t *testing.T) {
	t.Helper()
	e, err := engines.Connect(filepath.Join(folder(t), "engine"))
	if err != nil {
		t.Fatal(err)
	}
	e.Finalize()
}

// folder is the folder of the only kernel that runs.
func folder(t *testing.T) string {
	t.Helper()
	all := folders()
	if len(all) != 1 {
		t.Fatalf("the kernel's folder: got %v", all)
	}
	return all[0]
}

func folders() []string {
	all, _ := filepath.Glob(filepath.Join(os.TempDir(), keeper.FolderPrefix+"*")) // errs on bad patterns only
	return all
}

// awaitNothing waits until nothing is left of a kernel.
func (h hung) awaitNothing(t *testing.T) {
	t.Helper()
	awaitEnds(t, h.all)
	await(t, "the kernel's folder to go", func() bool { return len(folders()) == 0 })
	for _, p := range h.all {
		if p.name() == "session" {
			await(t, "named state to go", func() bool { return !exists(p.argv[2]) })
		}
	}
}

func TestAKernelIsInterruptedAndEndsWithAll(t *testing.T) {
	s := serve(t)
	startEngine(t)
	h := hang(t, s, false)
	s.kernel.Signal(syscall.SIGINT)
	if err := <-h.ended; !errors.Is(err, errFailed) {
		t.Fatalf("the interrupted cell: %v", err)
	}
	if _, err := runCells(t, s, "!print stdout still there"); err != nil {
		t.Fatal(err)
	}
	h = hang(t, s, false)
	s.kernel.Signal(syscall.SIGTERM)
	if err := s.kernel.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
	h.awaitNothing(t)
}

// Whichever of the kernel's processes is killed, nothing is left of the kernel and of what its cells have started.
func TestNothingIsLeftWhoeverIsKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can adopt processes")
	}
	for _, victim := range []string{"kernel", "front"} {
		for _, build := range []bool{false, true} {
			if build && testing.Short() {
				continue // cells take a while to build
			}
			t.Run(fmt.Sprint(victim, " built ", build), func(t *testing.T) {
				s := serve(t)
				startEngine(t)
				h := hang(t, s, build)
				for _, p := range find(h.all, victim) {
					_ = syscall.Kill(p.pid, syscall.SIGKILL)
				}
				h.awaitNothing(t)
				var exit *exec.ExitError
				if err := s.kernel.Wait(); victim == "front" && (!errors.As(err, &exit) || exit.ExitCode() != 128+int(syscall.SIGKILL)) {
					t.Errorf("the keeper ended with %v", err)
				}
			})
		}
	}
}

func TestNothingIsLeftOfAKilledRun(t *testing.T) {
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	file := filepath.Join(t.TempDir(), "file")
	cmd := own(t)
	cmd.Env = append(cmd.Env, runVariable+"="+notebook(t, fmt.Sprintf("!daemon %[1]s\n!write %[1]s.up\n!hang", file)))
	p := begin(t, cmd)
	await(t, "the cell", func() bool { return exists(file + ".up") })
	h := hung{all: below(p.Pid())}
	for _, name := range []string{"kernel", "front", "gonb", "sleep"} {
		if len(find(h.all, name)) != 1 {
			t.Errorf("%s is not among %v", name, h.all)
		}
	}
	p.Kill()
	h.awaitNothing(t)
}

// What shell lines have left goes on when GoNB dies, and ends with the kernel.
func TestAKilledGonbIsReplaced(t *testing.T) {
	s := serve(t)
	h := hang(t, s, false)
	_ = syscall.Kill(find(h.all, "gonb")[0].pid, syscall.SIGKILL)
	if err := <-h.ended; !errors.Is(err, errFailed) {
		t.Errorf("the cell: %v", err)
	}
	if cells, err := runCells(t, s, "!print stdout a new GoNB"); err != nil {
		t.Error(err, texts(cells[0]))
	}
	if now := find(below(s.kernel.Pid()), "sleep"); len(now) != 1 {
		t.Errorf("the shell line's process: %v", now)
	}
	s.kernel.Signal(syscall.SIGTERM)
	if err := s.kernel.Wait(); err != nil {
		t.Error(err)
	}
	h.awaitNothing(t)
}

func TestAKernelWithoutAConnectionFileMakesOne(t *testing.T) {
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	first := make(line, 1)
	cmd := own(t, "kernel")
	cmd.Stdout = first
	p := begin(t, cmd)
	c, err := jupyter.ReadConnection(<-first)
	if err != nil {
		t.Fatal(err)
	}
	client, err := jupyter.Dial(c)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err = client.RequestControl("shutdown_request", map[string]any{"restart": false}); err != nil {
		t.Fatal(err)
	}
	if err = p.Wait(); err != nil || len(folders()) > 0 {
		t.Errorf("after its shutdown: %v, %v", err, folders())
	}
}

func TestAKernelThatCannotStart(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", shortTemp(t))
	wrong := filepath.Join(dir, "wrong.json")
	if err := os.WriteFile(wrong, []byte(`{"a": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{filepath.Join(dir, "none.json"): "reading the connection file", wrong: "is not a connection file"} {
		cmd := own(t, "kernel", path)
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Run(); err == nil || !strings.Contains(said.String(), want) || strings.Count(said.String(), "\n") != 1 {
			t.Errorf("got %v, %q, want %q", err, &said, want)
		}
		if len(folders()) > 0 {
			t.Errorf("left %v", folders())
		}
	}
}
