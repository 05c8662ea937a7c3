package assist

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/cell"
)

// texts are the matches for "%%\ntwi" after a cell that declares twice.
func texts(t *testing.T, a *Assistant) (list []string) {
	t.Helper()
	got := a.Complete(t.Context(), memory(t, session...), "%%\ntwi", 6)
	for _, m := range got.Matches {
		list = append(list, m.Text)
	}
	return list
}

// Whatever gopls does, there is an answer.
func TestWithoutAnswer(t *testing.T) {
	for _, how := range []string{"dies", "dies at start", "hangs", "garbage", "huge", "refuses", "deaf"} {
		o := Options{First: 20 * time.Millisecond, Later: 10 * time.Millisecond}
		if how != "hangs" && how != "deaf" {
			o = Options{}
		}
		var log bytes.Buffer
		o.Log = &log
		a, _ := withFake(t, how, o)
		if got := texts(t, a); !slices.Equal(got, []string{"twice"}) {
			t.Errorf("%s: %q", how, got)
		}
		if a.Close(); !strings.Contains(log.String(), "completion: ") {
			t.Errorf("%s: nothing in the log: %s", how, &log)
		}
	}
	a := New(Options{Gopls: "/nowhere/gopls", Checkout: checkout(t)})
	defer a.Close()
	if got := texts(t, a); !slices.Equal(got, []string{"twice"}) {
		t.Errorf("missing: %q", got)
	}
}

// A gopls that has worked and dies is replaced while the request waits; one that never came up is left alone for a while.
func TestRestart(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	a, notes := withFake(t, "dies second", Options{})
	for range 3 {
		if got := texts(t, a); !slices.Contains(got, "faked") {
			t.Errorf("%q", got)
		}
	}
	if n := starts(t, notes); n != 3 { // answers 1, dies; 1, dies; 1
		t.Errorf("%d starts", n)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 2 { // what gopls stores, and the files of one
		t.Errorf("in the folder for temporary files: %v, %v", left, err)
	}
	a, notes = withFake(t, "dies", Options{})
	texts(t, a)
	texts(t, a)
	if n := starts(t, notes); n != 1 {
		t.Errorf("%d starts of one that dies", n)
	}
}

// A slow answer is not lost: gopls is ready then.
func TestSlow(t *testing.T) {
	a, notes := withFake(t, "slow", Options{First: 20 * time.Millisecond, Later: 10 * time.Millisecond})
	if got := texts(t, a); !slices.Equal(got, []string{"twice"}) {
		t.Errorf("%q before the answer", got)
	}
	if err := os.WriteFile(notes+".gate", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "an answer", a.server.isReady)
	a.server.mu.Lock()
	a.server.o.Later = time.Minute
	a.server.mu.Unlock()
	if got := texts(t, a); !slices.Contains(got, "faked") || starts(t, notes) != 1 {
		t.Errorf("%q after it", got)
	}
}

// A gopls that does not answer, or does not even read, is killed in the end.
func TestPatience(t *testing.T) {
	for _, how := range []string{"hangs", "deaf"} {
		a, _ := withFake(t, how, Options{Patience: 200 * time.Millisecond})
		if got := texts(t, a); !slices.Equal(got, []string{"twice"}) || a.server.p != nil {
			t.Errorf("%s: %q, %v", how, got, a.server.p)
		}
	}
}

func TestIdle(t *testing.T) {
	a, notes := withFake(t, "good", Options{Idle: 20 * time.Millisecond})
	for n := 1; n <= 2; n++ {
		if got := texts(t, a); !slices.Contains(got, "faked") || starts(t, notes) != n {
			t.Errorf("%q after %d starts", got, starts(t, notes))
		}
		waitFor(t, "an idle gopls to end", func() bool { return !running(pids(t, notes)[n-1]) })
	}
}

// Close ends a gopls in the middle of its work and one that does not end by itself. Its folder goes, and requests are answered still.
func TestClose(t *testing.T) {
	for _, how := range []string{"good", "hangs", "stubborn", "deaf"} {
		temp := t.TempDir()
		t.Setenv("TMPDIR", temp)
		o := Options{}
		if how == "hangs" || how == "deaf" {
			o.First, o.Later = 20*time.Millisecond, 10*time.Millisecond
		}
		a, notes := withFake(t, how, o)
		texts(t, a)
		waitFor(t, "a start", func() bool { return exists(notes) && len(pids(t, notes)) == 1 })
		a.Close()
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 || running(pids(t, notes)[0]) {
			t.Errorf("%s: left %v %v, running %v", how, left, err, running(pids(t, notes)[0]))
		}
		if got := texts(t, a); !slices.Equal(got, []string{"twice"}) || starts(t, notes) != 1 {
			t.Errorf("%s: %q after Close", how, got)
		}
		a.Close() // twice is no harm
	}
}

// pids are the numbers of a fake's processes.
func pids(t *testing.T, notes string) (list []int) {
	t.Helper()
	text, err := os.ReadFile(notes)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var pid int
		if n, _ := fmt.Sscanf(line, "start %d\n", &pid); n == 1 {
			list = append(list, pid)
		}
	}
	return list
}

func running(pid int) bool { return syscall.Kill(pid, 0) == nil }

// gopls ends with us, even if we are killed and it does not care about its input.
func TestParentDies(t *testing.T) {
	if !exists("/proc/self") {
		t.Skip("parent-death signals are Linux's")
	}
	notes := t.TempDir() + "/notes"
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fakeVariable+"=parent", noteVariable+"="+notes)
	if err := cmd.Run(); err == nil {
		t.Fatal("the parent was not killed")
	}
	list := pids(t, notes)
	if len(list) != 1 {
		t.Fatalf("%d processes", len(list))
	}
	waitFor(t, "gopls to end", func() bool { return !running(list[0]) })
}

// parent is a process that starts a fake gopls and is killed.
func parent() {
	dir, _ := os.Getwd()
	a := New(Options{Gopls: os.Args[0], Checkout: dir, First: time.Minute, Cache: os.Getenv(noteVariable) + ".cache", Env: []string{fakeVariable + "=stubborn"}})
	a.Complete(context.Background(), &cell.Memory{}, "%%\nx", 4)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// The process gets its settings when it asks, and each text once.
func TestConversation(t *testing.T) {
	a, notes := withFake(t, "asks", Options{})
	texts(t, a)
	texts(t, a)
	a.Inspect(t.Context(), memory(t, session...), "%%\nx", 4, 0)
	text, err := os.ReadFile(notes)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"x1" [{`) || !strings.Contains(string(text), `"matcher":"CaseInsensitive"`) {
		t.Errorf("no settings in\n%s", text)
	}
	want := map[string]int{"initialize": 1, "initialized": 1, "textDocument/didOpen": 2, "textDocument/didChange": 1, "textDocument/completion": 2, "textDocument/hover": 1}
	for method, n := range want {
		if got := strings.Count(string(text), method+"\n"); got != n {
			t.Errorf("%d × %s, want %d", got, method, n)
		}
	}
}

// Many callers at once are all answered.
func TestCallers(t *testing.T) {
	a, notes := withFake(t, "good", Options{})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got := texts(t, a); !slices.Contains(got, "faked") {
				t.Errorf("%q", got)
			}
		})
	}
	all.Wait()
	if n := starts(t, notes); n != 1 {
		t.Errorf("%d starts", n)
	}
}
