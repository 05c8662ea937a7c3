package resident

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/backend/session"
)

// TestMain lets the test binary be the process that Owner starts.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 {
		open := backend.Go
		switch os.Args[1] {
		case "broken":
			open = func() (compute.Backend, error) { return nil, errors.New("the plugin is no plugin") }
			fallthrough
		case "session":
			if err := Serve(context.Background(), os.Args[2], open, nil); err != nil {
				fmt.Fprintln(os.Stderr, "gensci:", err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func owner(t *testing.T, command string) *Owner {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "resident") // a socket's path is limited to 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	p, err := Start(Options{Folder: folder, Argv: []string{self, command}, Log: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func connect(t *testing.T, p *Owner) *session.Engine {
	t.Helper()
	e, err := session.Connect(p.Socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Finalize)
	return e
}

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not come", what)
		}
	}
}

func tensor(t *testing.T, e *session.Engine, x ...float32) session.Tensor {
	t.Helper()
	b, err := e.BufferFromFlatData(0, x, shapes.Make(dtypes.Float32, len(x)))
	if err != nil {
		t.Fatal(err)
	}
	return session.Tensor{Name: "w", Buffer: b}
}

func TestProcessStartsWithTheFirstClientAndComesBackWithItsState(t *testing.T) {
	p := owner(t, "session")
	if p.Pid() != 0 {
		t.Fatal("a process without a client")
	}
	e := connect(t, p)
	if err := e.Publish("model", "", []session.Tensor{tensor(t, e, 1, 2)}); err != nil {
		t.Fatal(err)
	}
	until(t, "the state on disk", func() bool {
		states, err := e.List()
		return err == nil && len(states) == 1 && states[0].OnDisk
	})
	for range 3 { // killed, and a client that comes at once
		pid := p.Pid()
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		again := connect(t, p)
		_, found, err := again.Open("model")
		if err != nil {
			t.Fatal(err)
		}
		x := make([]float32, 2)
		if err := found[0].Buffer.ToFlatData(x); err != nil || x[1] != 2 {
			t.Errorf("got %v, %v", x, err)
		}
		if p.Pid() == pid {
			t.Error("the same process")
		}
	}
	if _, err := e.List(); !errors.Is(err, session.ErrGone) {
		t.Errorf("the client of a killed process gets %v", err)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	p := owner(t, "session")
	connect(t, p)
	until(t, "the process", func() bool { return p.Pid() != 0 })
	pid := p.Pid()
	p.Close()
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d is still there: %v", pid, err)
	}
	left, err := filepath.Glob(filepath.Join(os.Getenv("XDG_CACHE_HOME"), "gensci", "sessions", "[^.]*")) // the lock of all kernels stays
	if err != nil || len(left) > 0 {
		t.Errorf("left on disk: %v %v", left, err)
	}
}

func TestAnEngineThatCannotStartSaysSo(t *testing.T) {
	p := owner(t, "broken")
	for range 2 {
		if _, err := session.Connect(p.Socket()); err == nil || !strings.Contains(err.Error(), "the plugin is no plugin") {
			t.Errorf("got %v", err)
		}
	}
}

func TestStateOfKilledKernelsIsSwept(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	live, release, err := newState()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	dead := filepath.Join(filepath.Dir(live), "dead")
	for _, name := range []string{filepath.Join(dead, "x"), filepath.Join(live, "x")} {
		if err = os.MkdirAll(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err = os.WriteFile(dead+".lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, second, err := newState()
	if err != nil {
		t.Fatal(err)
	}
	defer second()
	if _, err = os.Stat(dead); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the dead kernel's folder: %v", err)
	}
	if _, err = os.Stat(filepath.Join(live, "x")); err != nil {
		t.Errorf("the living kernel's folder: %v", err)
	}
}

// TestKernelsThatStartTogetherKeepTheirFolders: none takes another's folder, which has just been made, for one that was left.
func TestKernelsThatStartTogetherKeepTheirFolders(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	const kernels = 32
	made := make(chan string, kernels)
	for range kernels {
		go func() {
			folder, _, err := newState()
			if err != nil {
				t.Error(err)
			}
			made <- folder
		}()
	}
	for range kernels {
		folder := <-made
		if _, err := os.Stat(folder); err != nil {
			t.Error(err)
		}
	}
}
