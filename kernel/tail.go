package kernel

import (
	"strings"
	"sync"
)

// tailLength is how many bytes of a log are kept: a Go crash with its first stack.
const tailLength = 4000

// tail keeps the end of a log.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - tailLength; over > 0 {
		t.text = t.text[over:]
	}
	return len(p), nil
}

// String is the last three lines, in one.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(escapes.ReplaceAllString(string(t.text), "")), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], " / ")
}
