//go:build unix

package keep

import (
	"os"
	"syscall"
	"unsafe"
)

// freeSpace returns the bytes that a user can write on the disk of a folder.
func freeSpace(folder string) (int64, bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(folder, &s) != nil {
		return 0, false
	}
	return int64(uint64(s.Bavail) * uint64(s.Bsize)), true
}

// mapNumber returns the first number of a file as memory that changes with it.
func mapNumber(f *os.File) (*uint32, error) {
	b, err := syscall.Mmap(int(f.Fd()), 0, 4096, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return (*uint32)(unsafe.Pointer(&b[0])), nil
}
