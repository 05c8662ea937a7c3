package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

func store(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func stored(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTornAndForeignLines(t *testing.T) {
	const good = `{"session":7,"line":1,"source":"a"}` + "\n"
	for name, text := range map[string]string{
		"torn":           good + `{"session":7,"line":2,"sou`,
		"torn and ended": good + `{"session":7,"line":2,"sou` + "\n",
		"zeros":          good + "\x00\x00\x00\n\n",
		"other JSON":     "[1]\n" + good + `{"session":-1,"line":1,"source":"b"}` + "\n" + `{"session":"x"}`,
		"only the end":   strings.TrimSuffix(good, "\n"),
		"far too long":   strings.Repeat("x", 70_000) + "\n" + good,
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Path: store(t, text), MaxBytes: 60_000}
			h := session(t, o, "b")
			equal(t, "read", h.Tail(t.Context(), 9), Entry{7, 1, "a"}, Entry{8, 1, "b"})
			waitWritten(t, h)
			h.Close()
			equal(t, "read again", session(t, o).Tail(t.Context(), 9), Entry{7, 1, "a"}, Entry{8, 1, "b"})
		})
	}
}

func TestTrim(t *testing.T) {
	line := func(session, source string) string {
		return `{"session":` + session + `,"line":1,"source":"` + source + `"}` + "\n"
	}
	for _, c := range []struct {
		name       string
		o          Options
		text, want string
	}{
		{"within", Options{MaxEntries: 2}, line("1", "a") + line("2", "b"), line("1", "a") + line("2", "b") + `{"session":3}` + "\n"},
		{"too many", Options{MaxEntries: 2}, line("9", "a") + line("2", "b") + line("3", "c"), line("2", "b") + line("3", "c") + `{"session":10}` + "\n"},
		{"too long", Options{MaxBytes: 400}, strings.Repeat(line("1", "a"), 20) + line("2", "b"), strings.Repeat(line("1", "a"), 10) + line("2", "b") + `{"session":3}` + "\n"},
		{"one is huge", Options{MaxBytes: 400}, line("1", strings.Repeat("x", 500)) + line("2", "b"), line("2", "b") + `{"session":3}` + "\n"},
		{"empty sessions", Options{MaxBytes: 400}, strings.Repeat(`{"session":5}`+"\n", 50), `{"session":6}` + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Path = store(t, c.text)
			if err := os.WriteFile(c.o.Path+".new", []byte(strings.Repeat("left by a killed kernel\n", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
			h := session(t, c.o)
			h.Tail(t.Context(), 1)
			if got := stored(t, c.o.Path); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if info, err := os.Stat(c.o.Path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v; want 0600", info.Mode(), err)
			}
		})
	}
}

// A kernel goes on to write where the file is, when another one has put a trimmed one in its place.
func TestTrimUnderAnotherKernel(t *testing.T) {
	o := Options{Path: filepath.Join(t.TempDir(), "history.jsonl")}
	first := session(t, o, "a", "b", "c")
	waitWritten(t, first)
	second := session(t, Options{Path: o.Path, MaxEntries: 1})
	equal(t, "trimmed", second.Tail(t.Context(), 9), Entry{1, 3, "c"})
	first.Add(4, "d")
	waitWritten(t, first)
	equal(t, "third", session(t, o).Tail(t.Context(), 9), Entry{1, 3, "c"}, Entry{1, 4, "d"})
}

// A trim that fails leaves the old file.
func TestTrimFails(t *testing.T) {
	const text = `{"session":1,"line":1,"source":"a"}` + "\n" + `{"session":1,"line":2,"source":"b"}` + "\n"
	path := store(t, text)
	if err := os.Mkdir(path+".new", 0o700); err != nil {
		t.Fatal(err)
	}
	l := &log{}
	h := Open(Options{Path: path, MaxEntries: 1, Log: l})
	h.Add(1, "c")
	h.Close()
	if got := stored(t, path); got != text {
		t.Errorf("left %s", got)
	}
	if !strings.Contains(l.String(), ".new") {
		t.Errorf("log: %q", l)
	}
}

// While another kernel holds the lock nothing is written; its session's number is not taken a second time.
func TestLocked(t *testing.T) {
	f := file{path: store(t, ""), maxCount: 9, maxBytes: 999}
	other := flock.New(f.path + ".lock")
	if locked, err := other.TryLock(); !locked {
		t.Fatal(err)
	}
	if _, _, err := f.open(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("open: %v", err)
	}
	if err := f.append([]Entry{{1, 1, "a"}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("append: %v", err)
	}
	if got := stored(t, f.path); got != "" {
		t.Errorf("wrote %s", got)
	}
	other.Close()
	f.lockLimit = patience
	if err := f.append([]Entry{{1, 1, "a"}}); err != nil {
		t.Error(err)
	}
}

func TestEachLine(t *testing.T) {
	long := strings.Repeat("x", 5000) // more than a reader's buffer
	var got []string
	err := eachLine(strings.NewReader("a\n\n"+long+"\n"+long+"y\nend"), len(long)+1, func(line []byte, size int) {
		got = append(got, fmt.Sprint(size, " ", strings.TrimSuffix(string(line), long+"\n")))
	})
	if want := []string{"2 a\n", "1 \n", "5001 ", "5002 ", "3 end"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v; got %q, want %q", err, got, want)
	}
}
