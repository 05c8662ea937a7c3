package box

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func bareBox(role string, args ...string) Box {
	b := playing(role, args...)
	b.Bare = true
	return b
}

func TestBare(t *testing.T) {
	for _, c := range []struct {
		box  Box
		want Report
	}{
		{bareBox("hello"), Report{Why: Exited}},
		{bareBox("exit", "7"), Report{Why: Exited, Status: 7}},
		{bareBox("exit", "137"), Report{Why: Exited, Status: 137}},
		{bareBox("signal"), Report{Why: Signalled, Signal: syscall.SIGKILL}},
		{limited(bareBox("loop"), Limits{CPU: time.Second}), Report{Why: OverCPU}},
		{limited(bareBox("sleep"), Limits{Wall: 100 * time.Millisecond}), Report{Why: OverWall}},
		{bareBox("flood", "stdout", "1000000"), Report{Why: OverOutput}},
		{bareBox("daemon"), Report{Why: Exited}},
	} {
		r, err := c.box.Run(t.Context())
		if err != nil || r.Why != c.want.Why || r.Status != c.want.Status || r.Signal != c.want.Signal {
			t.Errorf("%v: %v %v, want %v", c.box.Command[2:], r, err, c.want)
		}
	}
	for _, left := range processes() { // without a sandbox a daemon lives on
		if pid, _, found := strings.Cut(strings.TrimPrefix(left, "/proc/"), "/"); found {
			_ = syscall.Kill(atoi(t, pid), syscall.SIGKILL)
		}
	}
	eventually(t, "the daemon has ended", func() bool { return len(processes()) == 0 })
}

// Paths of the box are translated, the environment is the box's, descriptors are passed.
func TestBareSeesWhatABoxSees(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/answers", []byte("42"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := bareBox("read", "/given/answers", "/tmp/none")
	b.ReadOnly = append(b.ReadOnly, Mount{folder, "/given"})
	r, err := b.Run(t.Context())
	if got := r.Stdout.String(); err != nil || !strings.HasPrefix(got, "reached "+folder+"/answers\n\"42\"\nrefused ") {
		t.Errorf("%v %q", err, got)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll([]*os.File{read, write})
	b = bareBox("say", "good day")
	b.Files = []*os.File{write}
	if r, err := b.Run(t.Context()); err != nil || !r.OK() {
		t.Fatal(r, err)
	}
	text := make([]byte, 100)
	if n, err := read.Read(text); err != nil || string(text[:n]) != "good day" {
		t.Errorf("%q %v", text[:n], err)
	}
}

func TestBareIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := bareBox("sleep").Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := bareBox("sleep").Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	eventually(t, "it has ended", func() bool { return len(processes()) == 0 })
}
