package kernel

import (
	"regexp"
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

// chatter is what GoNB logs when nothing is wrong: lines of the levels info and warning.
var chatter = regexp.MustCompile(`^[IW]\d{4} `)

// String is "; its log ends: " and the last three lines that tell of something wrong, in one line, or "" if there are none.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var lines []string
	for _, line := range strings.Split(string(t.text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !chatter.MatchString(line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return "; its log ends: " + strings.Join(lines[max(0, len(lines)-3):], " / ")
}
