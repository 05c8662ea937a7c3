package cell

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	placed   = regexp.MustCompile(`^\s*(?:\S*[/\\])?cell\[(\d+)\]:(\d+)(?::(\d+))?(?:: (.*))?$`)
	mentions = regexp.MustCompile(`(?:[^\s(]*[/\\])?cell\[(\d+)\]:(\d+)(?::\d+)?`)
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
			errs[len(errs)-1].Message += "\n" + p.mention(line)
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
	e := Error{Message: p.mention(m[4])}
	for i, into := range []*int{&e.Cell, &e.Line, &e.Column} {
		*into, _ = strconv.Atoi(m[i+1]) // digits, or nothing for an unknown column
	}
	if o := p.origins[e.Cell]; o != nil {
		e.Cell, e.Text = o.shown, o.line(e.Line)
	}
	return e, true
}

// mention writes the places in a message as readers know them.
func (p *Program) mention(message string) string {
	return mentions.ReplaceAllString(p.Renumber(message), "cell $1, line $2")
}

// Line returns a line of a cell, by the number of its last execution, that the program has code from; "" if there is none.
func (p *Program) Line(cell, line int) string {
	for _, o := range p.origins {
		if o.shown == cell {
			return o.line(line)
		}
	}
	return ""
}
