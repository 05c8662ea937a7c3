package keep

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestKept(t *testing.T) {
	f := File{Dir: filepath.Join(t.TempDir(), "results"), Name: "some"}
	got := []int{7}
	if err := f.Load(&got); err != nil || got[0] != 7 {
		t.Errorf("nothing was kept: %v, %v", got, err)
	}
	if err := f.Save([]int{1, 2}, "# Some\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Load(&got); err != nil || !slices.Equal(got, []int{1, 2}) {
		t.Errorf("kept 1 and 2, read %v, %v", got, err)
	}
	if page, err := os.ReadFile(filepath.Join(f.Dir, "some.md")); err != nil || string(page) != "# Some\n" {
		t.Errorf("page %q, %v", page, err)
	}
}

func TestBroken(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "some.json"), []byte("[1,"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []int
	if err := (File{dir, "some"}).Load(&got); err == nil || !strings.Contains(err.Error(), "remove the file to begin anew") {
		t.Errorf("half a file: %v", err)
	}
	if err := (File{filepath.Join(dir, "some.json"), "other"}).Save(got, ""); err == nil {
		t.Error("a folder that is a file: no error")
	}
}

func TestPut(t *testing.T) {
	same := func(a, b string) bool { return a[0] == b[0] }
	if got := Put(Put([]string{"a1", "b1"}, "a2", same), "c1", same); !slices.Equal(got, []string{"a2", "b1", "c1"}) {
		t.Errorf("got %v", got)
	}
}
