package kernel

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/jupyter"
)

// patience bounds waits for what takes milliseconds on a quiet machine.
const patience = 20 * time.Second

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

// role starts the test binary in another role; see TestMain.
func role(t *testing.T, variable, value string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), variable+"="+value)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd
}

// serve starts Serve in a process of its own and connects to it.
func serve(t *testing.T) (*exec.Cmd, *session) {
	useFake(t)
	t.Setenv("TMPDIR", shortTemp(t))
	dir := shortTemp(t)
	c := jupyter.Private(dir, SpecName)
	file := filepath.Join(dir, "kernel.json")
	if err := c.Write(file); err != nil {
		t.Fatal(err)
	}
	cmd := role(t, serveVariable, file)
	s := &session{kernel: &server{done: make(chan struct{})}}
	await(t, "the kernel's sockets", func() bool { _, err := os.Stat(c.Socket(c.Heartbeat)); return err == nil })
	var err error
	if s.Client, err = jupyter.Dial(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Client.Close)
	if err := s.awaitAnswer(t.Context()); err != nil {
		t.Fatal(err)
	}
	return cmd, s
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

// started runs a cell that writes the kernel's process id and temporary folder to a file.
func started(t *testing.T, file string) (pid int, temp string) {
	t.Helper()
	await(t, "the kernel's first cell", func() bool {
		text, _ := os.ReadFile(file)
		n, _ := fmt.Sscan(string(text), &pid, &temp)
		return n == 2
	})
	for filepath.IsAbs(temp) && temp != "/" && !strings.HasPrefix(filepath.Base(temp), workdirPrefix) {
		temp = filepath.Dir(temp) // GoNB has a folder of its own in the kernel's
	}
	t.Cleanup(func() {
		if t.Failed() && exists(pid) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	return pid, temp
}

func TestServePassesInterruptsOnAndEndsAll(t *testing.T) {
	cmd, s := serve(t)
	file := filepath.Join(t.TempDir(), "pid")
	if _, err := runCells(t, s, "!write "+file); err != nil {
		t.Fatal(err)
	}
	pid, temp := started(t, file)
	if _, err := os.Stat(temp); err != nil || !strings.HasPrefix(filepath.Base(temp), workdirPrefix) {
		t.Fatalf("the kernel's TMPDIR %q: %v", temp, err)
	}
	again := filepath.Join(t.TempDir(), "again")
	hung := make(chan error, 1)
	go func() { _, err := runCells(t, s, "!write "+again+"\n!hang"); hung <- err }()
	started(t, again)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := <-hung; !errors.Is(err, errFailed) {
		t.Fatalf("the interrupted cell: %v", err)
	}
	if _, err := runCells(t, s, "!print stdout still there"); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("Serve after SIGTERM: %v", err)
	}
	if exists(pid) {
		t.Error("the kernel outlived Serve")
	}
	if _, err := os.Stat(temp); err == nil {
		t.Error("the kernel's temporary folder is still there")
	}
}

func TestKernelDiesWithServeAndRun(t *testing.T) {
	for _, variable := range []string{serveVariable, runVariable} {
		t.Run(variable, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "pid")
			var cmd *exec.Cmd
			if variable == serveVariable {
				var s *session
				cmd, s = serve(t)
				if _, err := runCells(t, s, "!write "+file); err != nil {
					t.Fatal(err)
				}
			} else {
				useFake(t)
				t.Setenv("TMPDIR", shortTemp(t))
				cmd = role(t, variable, notebook(t, "!write "+file+"\n!hang"))
			}
			pid, temp := started(t, file)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // killed
			await(t, "the kernel to end", func() bool { return ended(pid) })
			sweep(filepath.Dir(temp))
			if _, err := os.Stat(temp); err == nil {
				t.Error("the next kernel does not clean up after the killed one")
			}
		})
	}
}

func TestServeEndsWhatAKilledKernelLeft(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can adopt processes")
	}
	cmd, s := serve(t)
	file := filepath.Join(t.TempDir(), "pid")
	if _, err := runCells(t, s, "!daemon "+file); err != nil {
		t.Fatal(err)
	}
	daemon, kernel := started(t, file)
	pid, err := strconv.Atoi(kernel)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if cells, err := runCells(t, s, "!print stdout a new GoNB"); err != nil {
		t.Error(err, texts(cells[0]))
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if !ended(daemon) {
		t.Error("what the kernel started outlived Serve")
	}
}

// ended tells whether a process is gone, or a zombie that only its new parent has yet to collect.
func ended(pid int) bool {
	if !exists(pid) {
		return true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func TestServeErrors(t *testing.T) {
	dir := t.TempDir()
	wrong := filepath.Join(dir, "wrong.json")
	if err := os.WriteFile(wrong, []byte(`{"a": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{filepath.Join(dir, "none.json"): "reading the connection file", wrong: "is not a connection file"} {
		if err := Serve(path, Environment{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
