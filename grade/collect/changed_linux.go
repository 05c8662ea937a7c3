package collect

import (
	"io/fs"
	"syscall"
	"time"
)

// changedAt is when a file last was changed in any way, its times included; nobody can set that. Zero if it is not known.
func changedAt(info fs.FileInfo) time.Time {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}
	}
	return time.Unix(int64(stat.Ctim.Sec), int64(stat.Ctim.Nsec))
}
