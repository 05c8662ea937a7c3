//go:build linux || darwin

package dirs

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Free returns how many bytes the user can still write below a folder, which need not exist yet.
func Free(folder string) (int64, error) {
	var stat unix.Statfs_t
	err := unix.Statfs(folder, &stat)
	if errors.Is(err, fs.ErrNotExist) && folder != filepath.Dir(folder) {
		return Free(filepath.Dir(folder))
	}
	if err != nil {
		return 0, fmt.Errorf("free space of %s: %w", folder, err)
	}
	return int64(stat.Bavail) * int64(stat.Bsize), nil
}
