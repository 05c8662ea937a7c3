// Package terminal makes text that was meant for a terminal readable elsewhere.
package terminal

import (
	"regexp"
	"strings"
)

// escape is a control sequence (ECMA-48): CSI … letter, OSC … end, or ESC with one more character.
var escape = regexp.MustCompile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[ -/]*[0-~]|\x1b")

// erase clears the line from the cursor on, or all of it; progress lines do that after a carriage return.
var erase = regexp.MustCompile("\x1b\\[[02]?K")

const erased = '\x1a' // stands for it; no text that is meant for people has one

// Plain is what a terminal would show in the end: without colours and other control sequences, with what a carriage return leaves of a line,
// and without what backspaces took away.
func Plain(text string) string {
	if !strings.ContainsAny(text, rewriting+"\x1b") {
		return text
	}
	text = escape.ReplaceAllString(erase.ReplaceAllString(text, string(erased)), "")
	if !strings.ContainsAny(text, rewriting) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = overwrite(strings.TrimSuffix(line, "\r"))
	}
	return strings.Join(lines, "\n")
}

// rewriting are the characters that change what stands in a line already.
const rewriting = "\r\b" + string(erased)

// overwrite lets what follows a carriage return, or a backspace, take the place of what stood there.
func overwrite(line string) string {
	if !strings.ContainsAny(line, rewriting) {
		return line
	}
	var shown []rune
	at := 0
	for _, r := range line {
		switch {
		case r == '\r':
			at = 0
		case r == '\b':
			at = max(at-1, 0)
		case r == erased:
			shown = shown[:min(at, len(shown))]
		case at < len(shown):
			shown[at] = r
			at++
		default:
			shown = append(shown, r)
			at++
		}
	}
	return string(shown)
}
