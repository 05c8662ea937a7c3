// Package tail keeps the end of a stream of text: the last words of a process, for an error that says why it ended.
package tail

import (
	"strings"
	"sync"
)

// Tail is a writer that keeps the last Size bytes. Its methods may be called from any goroutine.
type Tail struct {
	Size int

	mu   sync.Mutex
	text []byte
}

// Write never fails.
func (t *Tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	if over := len(t.text) - t.Size; over > t.Size { // moving rarely makes it cheap
		t.text = append(t.text[:0], t.text[over:]...)
	}
	return len(b), nil
}

// String is what is kept.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text[max(0, len(t.text)-t.Size):])
}

// Lines are the last n lines that say something, without blanks around them.
func (t *Tail) Lines(n int) (lines []string) {
	for line := range strings.Lines(t.String()) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines[max(0, len(lines)-n):]
}
