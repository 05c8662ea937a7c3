package hint

import (
	"fmt"
	"strings"
)

// Most frames that are shown, from the inside and from the outside.
const mostInner, mostOuter = 8, 3

// Render is plain text: the message, each line of the student's with its place, how many frames were left out, and a hint. source returns a line of a
// cell, "" if it is unknown; it may be nil.
func (t Trace) Render(source func(cell, line int) string) string {
	if source == nil {
		source = func(int, int) string { return "" }
	}
	var b strings.Builder
	b.WriteString(t.Message + "\n")
	if t.Graph != "" {
		b.WriteString("    in the graph of " + t.Graph + "\n")
	}
	for i, f := range t.Frames {
		switch more := len(t.Frames) - mostInner - mostOuter; {
		case more > 1 && i == mostInner:
			fmt.Fprintf(&b, "    (%d more calls)\n", more)
		case more > 1 && i > mostInner && i < len(t.Frames)-mostOuter:
		default:
			b.WriteString("    " + f.String() + "\n")
			if text := strings.TrimSpace(source(f.Cell, f.Line)); text != "" {
				b.WriteString("        " + text + "\n")
			}
		}
	}
	if t.Folded > 0 {
		fmt.Fprintf(&b, "    (%s in the runtime and libraries)\n", frames(t.Folded))
	}
	if advice := t.hint(source); advice != "" {
		b.WriteString("hint: " + advice + "\n")
	}
	return b.String()
}

func frames(n int) string {
	if n == 1 {
		return "1 more frame"
	}
	return fmt.Sprintf("%d more frames", n)
}

// hint is about the message, and the innermost line.
func (t Trace) hint(source func(cell, line int) string) string {
	m := Mistake{Message: t.Message}
	if strings.HasSuffix(m.Message, "deadlock!") {
		m.Message += " [" + t.state + "]"
	}
	if len(t.Frames) > 0 {
		f := t.Frames[0]
		m.Line = source(f.Cell, f.Line)
		var above []string
		for i := 1; i < f.Line; i++ {
			above = append(above, source(f.Cell, i))
		}
		m.Above = strings.Join(above, "\n")
	}
	return For(m)
}
