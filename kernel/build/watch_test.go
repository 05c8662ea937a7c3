package build

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.go"), "1")
	write(t, filepath.Join(dir, "below", "data"), "1")
	const hour = time.Hour
	now := time.Now()
	touch := func(name string) {
		t.Helper()
		now = now.Add(hour)
		if err := os.Chtimes(filepath.Join(dir, name), now, now); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		change func()
		same   bool
	}{
		"nothing": {func() {}, true},
		"time":    {func() { touch("a.go") }, false},
		"size":    {func() { write(t, filepath.Join(dir, "a.go"), "22") }, false},
		"new":     {func() { write(t, filepath.Join(dir, "b.go"), "") }, false},
		"gone":    {func() { _ = os.Remove(filepath.Join(dir, "b.go")) }, false},
		"test":    {func() { write(t, filepath.Join(dir, "a_test.go"), "") }, true},
		"embed":   {func() { touch("below/data") }, false},
	} {
		w := watch{files: map[string]bool{}}
		w.add(listed{Dir: dir, EmbedFiles: []string{"below/data"}})
		write(t, filepath.Join(dir, "b.go"), "b")
		w.start(now.Add(hour))
		if c.change(); w.same() != c.same {
			t.Errorf("%s: same = %v, want %v", name, !c.same, c.same)
		}
	}
	w := watch{files: map[string]bool{}}
	w.add(listed{Dir: dir})
	touch("a.go")
	if w.start(now); w.same() {
		t.Error("a file that was written while it was read is relied on")
	}
}
