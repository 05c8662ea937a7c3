package dirs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestLock(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	unlock, err := Lock(t.Context(), folder, func() { t.Error("waited for a lock that nobody holds") })
	if err != nil {
		t.Fatal(err)
	}
	waited := 0
	second, err := Lock(t.Context(), folder, func() { waited++; unlock() })
	if err != nil || waited != 1 {
		t.Fatalf("second Lock: %v, waited %d times, want once until the first is released", err, waited)
	}
	ctx, cancel := context.WithCancel(t.Context())
	third, err := Lock(ctx, folder, cancel)
	if third != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Lock gave %v", err)
	}
	second()
}

func TestLockWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if unlock, err := Lock(t.Context(), filepath.Join(file, "sub"), nil); unlock != nil || err == nil {
		t.Error("locked a folder that cannot be made")
	}
}
