package venv

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An environment counts if it was made with the versions of today, and else says how to make it.
func TestPython(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	e := Environment{Name: "some-venv", Requirements: []string{"a==1", "b==2"}, Missing: "make it by hand"}
	if _, err := e.Python(); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "make it by hand") {
		t.Errorf("without an environment: %v", err)
	}
	dir, err := e.folder()
	if err != nil {
		t.Fatal(err)
	}
	if err = os.MkdirAll(dir, 0o755); err == nil {
		err = os.WriteFile(marker(dir), []byte("a==1\nb==2"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if python, wrong := e.Python(); wrong != nil || python != filepath.Join(dir, "bin", "python") {
		t.Errorf("with it: %q, %v", python, wrong)
	}
	e.Requirements[0] = "a==2"
	if _, err = e.Python(); !errors.Is(err, ErrMissing) {
		t.Errorf("with other versions: %v", err)
	}
}
