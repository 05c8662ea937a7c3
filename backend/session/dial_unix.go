//go:build unix

package session

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// dialUnix connects to a Unix socket by system calls: package net would be a tenth of what the linker has to do for a cell.
func dialUnix(path string) (io.ReadWriteCloser, error) {
	syscall.ForkLock.RLock() // no child may be forked before the descriptor is marked
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	for err = syscall.EINTR; errors.Is(err, syscall.EINTR); {
		err = syscall.Connect(fd, &syscall.SockaddrUnix{Name: path})
	}
	if err == nil {
		err = syscall.SetNonblock(fd, true) // so that the runtime's poller waits, not a thread
	}
	if err != nil {
		_ = syscall.Close(fd)
		return nil, &os.PathError{Op: "connect", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}
