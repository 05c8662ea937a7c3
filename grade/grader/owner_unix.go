//go:build unix

package grader

import (
	"io/fs"
	"os"
	"syscall"
)

// ours tells whether a file belongs to this user or to root.
func ours(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && (owner.Uid == 0 || int(owner.Uid) == os.Geteuid())
}
