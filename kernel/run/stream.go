package run

import (
	"errors"
	"sync"
	"syscall"
	"unicode/utf8"
)

// chunk is how much text is handed on at once; a pipe of Linux holds as much.
const chunk = 64 << 10

// stream hands on standard output or error.
type stream struct {
	*pipe
	mu   *sync.Mutex // of the sink
	to   func([]byte)
	buf  []byte
	held int // bytes at the start of buf that begin a character
}

func newStream(p *pipe, mu *sync.Mutex, to func([]byte)) *stream {
	return &stream{pipe: p, mu: mu, to: to, buf: make([]byte, chunk)}
}

// serve hands text on until the pipe ends.
func (s *stream) serve() {
	for {
		var end error
		err := s.conn.Read(func(fd uintptr) bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			end = s.take(fd)
			return !errors.Is(end, syscall.EAGAIN)
		})
		if err != nil || end != nil {
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drain()
	if s.held > 0 {
		s.to(s.buf[:s.held])
	}
}

// take reads once and hands on what it got. The caller holds mu.
func (s *stream) take(fd uintptr) error {
	n, err := readFD(fd, s.buf[s.held:])
	if err != nil {
		return err
	}
	n += s.held
	whole := n - cut(s.buf[:n])
	if whole > 0 {
		s.to(s.buf[:whole])
	}
	s.held = copy(s.buf, s.buf[whole:n])
	return nil
}

// most is more than any pipe holds: who drains one that is being filled stops there.
const most = 1 << 20

// drain hands on what is in the pipe. The caller holds mu.
func (s *stream) drain() {
	_ = s.conn.Control(func(fd uintptr) { // errs when the pipe is closed, which has nothing left then
		for range most / chunk {
			if err := s.take(fd); err != nil {
				return
			}
		}
	})
}

// cut is how many bytes at the end of b begin a character that is not complete.
func cut(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if tail := b[len(b)-i:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return i
		}
	}
	return 0
}
