package system

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/dirs"
)

// open is a folder that everybody can come to, unlike those of t.TempDir.
func open(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gensci-system-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = remove(dir) })
	if err = os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func prefix(t *testing.T) Prefix {
	t.Helper()
	p := Prefix{filepath.Join(open(t), "a", "gensci")}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	return p
}

// publish makes a version with one program that its owner alone may run.
func publish(t *testing.T, p Prefix) Version {
	t.Helper()
	v, err := p.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err = os.Mkdir(v.Bin(), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{"gensci": 0o700, "notes": 0o600, "open": 0o666} {
		if err = os.WriteFile(filepath.Join(v.Bin(), name), nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err = p.Publish(v, Record{Made: time.Now(), Checkout: "/src"}); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPublishedIsForAllToRead(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	p := prefix(t)
	v := publish(t, p)
	for path, want := range map[string]fs.FileMode{
		p.Folder: 0o755, filepath.Dir(p.Folder): 0o755, v.Folder: 0o755, v.record(): 0o644,
		filepath.Join(v.Bin(), "gensci"): 0o755, filepath.Join(v.Bin(), "notes"): 0o644, filepath.Join(v.Bin(), "open"): 0o644,
	} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, want %v", path, info.Mode().Perm(), want)
		}
	}
	if now, ok := p.Installed(); !ok || now != v {
		t.Errorf("the current version is %v, %v, want %v", now, ok, v)
	}
	if r, err := v.Record(); err != nil || r.Checkout != "/src" {
		t.Errorf("the record is %+v, %v", r, err)
	}
}

func TestVersionsInUseStay(t *testing.T) {
	p := prefix(t)
	old := publish(t, p)
	release := old.Hold()
	half, err := p.Begin() // of a set-up that was killed
	if err != nil {
		t.Fatal(err)
	}
	now := publish(t, p)
	exists := func(v Version) bool { _, statErr := os.Stat(v.Folder); return statErr == nil }
	if kept, err := p.Sweep(); err != nil || kept != 1 || !exists(old) || exists(half) || !exists(now) {
		t.Errorf("kept %d, %v: in use %v, half %v, current %v", kept, err, exists(old), exists(half), exists(now))
	}
	release()
	if kept, err := p.Sweep(); err != nil || kept != 0 || exists(old) || !exists(now) {
		t.Errorf("kept %d, %v: released %v, current %v", kept, err, exists(old), exists(now))
	}
}

func TestAProgramKnowsItsVersion(t *testing.T) {
	p := prefix(t)
	first := publish(t, p)
	t.Setenv(dirs.PrefixVariable, p.Folder)
	if v, ok := Current(); !ok || v != first {
		t.Errorf("got %v, %v, want %v", v, ok, first)
	}
	second := publish(t, p)
	if v, _ := Current(); v != second {
		t.Errorf("got %v, want %v", v, second)
	}
	t.Setenv(dirs.PrefixVariable, t.TempDir())
	if v, ok := Current(); ok {
		t.Errorf("an empty folder is taken for the version %v", v)
	}
	if of, ok := Of(filepath.Join(p.Current(), "bin", "gensci")); !ok || of != p {
		t.Errorf("got %v, %v, want %v", of, ok, p)
	}
	if of, ok := Of("/usr/bin/current/gensci"); ok {
		t.Errorf("got %v for a program of nobody's", of)
	}
}

func TestFoldersThatWillNotDo(t *testing.T) {
	closed := filepath.Join(open(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	used := open(t)
	if err := os.WriteFile(filepath.Join(used, "thesis.tex"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]string{filepath.Join(closed, "gensci"): closed + " is closed to them", used: "holds thesis.tex"} {
		if err := (Prefix{folder}).Check(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "--prefix") {
			t.Errorf("%s: got %v, want %q and what to do", folder, err, want)
		}
	}
	if err := (Prefix{used}).Remove(); err == nil {
		t.Error("a folder of somebody else was removed")
	}
	if runtime.GOOS == "linux" {
		if err := (Prefix{"/proc/gensci"}).Check(); err == nil || !strings.Contains(err.Error(), "administrator") {
			t.Errorf("where nothing can be written: got %v", err)
		}
	}
}

func TestRemove(t *testing.T) {
	p := prefix(t)
	v := publish(t, p)
	if err := os.Chmod(v.Bin(), 0o555); err != nil { // as Go's modules are
		t.Fatal(err)
	}
	if _, err := p.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	release := v.Hold()
	if !p.InUse() {
		t.Error("a notebook runs on it, and nobody sees it")
	}
	if release(); p.InUse() || !p.Exists() {
		t.Errorf("in use %v, exists %v", p.InUse(), p.Exists())
	}
	if err := p.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p.Folder); err == nil {
		t.Error("the folder is still there")
	}
}

func TestCopySources(t *testing.T) {
	checkout, v := t.TempDir(), Version{t.TempDir()}
	for _, name := range []string{
		"go.mod", "gen/gen.go", "gen/gen_test.go", "gen/testdata/x", "gen/data/table.csv.gz", "gen/.secret", ".git/config", "bin/tool", "notes.txt", "gen/go.mod.orig",
	} {
		path := filepath.Join(checkout, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := v.CopySources(checkout); n != 4 || err != nil {
		t.Errorf("copied %d files, %v, want 4", n, err)
	}
	for _, name := range []string{"go.mod", "gen/gen.go", "gen/data/table.csv.gz"} {
		if text, err := os.ReadFile(filepath.Join(v.Checkout(), name)); err != nil || string(text) != name {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
