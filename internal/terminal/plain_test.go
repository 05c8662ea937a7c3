package terminal_test

import (
	"testing"

	"github.com/gensci/gensci/internal/terminal"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to do", "x² = 4\n", "x² = 4\n"},
		{"colours", "\x1b[1;31mred\x1b[0m and \x1b[38;5;12mblue\x1b[m", "red and blue"},
		{"cursor and erasing", "\x1b[2K\x1b[?25lgone\x1b[1A", "gone"},
		{"title", "\x1b]0;a title\x07text\x1b]8;;https://go.dev\x1b\\link", "textlink"},
		{"two-character sequence", "\x1b(Bletters\x1b=", "letters"},
		{"cut off", "text\x1b", "text"},
		{"progress", " 10 %\r 50 %\r100 %\ndone\n", "100 %\ndone\n"},
		{"shorter than before", "working…\rdone", "doneing…"},
		{"erased with blanks", "abc\r   \rx", "x  "},
		{"erased", "working…\r\x1b[Kdone", "done"},
		{"erased at the end only", "stays\x1b[K", "stays"},
		{"lines of Windows", "a\r\nb\r\n", "a\nb\n"},
		{"backspace", "1\b2", "2"},
		{"backspace at the margin", "\b\bx", "x"},
	} {
		if got := terminal.Plain(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
