package cell

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// Complete answers Jupyter's is_complete_request. The status is
//
//   - "complete": every declaration and statement parses, whether or not %% stands before the statements; so do cells of GoNB's magics;
//   - "incomplete": something is open at the end, a bracket, a raw string, a comment, an expression, or nothing follows a last line %%.
//     The indent is then what the next line may begin with;
//   - "invalid": no continuation can mend it.
func Complete(source string) (status, indent string) {
	source = normalize(source)
	parts := Split(source)
	if parts.Whole {
		return "complete", ""
	}
	status = "complete"
	code := strings.TrimRight(parts.Code, " \t\n")
	last := strings.TrimRight(source, " \t\n")
	if n := len(parts.marks); n > 0 && parts.marks[n-1].startsMain() && len(code) <= parts.marks[n-1].end || strings.HasSuffix(last, "\\") && len(code) < len(last) {
		return "incomplete", ""
	}
	list := regions(code)
	for i, r := range list {
		one := r.status()
		if one == "invalid" || one == "incomplete" && i+1 < len(list) {
			return "invalid", ""
		}
		status = one
	}
	if status == "incomplete" {
		indent = indentAfter(code)
	}
	return status, indent
}

// region is an import or a function, or all the statements between two of those: constants, types and variables may stand there too.
type region struct {
	statements bool
	text       string
}

func regions(code string) (list []region) {
	for _, c := range chunks(code, 0, len(code)) {
		text := code[c.start:c.end]
		alone := c.kind == token.IMPORT || c.kind == token.FUNC && statusIn(prefix, text, "") != "invalid"
		if n := len(list); n > 0 && list[n-1].statements && !alone {
			list[n-1].text += "\n" + text
		} else {
			list = append(list, region{!alone, text})
		}
	}
	return list
}

func (r region) status() string {
	switch {
	case strayBracket(r.text, 0) >= 0:
		return "invalid"
	case r.statements:
		return statusIn(prefix+"func _() {", r.text, "\n}")
	}
	return statusIn(prefix, r.text, "")
}

func statusIn(before, text, after string) string {
	if _, err := parseText(before + text + after); err == nil {
		return "complete"
	}
	// Without the closing brace an open end is an error at the end, and an error before it nothing can mend.
	_, err := parseText(before + text)
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return "invalid"
	}
	first := list[0]
	atEnd := first.Pos.Offset >= len(before)+len(text) && (depthOf(text) > 0 || strings.HasSuffix(first.Msg, "found 'EOF'"))
	if atEnd || unclosed(list) {
		return "incomplete"
	}
	return "invalid"
}

func parseText(text string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
}

// unclosed says whether the scanner missed the end of a raw string or a comment; it reports that where they begin.
func unclosed(list scanner.ErrorList) bool {
	return slices.ContainsFunc(list, func(e *scanner.Error) bool {
		return e.Msg == "raw string literal not terminated" || e.Msg == "comment not terminated"
	})
}

// depthOf is how many brackets are open at the end.
func depthOf(text string) (depth int) {
	_, scan := scanned(text)
	for {
		_, tok, _ := scan.Scan()
		if tok == token.EOF {
			return depth
		}
		depth += bracket(tok)
	}
}

// indentAfter is the last line's indent, and a tab more after an opening bracket or a colon. Inside a raw string it is nothing.
func indentAfter(code string) string {
	last := code[strings.LastIndexByte(code, '\n')+1:]
	indent := last[:len(last)-len(strings.TrimLeft(last, " \t"))]
	file, scan := scanned(code)
	before := token.ILLEGAL
	for {
		pos, tok, text := scan.Scan()
		switch {
		case tok == token.STRING && text[0] == '`' && file.Offset(pos)+len(text) >= len(code) && (len(text) == 1 || text[len(text)-1] != '`'):
			return ""
		case tok == token.EOF && (bracket(before) > 0 || before == token.COLON):
			return indent + "\t"
		case tok == token.EOF:
			return indent
		case tok != token.COMMENT && (tok != token.SEMICOLON || text != "\n"):
			before = tok
		}
	}
}
