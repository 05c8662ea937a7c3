package resident

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/gensci/gensci/internal/dirs"
)

// newState makes a folder for one kernel's named state under the user's cache folder and removes those of kernels that were killed. release
// removes it. A lock, which the system releases when its holder dies, tells which folders are in use: process numbers would not, where several
// machines or containers share a home folder.
func newState() (folder string, release func(), err error) {
	cache, err := dirs.Cache()
	if err != nil {
		return "", nil, err
	}
	base := filepath.Join(cache, "sessions")
	if err = os.MkdirAll(base, 0o700); err != nil {
		return "", nil, fmt.Errorf("make a folder for what notebooks keep: %w", err)
	}
	// Between the making of a folder and of its lock another kernel that starts would remove it.
	unlock, err := lockBase(base)
	if err != nil {
		return "", nil, err
	}
	defer unlock()
	sweepAll(base)
	folder, err = os.MkdirTemp(base, "")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for what notebooks keep: %w", err)
	}
	lock := lockOf(folder)
	if _, err = lock.TryLock(); err != nil {
		return "", nil, fmt.Errorf("lock the folder for what notebooks keep: %w", err)
	}
	return folder, func() {
		_ = os.RemoveAll(folder)
		_ = lock.Close()
		_ = os.Remove(lock.Path())
	}, nil
}

// lockBase keeps other kernels from making folders, and from removing them, for the moment that it takes. A holder that hangs, on a network's
// file system, costs the named state on disk and no more.
func lockBase(base string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), basePatience)
	defer cancel()
	return dirs.Lock(ctx, base, nil)
}

const basePatience = 5 * time.Second

// Sweep removes the named state of kernels that were killed.
func Sweep() {
	cache, err := dirs.Cache()
	if err != nil {
		return
	}
	base := filepath.Join(cache, "sessions")
	if unlock, err := lockBase(base); err == nil {
		defer unlock()
		sweepAll(base)
	}
}

func sweepAll(base string) {
	old, _ := filepath.Glob(filepath.Join(base, "[^.]*")) // errs on bad patterns only; base has a lock of its own
	for _, dir := range old {
		sweep(dir)
	}
}

// lockOf is a file beside the folder, so that it can be held while the folder is removed.
func lockOf(folder string) *flock.Flock { return flock.New(folder + ".lock") }

// sweep removes a folder, or a lock without one, that nobody holds.
func sweep(path string) {
	folder, isLock := strings.CutSuffix(path, ".lock")
	if isLock {
		if _, err := os.Stat(folder); err == nil {
			return // its turn comes
		}
	}
	lock := lockOf(folder)
	if free, err := lock.TryLock(); err != nil || !free {
		return
	}
	_ = os.RemoveAll(folder)
	_ = os.Remove(lock.Path())
	_ = lock.Close()
}
