//go:build linux || darwin

package install

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestDiskFullWhileUnpacking runs itself in a process that may write small files only: like a full disk, that stops a write in the middle.
func TestDiskFullWhileUnpacking(t *testing.T) {
	const folderOfChild = "INSTALL_TEST_FOLDER"
	if folder := os.Getenv(folderOfChild); folder != "" {
		failInChild(t, folder)
		return
	}
	folder := filepath.Join(t.TempDir(), "xla")
	child := exec.Command(os.Args[0], "-test.run=^TestDiskFullWhileUnpacking$")
	child.Env = append(os.Environ(), folderOfChild+"="+folder)
	if out, err := child.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS")) {
		t.Fatalf("%v\n%s", err, out)
	}
	checkFiles(t, folder)
}

func failInChild(t *testing.T, folder string) {
	content, w := smallWheel(t) // repetitions compress well: the wheel fits, the library does not
	servePip(t, content)
	in := newInstaller(t, w)
	in.folder = folder
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 4096, Max: 4096}
	if len(content) >= int(limit.Cur) || len(library) <= int(limit.Cur) {
		t.Fatalf("the limit does not lie between wheel (%d) and library (%d)", len(content), len(library))
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	path, err := in.run(t.Context())
	checkError(t, path, err, "no room for the XLA plugin")
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("the cause is lost: %v", err)
	}
}

// TestInterruptEndsAllOfPip cancels while the child of a pip that is only a wrapper is at work. The child holds a named pipe open, whose end
// is read when the last process that holds it is gone.
func TestInterruptEndsAllOfPip(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	alive, err := os.OpenFile(fifo, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	fakePip(t, "pip", `(echo half > "$dest/half.whl"; exec tail -f /dev/null >/dev/null 2>&1) 9>'`+fifo+`' & wait`)
	_, w := smallWheel(t)
	in := newInstaller(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in.report = func(_ string, n int64) {
		if n > 0 {
			cancel()
		}
	}
	path, err := in.run(ctx)
	checkError(t, path, err, "interrupted")
	if err = alive.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err = alive.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("a child of pip is still running: %v", err)
	}
}

func TestExplainDisk(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		err := explainDisk(&os.PathError{Op: "write", Path: "x", Err: cause})
		if !errors.Is(err, cause) || !strings.Contains(err.Error(), "XDG_DATA_HOME") {
			t.Errorf("%v is explained as %v", cause, err)
		}
	}
	if explainDisk(nil) != nil {
		t.Error("no error became one")
	}
}
