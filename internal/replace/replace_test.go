package replace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/replace"
)

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.xml")
	for _, text := range []string{"one", "two, longer", ""} {
		if err := replace.File(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("got %q, %v, want %q", got, err, text)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v: others cannot read it", info.Mode(), err)
	}
	checkAlone(t, path)
}

// checkAlone sees that no temporary file lies beside path.
func checkAlone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestFileThatCannotBeReplaced: a folder stands in its place, which a rename refuses after everything has been written.
func TestFileThatCannotBeReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := replace.File(path, []byte("text")); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
	checkAlone(t, path)
}

func TestFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	if err := replace.Folder(folder); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	for _, path := range []string{"/dev/null/a", "/proc/a"} {
		if err := replace.Folder(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want an error that names %s", err, path)
		}
	}
}
