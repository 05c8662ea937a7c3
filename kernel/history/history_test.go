package history

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must come; it only decides how late a broken test fails.
const patience = 20 * time.Second

// log is an Options.Log that several goroutines may use.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// session opens a history that must not complain, and adds inputs as its lines 1, 2, ….
func session(t *testing.T, o Options, sources ...string) *History {
	t.Helper()
	l := &log{}
	o.Log = l
	h := Open(o)
	t.Cleanup(func() {
		h.Close()
		if l.String() != "" {
			t.Errorf("log: %s", l)
		}
	})
	for i, s := range sources {
		h.Add(i+1, s)
	}
	return h
}

func equal(t *testing.T, what string, got []Entry, want ...Entry) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// within fails the test if do does not return.
func within(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("blocked")
	}
}

func TestRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "history.jsonl")
	first := session(t, Options{Path: path}, "%%\nif a < b && c {}", "é \"`\t")
	first.Close()
	second := session(t, Options{Path: path}, "x")
	want := []Entry{{1, 1, "%%\nif a < b && c {}"}, {1, 2, "é \"`\t"}, {2, 1, "x"}}
	equal(t, "all", second.Tail(t.Context(), 10), want...)
	equal(t, "session before", second.Range(t.Context(), -1, 0, 0), want[:2]...)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want 0600", info.Mode(), err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "a < b && c") {
		t.Errorf("%v; not for people to read: %s", err, text)
	}
}

func TestDefaultPath(t *testing.T) {
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	session(t, Options{}, "x").Close()
	if _, err := os.Stat(filepath.Join(data, "gensci", "history.jsonl")); err != nil {
		t.Error(err)
	}
}

func TestTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const n = 300
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		h := session(t, Options{Path: path})
		wg.Go(func() {
			for i := 1; i <= n; i++ {
				h.Add(i, name+strconv.Itoa(i))
			}
			waitWritten(t, h)
			h.Close()
		})
	}
	wg.Wait()
	third := session(t, Options{Path: path})
	var names string
	for s := 1; s <= 2; s++ {
		list := third.Range(t.Context(), s, 0, 0)
		if len(list) != n {
			t.Fatalf("session %d has %d inputs, want %d", s, len(list), n)
		}
		names += list[0].Source[:1]
		for i, e := range list {
			if want := names[s-1:] + strconv.Itoa(i+1); e.Source != want || e.Line != i+1 {
				t.Fatalf("session %d, input %d: %v, want %s", s, i+1, e, want)
			}
		}
	}
	if names != "ab" && names != "ba" {
		t.Errorf("sessions of %s", names)
	}
}

// waitWritten waits for the file, so that Close's limit does not decide on a slow machine.
func waitWritten(t *testing.T, h *History) {
	deadline := time.After(patience)
	for {
		if batch, _ := h.unwritten(); len(batch) == 0 {
			return
		}
		select {
		case <-deadline:
			t.Error("the file does not get what was added")
			return
		case <-time.After(time.Millisecond):
		}
	}
}

// A file that hangs: a FIFO that nobody opens blocks whoever does. As history it stops reading, as lock everything.
func TestHangingFile(t *testing.T) {
	for _, suffix := range []string{"", ".lock"} {
		t.Run("history.jsonl"+suffix, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "history.jsonl")
			if err := syscall.Mkfifo(path+suffix, 0o600); err != nil {
				t.Skip("no FIFO here:", err)
			}
			l := &log{}
			h := Open(Options{Path: path, Log: l})
			t.Cleanup(func() { release(t, h, path+suffix) })
			within(t, func() {
				for i := 1; i <= 5000; i++ {
					h.Add(i, "x")
				}
			})
			within(t, func() { equal(t, "Range", h.Range(t.Context(), 0, 7, 8), Entry{0, 7, "x"}) })
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			within(t, func() {
				equal(t, "Tail", h.Tail(gone, 1), Entry{0, 5000, "x"})
				equal(t, "Search", h.Search(gone, "?", 1, false), Entry{0, 5000, "x"})
				equal(t, "Range(-1)", h.Range(gone, -1, 0, 0))
			})
			within(t, h.Close)
			within(t, h.Close)
			if got := l.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "5000 inputs") {
				t.Errorf("log: %q", got)
			}
		})
	}
}

// release lets the goroutine come to its end: who waits for the FIFO gets an empty file, who comes later a new one.
func release(t *testing.T, h *History, fifo string) {
	f, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		t.Error(err)
		return
	}
	os.Remove(fifo)
	f.Close()
	within(t, func() { <-h.done })
}

func TestQueryWaitsForOlderSessions(t *testing.T) {
	h := &History{loaded: make(chan struct{}), own: bounded{maxCount: 9, maxBytes: 999}}
	h.Add(1, "new")
	got := make(chan []Entry)
	go func() { got <- h.Tail(t.Context(), 5) }()
	select {
	case list := <-got:
		t.Fatalf("did not wait, answered %v", list)
	default:
	}
	h.older = []Entry{{3, 1, "old"}}
	h.session = 4
	close(h.loaded)
	within(t, func() { equal(t, "Tail", <-got, Entry{3, 1, "old"}, Entry{4, 1, "new"}) })
}

func TestUnusableFile(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"is a folder": folder, "below a file": filepath.Join(folder, "file", "h")} {
		t.Run(name, func(t *testing.T) {
			l := &log{}
			h := Open(Options{Path: path, Log: l})
			h.Add(1, "a")
			equal(t, "Tail", h.Tail(t.Context(), 5), Entry{1, 1, "a"})
			h.Add(2, "b")
			equal(t, "Range", h.Range(t.Context(), 0, 2, 3), Entry{1, 2, "b"})
			h.Close()
			if got := l.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, path) {
				t.Errorf("log: %q, want one line that names the file", got)
			}
		})
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	const old = `{"session":4,"line":1,"source":"old"}` + "\n"
	if err := os.WriteFile(path, []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".lock", 0o700); err != nil { // no lock, for root either
		t.Fatal(err)
	}
	l := &log{}
	h := Open(Options{Path: path, Log: l})
	h.Add(1, "new")
	equal(t, "Tail", h.Tail(t.Context(), 5), Entry{4, 1, "old"}, Entry{5, 1, "new"})
	h.Close()
	if got, err := os.ReadFile(path); err != nil || string(got) != old {
		t.Errorf("%v; wrote without a lock: %s", err, got)
	}
	if strings.Count(l.String(), "\n") != 1 {
		t.Errorf("log: %q, want one line", l)
	}
}
