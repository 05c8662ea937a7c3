package kernel

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const workdirPrefix = "gensci-kernel-"

// newWorkdir makes the private folder of one kernel: sockets, GoNB's sources, the compiler's temporary files. Its name holds our process
// id; folders whose process is gone (it was killed) are removed on the way.
func newWorkdir() (string, error) {
	base := os.TempDir()
	sweep(base)
	if len(base) > 60 {
		base = "/tmp" // paths of Unix sockets end at about 100 characters
	}
	dir, err := os.MkdirTemp(base, fmt.Sprintf("%s%d-", workdirPrefix, os.Getpid()))
	if err != nil {
		return "", fmt.Errorf("making the kernel's temporary folder: %w", err)
	}
	return dir, nil
}

// sweep removes the folders of kernels that ended without doing so. What belongs to others cannot be removed and stays.
func sweep(base string) {
	old, _ := filepath.Glob(filepath.Join(base, workdirPrefix+"*")) // errs on bad patterns only
	for _, dir := range old {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), workdirPrefix), "-")
		if pid, err := strconv.Atoi(number); err == nil && !exists(pid) {
			_ = os.RemoveAll(dir)
		}
	}
}

// exists tells whether a process is there; one that we may not signal is.
func exists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, os.ErrPermission)
}
