//go:build unix

package image

import (
	"os"
	"syscall"
)

// mapFile maps a file; what the program changes in the mapping is its own.
func mapFile(f *os.File, size int) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE)
}
