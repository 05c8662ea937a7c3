package hint

import (
	"regexp"
	"strings"
)

var (
	wrapped  = regexp.MustCompile(`(?s)^.*graphFn for ".*" panicked: `)
	prefixed = regexp.MustCompile(`^(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d |panic: |fatal error: |error: |syntax error: )+`)
	repanic  = regexp.MustCompile(` \[recovered(, repanicked)?\]`)
)

// Sentence is what a message says in the end: without the words before it ("panic:", the date of a log), and without those that GoMLX puts
// around whatever goes wrong in a graph function.
func Sentence(message string) string {
	message = repanic.ReplaceAllString(strings.TrimSpace(message), "")
	message = wrapped.ReplaceAllString(message, "")
	message = prefixed.ReplaceAllString(message, "")
	return strings.TrimSpace(message)
}
