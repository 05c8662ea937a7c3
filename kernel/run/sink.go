package run

import (
	"sync"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/internal/tail"
)

// tailLength is how many bytes of standard error are kept: a Go crash with the stacks of some dozen goroutines.
const tailLength = 64 << 10

// sink is a Sink whose functions are all there, called one at a time, with the streams that must be empty before a display.
type sink struct {
	mu       sync.Mutex
	to       Sink
	out, err *stream
	tail     tail.Tail // of standard error
}

func newSink(to Sink, out, err *pipe) *sink {
	s := &sink{to: to, tail: tail.Tail{Size: tailLength}}
	s.out = newStream(out, &s.mu, func(b []byte) {
		if to.Stdout != nil {
			to.Stdout(b)
		}
	})
	s.err = newStream(err, &s.mu, s.stderr)
	return s
}

// ordered calls f when all text that was written until now has been handed on.
func (s *sink) ordered(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.drain()
	s.err.drain()
	f()
}

// display and stderr are called with mu held.
func (s *sink) display(d *protocol.DisplayData) {
	if s.to.Display != nil {
		s.to.Display(d)
	}
}

func (s *sink) stderr(b []byte) {
	_, _ = s.tail.Write(b) // never fails
	if s.to.Stderr != nil {
		s.to.Stderr(b)
	}
}

// say adds a line of our own to standard error.
func (s *sink) say(line string) { s.ordered(func() { s.stderr([]byte("gensci: " + line + "\n")) }) }
