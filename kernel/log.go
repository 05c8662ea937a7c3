package kernel

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/tail"
)

// logLength is how many bytes of a kernel's log are kept: a Go crash with its first stack.
const logLength = 4000

// chatter is what GoNB logs when nothing is wrong: lines of the levels info and warning.
var chatter = regexp.MustCompile(`^[IW]\d{4} `)

// lastWords are "; its log ends: " and the last three lines of a log that tell of something wrong, in one line, or "" if there are none.
func lastWords(log *tail.Tail) string {
	lines := slices.DeleteFunc(log.Lines(logLength), chatter.MatchString)
	if len(lines) == 0 {
		return ""
	}
	return "; its log ends: " + strings.Join(lines[max(0, len(lines)-3):], " / ")
}
