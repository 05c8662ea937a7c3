//go:build unix

package keep

import "syscall"

// freeSpace returns the bytes that a user can write on the disk of a folder.
func freeSpace(folder string) (int64, bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(folder, &s) != nil {
		return 0, false
	}
	return int64(uint64(s.Bavail) * uint64(s.Bsize)), true
}
