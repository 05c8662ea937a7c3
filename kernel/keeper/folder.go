package keeper

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// FolderPrefix is how the names of folders begin, in the folder for temporary files.
const FolderPrefix = "gensci-kernel-"

const lockName = "lock" // a file in the folder

// lockFD is where the kept process finds the open lock.
const lockFD = 3

// folder is a private folder. Its lock is held by the keeper and by the kept process: the system releases it when the last of them ends, so that a folder whose
// lock is free is nobody's. Numbers of processes in its name would tell less where several machines or containers share a folder for temporary files.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes a folder. Those that killed kernels left are removed on the way.
func newFolder() (folder, error) {
	base := os.TempDir()
	if len(base) > 60 {
		base = "/tmp" // paths of Unix sockets end at about 100 characters
	}
	old, _ := filepath.Glob(filepath.Join(base, FolderPrefix+"*")) // errs on bad patterns only
	for _, path := range old {
		sweep(path)
	}
	for {
		path, err := os.MkdirTemp(base, FolderPrefix)
		if err != nil {
			return folder{}, fmt.Errorf("making the kernel's temporary folder: %w", err)
		}
		lock, err := hold(path)
		switch {
		case errors.Is(err, os.ErrNotExist), errors.Is(err, errHeld): // another kernel that starts has taken it for an old one
			continue
		case lock == nil:
			return folder{}, fmt.Errorf("making the kernel's temporary folder: %w", err)
		}
		return folder{path, lock}, nil // if nobody can lock anything there, nobody sweeps either
	}
}

func (f folder) remove() {
	_ = os.RemoveAll(f.path) // what cannot be removed is the next kernel's to remove
	_ = f.lock.Close()
}

// sweep removes a folder that nobody holds. What belongs to others cannot be removed and stays.
func sweep(path string) {
	lock, err := hold(path)
	switch {
	case err == nil:
		folder{path, lock}.remove()
	case lock != nil:
		_ = lock.Close()
	}
}

var errHeld = errors.New("another process holds the folder")

// hold opens the lock of a folder and locks it. It errs with errHeld, or with os.ErrNotExist if the folder has been removed; a file with an error is one that
// the system cannot lock.
func hold(path string) (*os.File, error) {
	name := filepath.Join(path, lockName)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		if _, err = os.Stat(name); err == nil { // it was locked for its removal, perhaps, when it was opened
			return f, nil
		}
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errHeld
	}
	if errors.Is(err, errHeld) || errors.Is(err, os.ErrNotExist) {
		_ = f.Close()
		return nil, err
	}
	return f, err
}

// Hold keeps the lock of the folder for as long as this process lives, which is the kept one, but not for those that it starts.
func Hold() { syscall.CloseOnExec(lockFD) }
