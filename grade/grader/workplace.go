package grader

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// workplace is a folder for the programs of one run. Its lock is held as long as the run lasts, so that the next run can remove what a killed one has left.
type workplace struct {
	folder string
	lock   *flock.Flock
}

const (
	workplaces = "work-*" // not work.lock
	lockName   = "lock"
)

// newWorkplace makes a folder below cache, and removes those that nobody works in any more.
func newWorkplace(cache string) (*workplace, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	guard := flock.New(filepath.Join(cache, "work.lock")) // nobody cleans while a folder has no lock yet
	if err := guard.Lock(); err != nil {
		return nil, err
	}
	defer func() { _ = guard.Unlock() }()
	clean(cache)
	folder, err := os.MkdirTemp(cache, workplaces)
	if err != nil {
		return nil, err
	}
	w := &workplace{folder, flock.New(filepath.Join(folder, lockName))}
	if err := errors.Join(os.Chmod(folder, 0o711), w.lock.Lock()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return w, nil
}

// clean removes the folders of runs that were killed.
func clean(cache string) {
	old, _ := filepath.Glob(filepath.Join(cache, workplaces)) // errs on bad patterns only
	for _, folder := range old {
		lock := flock.New(filepath.Join(folder, lockName))
		if free, err := lock.TryLock(); err == nil && free {
			_ = os.RemoveAll(folder) // what cannot be removed now is tried again by the next run
			_ = lock.Unlock()
		}
	}
}

func (w *workplace) remove() error { return errors.Join(os.RemoveAll(w.folder), w.lock.Unlock()) }
