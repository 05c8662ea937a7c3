//go:build unix

package resident

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// waiting returns when a client waits on the listener, or false when ctx ends. Nothing is accepted: that is the process's part.
func waiting(ctx context.Context, listener *os.File) bool {
	wake, waker, err := os.Pipe()
	if err != nil {
		return false
	}
	defer wake.Close()
	stop := context.AfterFunc(ctx, func() { waker.Close() })
	defer func() {
		if stop() {
			waker.Close()
		}
	}()
	fds := []unix.PollFd{{Fd: int32(listener.Fd()), Events: unix.POLLIN}, {Fd: int32(wake.Fd()), Events: unix.POLLIN}}
	for {
		_, err := unix.Poll(fds, -1)
		switch {
		case ctx.Err() != nil || err != nil && !errors.Is(err, syscall.EINTR):
			return false
		case fds[0].Revents&unix.POLLIN != 0:
			return true
		}
	}
}
