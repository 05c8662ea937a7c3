package cell

import (
	"go/token"
	"slices"
	"strings"
)

// edit replaces code[at:end] of a cell.
type edit struct {
	at, end int
	text    string
	closes  bool // a cursor at end stands before the text
}

// apply makes the edits, which are in order.
func apply(code string, edits []edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(code[at:e.at] + e.text)
		at = e.end
	}
	b.WriteString(code[at:])
	return b.String()
}

// edits are what makes Go of a cell's code: statements that stand before %%, or in a cell without, get a function.
func edits(parts Parts) []edit {
	code := parts.Code
	first := slices.IndexFunc(parts.marks, mark.startsMain)
	if first < 0 {
		list, closing := wrap(code)
		return append(list, edit{len(code), len(code), closing, true})
	}
	m := parts.marks[first]
	list, closing := wrap(code[:m.start])
	end := len(strings.TrimRight(code[:m.start], " \t\n")) // a line that ends with an open bracket is closed where it ends
	return append(
		list,
		edit{end, end, closing, true},
		edit{m.start, m.end, "func main() {", false},
		edit{len(code), len(code), closers(code[m.end:]) + "\n}\n", true},
	)
}

// wrap puts statements into functions, those in a row into one, so that the variables of one are known in the next. A package clause, which
// a cell may have, goes. Closing is what the code needs at its end.
func wrap(code string) (list []edit, closing string) {
	open, end := false, 0
	for _, c := range chunks(code, 0, len(code)) {
		stray := !c.declares()
		switch {
		case open && !stray:
			list = append(list, edit{end, end, "\n}", true})
		case stray && !open:
			list = append(list, edit{c.first, c.first, "func _() {", false})
		}
		if c.kind == token.PACKAGE {
			list = append(list, edit{c.first, c.end, strings.Repeat(" ", c.end-c.first), false})
		}
		open, end = stray, c.end
	}
	closing = closers(code)
	if open {
		closing += "\n}"
	}
	return list, closing + "\n"
}

// declares says whether a chunk can stand outside of functions.
func (c chunk) declares() bool {
	switch c.kind {
	case token.PACKAGE, token.IMPORT, token.CONST, token.TYPE, token.VAR, token.FUNC, token.COMMENT:
		return true
	}
	return false
}

// closers are the brackets that close what code leaves open, on a new line if the last one is a comment.
func closers(code string) string {
	file, scan := scanned(code)
	var open []byte
	line := ""
	for {
		pos, tok, text := scan.Scan()
		switch tok {
		case token.EOF:
			slices.Reverse(open)
			return line + string(open)
		case token.COMMENT:
			if text[1] == '/' && file.Offset(pos)+len(text) == len(code) {
				line = "\n"
			}
		case token.LPAREN:
			open = append(open, ')')
		case token.LBRACK:
			open = append(open, ']')
		case token.LBRACE:
			open = append(open, '}')
		case token.RPAREN, token.RBRACK, token.RBRACE:
			open = open[:max(0, len(open)-1)]
		}
	}
}
