package lab

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestPrepareMakesTheEnvironmentOnce(t *testing.T) {
	python, folder := fake(t), filepath.Join(t.TempDir(), "lab")
	t.Setenv("PATH", filepath.Dir(python)+":/usr/bin:/bin")
	var said []string
	prepare := func(wanted string) Environment {
		t.Helper()
		said = nil
		e, err := Prepare(t.Context(), folder, wanted, func(s string) { said = append(said, s) })
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	const made = "venv\npip\n"
	e := prepare("")
	if got := calls(t, python); got != made {
		t.Errorf("on first use: %q", got)
	}
	want := []string{"making a virtual environment with Python 3.12.1", "package 1: anyio", "package 2: jupyterlab", "installing 2 packages"}
	if !slices.Equal(said, want) {
		t.Errorf("reported %q, want %q", said, want)
	}
	if _, err := os.Stat(filepath.Join(folder, "venv", "share", "jupyter", "kernels", "python3")); err == nil {
		t.Error("its bare Python is offered as a kernel")
	}
	prepare("")
	prepare(python)
	if got := calls(t, python); got != "" || said != nil {
		t.Errorf("made again: %q, %q", got, said)
	}
	for name, spoil := range map[string]func(){
		"half made":        func() { _ = os.Remove(e.marker()) },
		"of other pins":    func() { write(t, e.marker(), "0000\n3.12.1\n") },
		"without a Python": func() { _ = os.Remove(e.Python()) },
		"of an old Python": func() { beside(t, python, "version", "3.12.2") },
	} {
		spoil()
		prepare("")
		if got := calls(t, python); got != made {
			t.Errorf("%s: %q", name, got)
		}
	}
	other := fake(t)
	prepare(other)
	if calls(t, python) != "" || calls(t, other) != made {
		t.Error("another Python was asked for and not used")
	}
	prepare("")
	if calls(t, python)+calls(t, other) != "" {
		t.Error("made again although none was asked for")
	}
}

func TestWhatFailsIsNotTakenForWhole(t *testing.T) {
	python, folder := fake(t), t.TempDir()
	prepare := func(ctx context.Context) error {
		_, err := Prepare(ctx, folder, python, func(string) {})
		return err
	}
	for says, want := range map[string]string{
		"WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError'\nERROR: No matching distribution found for anyio\n": "JupyterLab could not be installed: no connection to the package index",
		"ERROR: No matching distribution found for anyio==4.16.0\n":                                                                             "No matching distribution found for anyio==4.16.0",
		"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n  anyio:\nERROR: something else\n":                          "another file under a version that we know",
		"ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n":                                             "the disk is full",
		"\n": "exit status 1",
	} {
		beside(t, python, "pip-says", says)
		if err := prepare(t.Context()); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	_ = os.Remove(filepath.Join(filepath.Dir(python), "pip-says"))
	calls(t, python)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := prepare(ctx); err == nil {
		t.Error("interrupted, and no error")
	}
	if err := prepare(t.Context()); err != nil || calls(t, python) != "venv\npip\n" {
		t.Errorf("the next time: %v", err)
	}
	// One that was whole, is spoiled, and cannot be made anew, is not whole any more.
	if err := os.Remove(Environment{filepath.Join(folder, "venv")}.Python()); err != nil {
		t.Fatal(err)
	}
	beside(t, python, "pip-says", "ERROR: no\n")
	for range 2 {
		if err := prepare(t.Context()); err == nil {
			t.Error("taken for whole without its packages")
		}
	}
}

// TestAnInterruptEndsAllThatACommandStarted, also what would go on by itself.
func TestAnInterruptEndsAllThatACommandStarted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	pid := 0
	err := run(ctx, func(line string) {
		if n, _ := fmt.Sscan(line, &pid); n == 1 {
			cancel()
		}
	}, "sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!; wait") // a shell's background commands ignore interrupts
	if err == nil || !strings.Contains(err.Error(), "interrupted") || pid == 0 {
		t.Errorf("%v, process %d", err, pid)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(look) { // until its new parent has collected it
		stat, gone := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if syscall.Kill(pid, 0) != nil || gone == nil && strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("what it started is still there")
		}
	}
}

func TestInterpreterSaysWhatToInstall(t *testing.T) {
	python := fake(t)
	t.Setenv("PATH", "/nowhere")
	broken := write(t, filepath.Join(t.TempDir(), "broken"), "#!/bin/sh\nexit 3\n")
	for _, c := range []struct{ wanted, version, noVenv, want string }{
		{"", "", "", "python3 is missing on PATH, and JupyterLab needs it: install Python 3.10 or newer"},
		{"python9", "", "", "there is no Python python9"},
		{broken, "", "", "does not run (exit status 3)"},
		{python, "3.9.18", "", "is Python 3.9.18, and JupyterLab needs 3.10 or newer"},
		{python, "3.13.0", "x", "apt install python3-venv"},
	} {
		t.Setenv("PATH", "/usr/bin:/bin")
		if c.wanted == "" {
			t.Setenv("PATH", "/nowhere")
		}
		if c.version != "" {
			beside(t, python, "version", c.version)
		}
		if c.noVenv != "" {
			beside(t, python, "no-venv", "")
		}
		if _, err := interpreter(t.Context(), c.wanted); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.wanted, err, c.want)
		}
	}
}

// TestRequirements: every package has one version for each Python, and hashes.
func TestRequirements(t *testing.T) {
	pins := 0
	for entry := range strings.SplitSeq("\n"+string(requirements), "\n") {
		switch {
		case strings.HasPrefix(entry, "    --hash=sha256:"), entry == "":
		case strings.Contains(entry, "==") && strings.HasSuffix(entry, " \\"):
			pins++
		default:
			t.Errorf("neither a pin with hashes nor a hash: %q", entry)
		}
	}
	in, err := os.ReadFile("requirements.in")
	if err != nil {
		t.Fatal(err)
	}
	if Version() == "" || !strings.Contains(string(in), "\njupyterlab=="+Version()+"\n") || pins < 50 {
		t.Errorf("JupyterLab %q, %d pins, made from\n%s", Version(), pins, in)
	}
}
