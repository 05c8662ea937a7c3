package lab

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gensci/gensci/internal/replace"
)

// Adopt makes a virtual environment that lies elsewhere the one of a folder.
func Adopt(t *testing.T, folder, venv string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	e := Environment{filepath.Join(folder, "venv")}
	if err := os.Symlink(venv, e.folder); err != nil {
		t.Fatal(err)
	}
	p, err := ask(context.Background(), e.Python())
	if err != nil {
		t.Fatalf("%s: %v", e.Python(), err)
	}
	if err := replace.File(e.marker(), []byte(e.stamp(p))); err != nil {
		t.Fatal(err)
	}
}
