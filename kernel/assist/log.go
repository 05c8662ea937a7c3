package assist

import (
	"io"
	"sync"
)

// log lets gopls and us write to one place.
type log struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *log) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(text)
}
