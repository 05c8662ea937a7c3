package run

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// pipe is our end of a pipe. It does not rely on the other ends being closed, which a straggler may hold: after finish a pipe ends where
// it is empty.
type pipe struct {
	file *os.File
	conn syscall.RawConn
}

func newPipe(f *os.File) (*pipe, error) {
	conn, err := f.SyscallConn()
	return &pipe{f, conn}, err
}

// makeFIFO makes a named pipe that neither side waits for when it opens it. It is opened by system call since os.OpenFile keeps named
// pipes from the runtime's poller on some systems, which deadlines need.
func makeFIFO(dir, name string) (*pipe, error) {
	path := filepath.Join(dir, name)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		return nil, &os.PathError{Op: "mkfifo", Path: path, Err: err}
	}
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return newPipe(os.NewFile(uintptr(fd), path))
}

// Read waits for bytes, after finish it takes what is there.
func (p *pipe) Read(b []byte) (int, error) {
	n, err := p.file.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return p.readNow(b)
	}
	return n, err
}

// readNow takes what is there, and errs with io.EOF if nothing is.
func (p *pipe) readNow(b []byte) (n int, err error) {
	if wrong := p.conn.Control(func(fd uintptr) { n, err = readFD(fd, b) }); wrong != nil {
		return 0, wrong
	}
	if errors.Is(err, syscall.EAGAIN) {
		err = io.EOF
	}
	return n, err
}

// finish ends all waiting, in reading and in writing.
func (p *pipe) finish() { _ = p.file.SetDeadline(time.Unix(1, 0)) } // ours all have deadlines

func (p *pipe) close() { _ = p.file.Close() }

// readFD is read(2) with io.EOF for the end.
func readFD(fd uintptr, b []byte) (int, error) {
	for {
		n, err := syscall.Read(int(fd), b)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		}
		return n, nil
	}
}
