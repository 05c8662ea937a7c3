package grader

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWorkplacesOfKilledRunsAreRemoved(t *testing.T) {
	cache := t.TempDir()
	left := filepath.Join(cache, "work-killed")
	if err := os.MkdirAll(filepath.Join(left, "program-1"), 0o755); err != nil {
		t.Fatal(err)
	}
	a, err := newWorkplace(cache)
	if err != nil {
		t.Fatal(err)
	}
	b, err := newWorkplace(cache) // while a is in use
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed run has left is still there")
	}
	if _, err := os.Stat(a.folder); err != nil {
		t.Error("a folder in use was removed:", err)
	}
	for _, w := range []*workplace{a, b} {
		if err := w.remove(); err != nil {
			t.Error(err)
		}
	}
	if folders, _ := filepath.Glob(filepath.Join(cache, workplaces)); len(folders) > 0 {
		t.Errorf("left: %v", folders)
	}
}
