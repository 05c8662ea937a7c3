package cell

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	placed   = regexp.MustCompile(`^\s*(?:\S*[/\\])?cell\[(\d+)\]:(\d+)(?::(\d+))?(?:: (.*)| \+0x[0-9a-f]+.*|)$`)
	mentions = regexp.MustCompile(`(?:[^\s(]*[/\\])?cell\[(\d+)\]:(\d+)(?::\d+)?`)
	death    = regexp.MustCompile(`(?m)^(panic: |fatal error: )`)
	signal   = regexp.MustCompile(`(?m)^\[signal .*\]$`)
	noise    = regexp.MustCompile(`^(# .*|too many errors|\s*)$`)
)

// CompileErrors reads what go build or the compiler said. Indented lines belong to the error before them. Where no line names a place in
// a cell, all of it is one error without a place.
func (p *Program) CompileErrors(output string) Errors {
	var errs Errors
	var others []string
	open := false
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		switch e, ok := p.placed(line); {
		case ok && !strings.HasPrefix(line, "\t"):
			errs, open = append(errs, e), true
		case noise.MatchString(line):
			open = false
		case open && strings.HasPrefix(line, "\t"):
			errs[len(errs)-1].Message += "\n" + mentions.ReplaceAllString(line, "cell $1, line $2")
		default:
			others, open = append(others, line), false
		}
	}
	if len(errs) == 0 && len(others) > 0 {
		return Errors{{Message: strings.Join(others, "\n")}}
	}
	return errs
}

// placed reads a line that begins with a place in a cell.
func (p *Program) placed(line string) (Error, bool) {
	m := placed.FindStringSubmatch(line)
	if m == nil {
		return Error{}, false
	}
	e := Error{Message: mentions.ReplaceAllString(m[4], "cell $1, line $2")}
	for i, into := range []*int{&e.Cell, &e.Line, &e.Column} {
		*into, _ = strconv.Atoi(m[i+1]) // digits, or nothing for an unknown column
	}
	if o := p.origins[e.Cell]; o != nil {
		e.Text = o.line(e.Line)
	}
	return e, true
}

// Panic finds in a program's stderr the last words of the runtime (panic or fatal error), and the innermost place in a cell of the
// goroutine that died. The place is missing if that goroutine ran no cell's code; ok is false if there is no panic.
func (p *Program) Panic(stderr string) (e Error, ok bool) {
	all := death.FindAllStringIndex(stderr, -1)
	if len(all) == 0 {
		return Error{}, false
	}
	// The program may have written such a word itself, the runtime writes last.
	words := stderr[all[len(all)-1][0]:]
	message, _, _ := strings.Cut(words, "\n\n")
	_, trace, _ := strings.Cut(words, "\n\ngoroutine ")
	trace, _, _ = strings.Cut(trace, "\n\n") // the other goroutines
	for line := range strings.Lines(trace) {
		if found, isPlace := p.placed(strings.TrimRight(line, "\r\n")); isPlace {
			e = found
			break
		}
	}
	e.Message = strings.TrimSpace(signal.ReplaceAllString(message, ""))
	return e, true
}
