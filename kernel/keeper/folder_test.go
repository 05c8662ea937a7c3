package keeper

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Kernels that start at the same moment don't take each other's folders for old ones.
func TestFoldersOfKernelsThatStartTogether(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 25 {
				f, err := newFolder()
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := os.Stat(filepath.Join(f.path, lockName)); err != nil {
					t.Error(err)
				}
				f.remove()
			}
		})
	}
	all.Wait()
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestFoldersHaveShortNames(t *testing.T) {
	long := filepath.Join(t.TempDir(), "0123456789012345678901234567890123456789012345678901234567890123456789")
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	f, err := newFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer f.remove()
	if filepath.Dir(f.path) != "/tmp" {
		t.Errorf("got %s", f.path)
	}
}
