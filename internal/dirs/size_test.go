package dirs

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSize(t *testing.T) {
	folder := t.TempDir()
	if got := Size(folder); got != 0 {
		t.Errorf("empty folder: %d bytes", got)
	}
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int{"a": 100, "sub/b": 23} {
		if err := os.WriteFile(filepath.Join(folder, name), make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := Size(folder); got != 123 {
		t.Errorf("Size = %d, want 123", got)
	}
	if got := Size(filepath.Join(folder, "none")); got != 0 {
		t.Errorf("missing folder: %d bytes", got)
	}
}

func TestFree(t *testing.T) {
	folder := t.TempDir()
	free, err := Free(filepath.Join(folder, "not", "made", "yet"))
	if err != nil || free <= 0 {
		t.Errorf("Free below an existing folder = %d, %v", free, err)
	}
}
